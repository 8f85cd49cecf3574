"""TAG-04: a bag came with a number that was reported lost, stolen or void. The refusal itself raises the flag."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import told_by_refusals

RULE, VERSION, SEVERITY = "TAG-04", 1, "stop"
SENTENCES = {
    "stop": _("A bag came with tag %(tag)s, which must be on no bag. Find the bag, and ask how it got the tag.")
}
told_by_refusals(RULE, version=VERSION, sentences=SENTENCES)
