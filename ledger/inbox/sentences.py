"""One sentence for every code with which an entry is refused or made to wait."""

from django.utils.translation import gettext_lazy as _

from ledger.inbox.conflict_sentences import CONFLICT_SENTENCES
from ledger.inbox.correcting_sentences import CORRECTING_SENTENCES
from ledger.inbox.device_sentences import DEVICE_SENTENCES, DEVICE_WORDS
from ledger.inbox.handover_sentences import HANDOVER_SENTENCES
from ledger.inbox.incident_sentences import INCIDENT_SENTENCES
from ledger.inbox.licence_sentences import LICENCE_SENTENCES, LICENCE_WORDS
from ledger.inbox.party_sentences import PARTY_SENTENCES
from ledger.inbox.register_sentences import REGISTER_SENTENCES
from ledger.inbox.tag_sentences import TAG_SENTENCES, TAG_WORDS
from ledger.inbox.weight_sentences import WEIGHT_SENTENCES

SENTENCES = {
    **REGISTER_SENTENCES,
    **LICENCE_SENTENCES,
    **PARTY_SENTENCES,
    **TAG_SENTENCES,
    **WEIGHT_SENTENCES,
    **HANDOVER_SENTENCES,
    **CORRECTING_SENTENCES,
    **CONFLICT_SENTENCES,
    **INCIDENT_SENTENCES,
    **DEVICE_SENTENCES,
    # --- the engine -------------------------------------------------------------------------------------------------
    "refused": _("The entry was refused (%(code)s). Ask the programme manager."),
    "bad_entry": _("An entry is a record with key, kind, happened_at and facts. Send it again in this form."),
    "key_reused": _("The key %(key)s was used before for other words. Make a new key for a new entry."),
    "key_reused.by_another": _("This key was used before. Make a new key and send the entry again."),
    "not_allowed": _("None of your roles may enter %(kind)s. Ask a programme manager who may."),
    "log_frozen": _(
        "The ledger takes no entries now: its operator must first check it. Nothing was recorded; keep what you have"
        " and send it again later, unchanged."
    ),
    "log_behind": _(
        "More entries came than the ledger can take at once. Nothing was recorded; send the same again in a few"
        " seconds."
    ),
    # --- the envelope -----------------------------------------------------------------------------------------------
    "field_extra": _("“%(field)s” is not a field of an entry. Leave it out: %(expected)s are known."),
    "facts_missing": _("“%(field)s” must be a record of facts. See /api/v1/kinds/ for those of each kind."),
    "key_not_uuid": _("“%(field)s” must be a UUID. Make one on your device, once for each entry."),
    "kind_superseded": _("This kind of entry has a newer version, %(expected)s. Send that one."),
    "unknown_kind": _("“%(field)s” names no kind of entry. Choose one that /api/v1/kinds/ lists."),
    "time_not_aware": _("“%(field)s” must be a time with its offset, such as 2026-11-23T10:42:00+02:00."),
    "time_in_future": _("“%(field)s” lies more than 24 hours ahead. Set the clock of the device and enter it again."),
    "heads_not_record": _("“%(field)s” must be a record of lot codes and the heads that you saw."),
    "head_of_no_lot": _("“%(field)s” is not the code of a lot. Read the code again, its last sign checks it."),
    # --- single facts -----------------------------------------------------------------------------------------------
    "fact_missing": _("“%(field)s” is missing. Fill it in and send the entry again."),
    "fact_extra": _("“%(field)s” is not a fact of this kind. Leave it out: %(expected)s."),
    "fact_not_whole": _("“%(field)s” must be %(expected)s. Enter it again."),
    "fact_not_text": _("“%(field)s” must be %(expected)s, without line breaks. Enter it again."),
    "fact_not_code": _("“%(field)s” must be %(expected)s. Scan it again, or type all nine signs."),
    "fact_not_choice": _("“%(field)s” must be %(expected)s. Choose one of them."),
    "fact_not_day": _("“%(field)s” must be a day of the calendar, as 2026-11-23. Enter it again."),
    "fact_not_lines": _("“%(field)s” must be %(expected)s. Split a longer list into several entries."),
    "fact_doubled": _("“%(field)s” holds a line twice. Send each line once."),
    "fact_not_record": _("“%(field)s” must be %(expected)s."),
    "fact_not_flat": _("“%(field)s” must be %(expected)s."),
    # --- what an entry names ----------------------------------------------------------------------------------------
    "unknown_place": _("“%(field)s” names %(given)s, where no place is registered. Scan the code of the place again."),
    "unknown_party": _(
        "“%(field)s” names %(given)s, where nobody is registered. Ask a programme manager to register them first."
    ),
    "unknown_zone": _("“%(field)s” names %(given)s, which is no time zone. Use an IANA name: Africa/Lubumbashi."),
    "unknown_lot": _(
        "Lot %(lot)s is not known here yet. The entry waits until its tagging arrives: let the phone that tagged it "
        "send."
    ),
    "unknown_head": _(
        "The entry builds on an earlier one on lot %(lot)s that has not arrived. It waits for it: let the phone that "
        "made the earlier entry send."
    ),
    "unknown_consignment": _(
        "Consignment %(consignment)s is not known here yet. The entry waits until the sender's dispatch arrives."
    ),
    "code_taken": _("This code is used already. Make a new code and enter it again."),
    "pcode_taken": _("The register number %(pcode)s belongs to a site already. Use that site, or correct the number."),
    # --- tags -------------------------------------------------------------------------------------------------------
    "tag_unknown": _("Tag %(tag)s was never issued. Set the bag aside, and read the tag once more."),
    "tag_of_other_place": _(
        "Tag %(tag)s was issued to another site. Set the bag aside and tell the programme manager."
    ),
    "tag_already_used": _(
        "Tag %(tag)s is already on lot %(lot)s. Do not receive this bag: set it aside, and report it. Lot %(lot)s is "
        "on hold until somebody answers for it."
    ),
    "tag_already_used.no_lot": _("Tag %(tag)s is %(state)s and cannot be used. Set the bag aside, and report it."),
    "tag_taken": _("%(count)s of these tag numbers were issued before: %(tags)s. Take them out of the list."),
    # --- sites and visits -------------------------------------------------------------------------------------------
    "site_may_not_produce": _(
        "Site %(place)s has been Red since %(since)s: no lot may start there. Set the bag aside and ask the State's "
        "mining service."
    ),
    "site_may_not_produce.none": _(
        "Site %(place)s had no status of the State on %(dug_on)s: no lot may start there. Set the bag aside and ask "
        "the State's mining service for the act."
    ),
    "site_may_not_produce.lapsed": _(
        "The Blue status of site %(place)s ran out and it has been Red since %(since)s: no lot may start there. Set "
        "the bag aside and ask the State's mining service for an inspection."
    ),
    "blue_not_cleared": _(
        "Site %(place)s has been Blue since %(since)s and no risk report was filed for it. File one; after "
        "%(clear_days)s days without objection lots may start there."
    ),
    "blue_not_cleared.days": _(
        "Site %(place)s is Blue. The risk report of %(filed_on)s lies open until %(clear_on)s: lots may start from ore "
        "that is dug from that day on."
    ),
    "blue_not_cleared.consent": _(
        "Site %(place)s is Blue, and on %(objected_on)s an objection was made to the risk report of %(filed_on)s. Set "
        "the bag aside: a new report is needed once the objection is answered."
    ),
    "dug_later": _("The ore cannot be dug on %(dug_on)s and tagged before, on %(tagged_on)s. Correct the day."),
    "signed_later": _("“%(field)s” lies after the day of the entry. Correct the day on which it was signed."),
    "filed_later": _("“%(field)s” lies after the day of the entry. Correct the day."),
    "not_a_colour": _("Only a scheme says %(given)s. The State and we ourselves give a colour: %(expected)s."),
    "ends_before_it_begins": _("“%(field)s” lies before the first day. Correct one of the two days."),
    "visit_in_future": _("“%(field)s” lies after the day of the entry. Correct the day of the visit."),
    "flag_unknown": _("There is no open flag %(flag)s. Look at the place or lot again: it may have been cleared."),
    # --- weights ----------------------------------------------------------------------------------------------------
    "tare_not_below_gross": _(
        "The bag alone (%(tare_g)s) cannot weigh as much as with the ore (%(gross_g)s). Weigh both again."
    ),
    "mass_mismatch": _(
        "The lots and changes make %(expected_g)s, but %(found_g)s came out. Weigh again, or add a line that says "
        "where the rest went."
    ),
    "mass_mismatch.more": _(
        "The lots and changes make %(expected_g)s, but %(found_g)s came out: more than went in. Weigh again, or add "
        "a line that says where it came from."
    ),
    "minerals_differ": _("Lots of different ores cannot be blended: %(minerals)s. Take lots of one ore."),
    # --- who holds what ---------------------------------------------------------------------------------------------
    "not_holder": _(
        "Lot %(lot)s is not held by the party that this entry needs. Only its holder can act on it: ask them to "
        "dispatch it."
    ),
    "not_holder.already_yours": _("Lot %(lot)s is yours already. There is nothing to buy."),
    "not_your_place": _("Place %(place)s is kept by another party. Choose a place of the right party."),
    "head_moved": _(
        "Somebody else has acted on lot %(lot)s since you saw it. Open the lot, look at what is new, and enter it "
        "again if it still holds."
    ),
    "lot_closed": _("Lot %(lot)s was used up in another lot. Act on the lot that it went into."),
    "lot_closed.in_transit": _("Lot %(lot)s is on its way to another party. It must be received first."),
    "lot_on_hold": _("Lot %(lot)s is on hold. Set it aside until the programme manager or the State releases it."),
    "not_on_hold": _("Lot %(lot)s is not on hold. There is nothing to release."),
    "day_has_passed": _("“%(field)s” must be %(expected)s. %(given)s has passed."),
    "taint_unknown": _("There is no such finding to take back: it may have been withdrawn before."),
    "hard_rule": _("Rule %(rule)s is a hard one: it is not answered away. What it looks at has to change."),
    "answered_by_explainer": _("You explained this flag yourself. Somebody else answers it."),
    "held_by_you": _("You placed this hold of lot %(lot)s. Somebody else releases it, and says why."),
    "under_seal": _(
        "Lot %(lot)s was released under seal, on the condition that it stays as it is. It may move; it can neither be "
        "used up nor exported before the hold has ended."
    ),
    "not_from_producer": _("Lot %(lot)s is held by a trader. A trader dispatches it, and the receiver receives it."),
    "not_consignee": _("Consignment %(consignment)s was sent to somebody else. Only they can receive it."),
    "consignment_closed": _("Nothing of consignment %(consignment)s is on its way any more: it is %(state)s."),
    # --- packs ------------------------------------------------------------------------------------------------------
    "lot_not_found": _("There is no lot %(lot)s, or you may not see it."),
    "not_yet_sealed": _("%(pending)s of the lot's entries are not sealed in the log yet. Ask again in two seconds."),
}

WORDS = {
    **TAG_WORDS,
    **LICENCE_WORDS,
    **DEVICE_WORDS,
    "void": _("void"),
    "lost": _("lost"),
    "used": _("used"),
    "issued": _("issued"),
    "suspended": _("suspended"),
    "revoked": _("revoked"),
    "received": _("received"),
    "refused": _("refused"),
    "returned": _("returned"),
}
"""States of a tag, and of a party that may not act, as a sentence says them."""
