"""Files in forms: what is attached is kept at once, and the entry names it by its hash."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ledger.deeds.entries import Actor
from ledger.errors import Refused
from ledger.inbox.wording import sentence
from ledger.papers.keeping import TRADE, keep_paper
from ledger.papers.recognising import ENDINGS

ACCEPT = ",".join(f".{each}" for each in (*ENDINGS.values(), "jpeg"))


class PaperField(forms.FileField):
    """One file that is kept under its hash; cleaned to the hash. The form gives it its actor.

    `group` is the disclosure group under which the file may be seen: photos of people are `people`.
    """

    def __init__(self, *, group: str = TRADE, **more: Any) -> None:
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}), **more)
        self.group = group
        self.actor: Actor | None = None

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        if not file or self.actor is None:
            return ""
        try:
            content = file.read(settings.PAPER_MOST_BYTES + 1)
            return keep_paper(content, user=self.actor.id, party=self.actor.party, group=self.group).sha256
        except Refused as refused:
            raise forms.ValidationError(sentence(refused.code, refused.facts), code=refused.code) from None


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(PaperField):
    """Several files, each kept under its hash; cleaned to the list of hashes."""

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(**more)
        self.widget = _Several(attrs=self.widget.attrs)
        self.widget.is_required = self.required
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > self.most:
            raise forms.ValidationError(_("Attach at most %(most)s files."), code="most", params={"most": self.most})
        kept = (super(PapersField, self).clean(each, initial) for each in files)
        return list(dict.fromkeys(each for each in kept if each))


class WithPapers:
    """For an EntryForm with files: gives its PaperFields their actor. Name it before EntryForm.

    Every view that shows such a form passes `request.FILES`, and its template says enctype="multipart/form-data".
    """

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        for field in self.fields.values():  # type: ignore[attr-defined]
            if isinstance(field, PaperField):
                field.actor = actor


ABOUT = _("PDF, photo, CSV or XLSX, at most 10 MB. The place where a photo was taken is removed from it.")


def document_field(**more: Any) -> PaperField:
    """Return a field for the document behind an entry, which may stay empty."""
    return PaperField(label=more.pop("label", _("Document")), required=False, help_text=ABOUT, **more)


def documents_field(**more: Any) -> PapersField:
    """Return a field for several documents, which may stay empty."""
    return PapersField(required=False, help_text=ABOUT, **more)
