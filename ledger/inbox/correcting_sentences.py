"""Sentences for refusals about corrections, counts, log books and signatures."""

from django.utils.translation import gettext_lazy as _

CORRECTING_SENTENCES = {
    "proposal_closed": _("This proposal is %(state)s: nothing more is signed under it."),
    "signed_before": _("You have signed or proposed this yourself. Another person must sign it."),
    "value_moved": _(
        "Lot %(lot)s does not say what you saw. Open it, look at what stands there now, and correct that."
    ),
    "nothing_to_correct": _("Lot %(lot)s says this already. There is nothing to correct."),
    "corrects_other": _(
        "Entry %(corrects)s did not say this of lot %(lot)s. Open the lot and name the entry that stands beside the "
        "value."
    ),
    "lot_was_made": _(
        "Lot %(lot)s was made out of other lots: it cannot be void without them. Correct its weight instead."
    ),
    "lot_in_use": _("Lot %(lot)s is %(state)s. Only a lot that lies open in one hand can be void."),
    "lot_not_here": _(
        "Lot %(lot)s does not lie open at this place in your book. Leave it out, and count it where your book has it."
    ),
    "manager_hands_over": _(
        "You hand over what is with yourself. For somebody who is gone, the manager of the depot does it."
    ),
    "not_with_person": _("%(thing)s is not with the person who hands over. Look at the list again."),
    "nothing_to_hand_over": _("The list is empty: name tags, boxes of tags or consignments."),
    "same_person": _("“%(field)s” must be %(expected)s."),
    "lots_do_not_add_up": _("“%(field)s” must be %(expected)s. Add them up again."),
    "line_not_printed": _("“%(field)s” must have %(expected)s."),
    "nothing_to_reflow": _("Counted again, everything comes out as it stands."),
    "unknown_making": _("The making is not known here yet. The entry waits until it arrives."),
    "values_differ": _("“%(field)s” must have %(expected)s."),
    "unknown_proposal": _("The proposal is not known here yet. The signature waits until it arrives."),
}
