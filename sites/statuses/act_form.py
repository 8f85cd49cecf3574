"""The form of an act: what it says, and its annex as a list or file; nothing is entered while a row is bad."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.api.entry_forms import EntryForm
from ledger.api.paper_forms import WithPapers, document_field
from ledger.deeds.facts import MOST_LINES
from ledger.spreadsheets import UnreadableTable
from sites.acting import days
from sites.acts_page import BY, COLOURS
from sites.bringing.wording import TROUBLES
from sites.statuses.annex import DOUBLED, MISSING, TOO_LARGE, UNKNOWN, Annex, BadRow, read_annex
from sites.statuses.signing import KIND
from sites.visits_page import DayInput, today

EXPECTED = {
    UNKNOWN: _("a site of the register, by code or number"),
    MISSING: _("a value: the cell must not be blank"),
    DOUBLED: _("a site once; row %(first)s names it already"),
}
NOT_OF_THE_ACT = {"key", "at", "annex", "file", "take_good"}


class SignedActForm(WithPapers, EntryForm):
    """Number, article, dates and status of an act, and the sites of its annex."""

    number = forms.CharField(label=_("Number of the act"), max_length=60)
    article = forms.CharField(label=_("Article"), max_length=40, required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=120, required=False)
    authority = forms.CharField(label=_("Who signed it"), max_length=80, required=False)
    by = forms.ChoiceField(
        label=_("Who decided"),
        choices=BY,
        initial="state",
        widget=forms.RadioSelect,
        help_text=_("None of the three overwrites another."),
    )
    scheme = forms.CharField(label=_("Which scheme"), max_length=40, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=COLOURS, widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput, initial=today)
    valid_from = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        initial=today,
        help_text=_("It may lie in the past; then every lot dug since is looked at again."),
    )
    valid_to = forms.DateField(label=_("Last day"), widget=DayInput, required=False)
    annex = forms.CharField(
        label=_("Annex"),
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Codes of sites, or their numbers in any register, one in a line."),
    )
    file = forms.FileField(
        label=_("Annex as a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX; the column with the sites is called “site”, “code” or “pcode”, or is the first."),
    )
    document = document_field(label=_("The act itself"))
    take_good = forms.BooleanField(label=_("Enter the good rows and leave out the bad ones"), required=False)

    placed = {"sites": "annex"}
    found: Annex | None = None

    def clean(self) -> dict[str, Any]:
        """Read the annex; bad rows refuse the form unless the good ones were asked for."""
        said = super().clean() or self.cleaned_data
        try:
            self.found = read_annex(said.get("annex", ""), said.get("file"))
        except UnreadableTable as error:
            self.add_error("file", _trouble(error))
            return said
        if not self.found.sites and not self.found.bad:
            self.add_error("annex", _("Name at least one site, here or in a file."))
        elif not self.found.sites:
            self.add_error(None, _("No row of the annex names a site. Correct the rows below."))
        elif self.found.bad and not said.get("take_good"):
            self.add_error(
                None,
                _("Some rows of the annex are bad. Correct them, or choose to enter the good rows only."),
            )
        return said

    @property
    def bad_rows(self) -> list[tuple[BadRow, str]]:
        """Return the bad rows with what was expected of each."""
        return [(row, str(EXPECTED[row.code]) % {"first": row.first}) for row in self.found.bad] if self.found else []

    def envelopes(self) -> list[dict[str, Any]]:
        """Return one entry for each 400 sites of the annex, all under the number of the act."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in NOT_OF_THE_ACT}
        facts = days(said, "valid_from", "valid_to", "signed_on")
        sites = self.found.sites if self.found else []
        parts = [sites[start : start + MOST_LINES] for start in range(0, len(sites), MOST_LINES)]
        keys = [None, *(self.also(f"annex {number}") for number in range(1, len(parts)))]
        return [self.envelope(KIND, {**facts, "sites": part}, key) for key, part in zip(keys, parts, strict=True)]


def _trouble(error: UnreadableTable) -> str:
    if error.code == TOO_LARGE:
        return str(_("The annex is too large: at most 20,000 rows and 4 MB."))
    return str(TROUBLES.get(error.code, TROUBLES["unexpected"])) % {"row": "", "said": "", **error.facts}
