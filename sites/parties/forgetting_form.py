"""The form that forgets a person: what cannot be taken back is asked for twice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.parties import words
from sites.parties.fields import choice


class ForgetForm(forms.Form):
    """Why, and that it is meant."""

    reason = choice(_("Reason"), words.FORGOTTEN_BECAUSE)
    sure = forms.BooleanField(
        label=_(
            "Name, birthday, card, telephone, accounts, photo and remarks are gone for good, wherever an entry names "
            "this person by code or by full name."
        ),
        help_text=_(
            "Codes, kinds, weights and days of entries stay, and so does every proof: it says “erased” where the "
            "person was named. What others copied before is theirs."
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].widget.attrs["class"] = "in"
