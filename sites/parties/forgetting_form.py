"""The form that forgets a person: what cannot be taken back is asked for twice."""

from __future__ import annotations

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
        )
    )
