"""TAG-04: a bag came with a number that was reported lost, stolen or void. The refusal itself raises the flag."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import told_by_refusals

RULE, VERSION, SEVERITY = "TAG-04", 2, "hold"
SENTENCES = {
    "hold": _("A bag came with tag %(tag)s, which must be on no bag. Find the bag, and ask how it got the tag.")
}
told_by_refusals(
    RULE,
    version=VERSION,
    sentences=SENTENCES,
    reads=(_("reports of lost, stolen and void tags"), _("the tagging that was refused")),
    innocent=(
        _("A digit of the number was misread."),
        _("The tag was found again, and its report was not taken back."),
        _("Somebody used up an old box without knowing of the report."),
    ),
    clears=_("The bag and its tag, seen by the State's agent, and what the holder of the tag says of it."),
)
