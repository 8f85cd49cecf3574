"""What somebody follows, how they are told, and where mail goes."""

from __future__ import annotations

import smtplib
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from buyers.following.words import LEAST, MAILS
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_follow, may_keep_endpoints
from ledger.telling.confirming import TooSoon, ask_to_confirm
from ledger.telling.following import MOST_FOLLOWS, CannotFollow, follow, stop_following
from ledger.telling.models import Follow, Reader
from ledger.telling.readers import EVERYTHING
from ledger.telling.wording import Names

UNKNOWN = gettext_lazy("Nothing that you may see is called so. Enter a code such as S0Q1-2AB3-C, or CD for a country.")


class FollowForm(forms.Form):
    """What to follow, from which weight on, and whether by mail too."""

    what = forms.CharField(
        label=gettext_lazy("What"),
        max_length=20,
        help_text=gettext_lazy("The code of a site, party or lot; or the two letters of a country, such as CD."),
        error_messages={"required": gettext_lazy("Enter what you want to follow.")},
    )
    least = forms.ChoiceField(label=gettext_lazy("Tell me"), choices=list(LEAST.items()), initial="info")
    by_mail = forms.ChoiceField(label=gettext_lazy("By mail too"), choices=list(MAILS.items()), initial="no")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "in")
        if not settings.MAIL_IS_SET:
            del self.fields["by_mail"]


@for_actors(may_follow)
def following(request: HttpRequest) -> HttpResponse:
    """Show what the reader follows; POST follows something, or changes how."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _follow(request, form):
        return redirect(_back(request))
    return render(request, "following/following.html", _page(request, form), status=422 if form.errors else 200)


def _follow(request: HttpRequest, form: FollowForm) -> bool:
    said = form.cleaned_data
    try:
        follow(request.actor, request.user, said["what"], least=said["least"], by_mail=said.get("by_mail", "no"))
    except CannotFollow as refusal:
        many = _("You follow %(n)d things already. Stop following some of them first.") % {"n": MOST_FOLLOWS}
        form.add_error("what", many if refusal.code == "too_many" else UNKNOWN)
        return False
    messages.success(request, _("You follow this now. What happens from now on comes to your inbox."))
    return True


def _page(request: HttpRequest, form: FollowForm) -> dict[str, Any]:
    follows = list(Follow.objects.filter(user=request.user).order_by("-begun_at", "id"))
    names = Names(each.topic for each in follows)
    return {
        "form": form,
        "follows": [
            {
                "each": each,
                "all": each.topic == EVERYTHING,
                "name": names.of(each.topic),
                "path": "" if len(each.topic) <= 2 else names.path_of(each.topic),
            }
            for each in follows
        ],
        "follows_all": any(each.topic == EVERYTHING for each in follows),
        "least": list(LEAST.items()),
        "mails": list(MAILS.items()),
        "languages_to_read": settings.LANGUAGES,
        "reader": Reader.objects.filter(user=request.user).first() or Reader(user=request.user),
        "mail_is_set": settings.MAIL_IS_SET,
        "may_keep_endpoints": may_keep_endpoints(request.actor),
    }


@require_POST
@for_actors(may_follow)
def stop(request: HttpRequest) -> HttpResponse:
    """Stop following something."""
    stop_following(request.user, request.POST.get("what", ""))
    messages.success(request, _("You do not follow this any longer."))
    return redirect(_back(request))


@require_POST
@for_actors(may_follow)
def own(request: HttpRequest) -> HttpResponse:
    """Keep how the reader is told of what is their own, and in which language letters are."""
    by_mail, language = request.POST.get("own_by_mail", "no"), request.POST.get("language", "")
    if by_mail in MAILS and (language in dict(settings.LANGUAGES) or not language):
        wish = {"own": "own" in request.POST, "own_by_mail": by_mail}
        Reader.objects.update_or_create(user=request.user, defaults=wish)
        request.user.language = language
        request.user.save(update_fields=["language"])
        messages.success(request, _("Kept."))
    return redirect("following")


@require_POST
@for_actors(may_follow)
def address(request: HttpRequest) -> HttpResponse:
    """Send a link to a new address; it counts once the link is opened."""
    typed = request.POST.get("address", "").strip()
    try:
        validate_email(typed)
        ask_to_confirm(request.user, typed)
    except ValidationError:
        messages.error(request, _("This is no mail address."))
    except TooSoon:
        messages.error(request, _("A link was sent a moment ago. Wait two minutes before you ask for another."))
    except (OSError, smtplib.SMTPException):
        messages.error(request, _("The mail server did not take the letter. Try again later."))
    else:
        messages.success(request, _("A link was sent to %(address)s. Open it to confirm.") % {"address": typed})
    return redirect("following")


def _back(request: HttpRequest) -> str:
    """Return the page from which somebody pressed a button, if it is one of ours."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe and back.startswith("/") else "following"
