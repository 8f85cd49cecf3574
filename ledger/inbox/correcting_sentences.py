"""Sentences for refusals about corrections, counts, log books and signatures."""

from django.utils.translation import gettext_lazy as _

CORRECTING_SENTENCES = {
    "proposal_closed": _("This proposal is %(state)s: nothing more is signed under it."),
    "signed_before": _("You have signed or proposed this yourself. Another person must sign it."),
    "unknown_proposal": _("The proposal is not known here yet. The signature waits until it arrives."),
}
