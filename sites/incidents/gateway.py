"""Lines of text from a gateway: it hands in the words alone, and sends back what it is told to. No number is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ledger.parties.doors import public
from ledger.parties.models import Place
from ledger.risk.incidents import tips
from ledger.risk.incidents.text_line import TextLine, read_line, suggest
from ledger.risk.incidents.tips import Said, TooMany
from sites.models import MineSite
from sites.searching import search

MOST_NAMES = 20_000


def place_of(line: TextLine) -> tuple[str | None, list[str]]:
    """Return the place of a line if it is sure, and else the codes of places that it may mean."""
    if line.place is not None:
        return (line.place, []) if Place.objects.filter(code=line.place).exists() else (None, [])
    if not line.place_words:
        return None, []
    sites = search(line.place_words)
    exact = [site.code for site in sites if site.name.casefold() == line.place_words.casefold()]
    if len(exact) == 1:
        return exact[0], []
    names = {site.code: site.name for site in sites} or dict(
        MineSite.objects.order_by("code").values_list("code", "name")[:MOST_NAMES]
    )
    return None, suggest(line.place_words, names)


def take_line(text: str) -> tuple[str, TextLine]:
    """Keep a line of text as a message without a name; return its code and how it was read. Raises TooMany."""
    line = read_line(text)
    place, _near = place_of(line)
    said = Said(
        text, tips.TEXT, line.language, "unknown", line.category or "", place, "" if place else line.place_words
    )
    return tips.take(said), line


def answer(code: str, language: str) -> str:
    """Return what the sender is told, in the language of the keyword where it is one of ours."""
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _("Received. Your code: %(code)s. Keep it, tell nobody. With it you read what became of this.") % {
            "code": tips.shown(code)
        }


@csrf_exempt
@public("a gateway hands in text messages with a token of its own; it is no user and sees nothing")
def text_line(request: HttpRequest) -> JsonResponse:
    """Take a line of text from the gateway; its number, if it is sent along, is not read."""
    if request.method != "POST":
        return JsonResponse({"code": "method_not_allowed"}, status=405)
    if not _is_gateway(request):
        # not "who are you?": whoever has no token need not learn that there is a door
        return JsonResponse({"code": "not_found"}, status=404)
    text = request.POST.get("text", "").strip()
    if not text:
        return JsonResponse({"code": "fact_missing", "field": "text"}, status=400)
    try:
        code, line = take_line(text)
    except TooMany:
        return JsonResponse({"code": "too_many"}, status=429)
    return JsonResponse({"reply": answer(code, line.language)})


def _is_gateway(request: HttpRequest) -> bool:
    token: Any = settings.TEXT_LINE_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and constant_time_compare(given, token)
