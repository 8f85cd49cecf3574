"""Sentences for refusals of the register of parties, of papers and of scales."""

from django.utils.translation import gettext_lazy as _

PARTY_SENTENCES = {
    # --- parties ----------------------------------------------------------------------------------------------------
    "register_as_person": _(
        "A miner is a person: register them with person.registered, so that their name stays hidden and can be erased."
    ),
    "under_age": _(
        "Nobody younger than %(minimum_age)s may be registered. The attempt is kept without a name and reported. Do "
        "not send the child away: tell the programme manager, who sees that somebody visits."
    ),
    "day_to_come": _("“%(field)s” lies after the day of the entry. Correct the day."),
    "card_without_kind": _("“%(field)s” is missing, but days of a card are given. Say which kind of card it is."),
    "number_malformed": _("“%(field)s” is no number of this register. It must be %(expected)s. Copy it again."),
    "number_check_wrong": _(
        "“%(field)s” cannot be right: its last signs check the others, and would have to be %(expected)s. Copy it "
        "again."
    ),
    "party_number_taken": _(
        "The number %(number)s belongs to party %(party)s already. Use that party, or correct the number."
    ),
    "hidden_for_persons": _("“%(field)s” would be open for a person. Enter it as %(expected)s."),
    "only_for_persons": _("“%(field)s” is for persons alone. Enter it as %(expected)s."),
    "shares_over_whole": _("The shares of the owners make more than the whole. Correct one of them."),
    "erased": _(
        "What this entry said was erased before it could be recorded: somebody in it was forgotten. It is kept without "
        "those words, and its key is used up."
    ),
    "person_forgotten": _(
        "%(party)s was forgotten: nothing new is kept about them. Register them anew if they wish to come back."
    ),
    "not_a_person": _("%(given)s is an organisation. Only persons can be forgotten."),
    "one_subject": _("“%(field)s”: say either a party or a place, not both and not neither."),
    "unknown_programme": _("“%(field)s” names %(given)s, which is no programme of the list. Choose one, or a party."),
    "member_of_itself": _("“%(field)s” is the party itself. Name another party or a programme."),
    # --- who may act ------------------------------------------------------------------------------------------------
    "party_stopped": _(
        "Party %(party)s is %(state)s since %(since)s and can neither take over nor hand over ore. Set the ore aside "
        "and ask the authority that decided so."
    ),
    "miner_not_named": _(
        "In %(country)s every bag names the miner or the team's representative. Enter the name: it stays hidden."
    ),
    # --- screening --------------------------------------------------------------------------------------------------
    "name_alone": _(
        "A name alone confirms nothing. Say what else was compared: a birthday, a document, an address, an account."
    ),
    "hit_unknown": _("This hit is not there any more: the name or the list has changed. Open the list of hits again."),
    "until_not_to_come": _("“%(field)s” must be %(expected)s: the hit is open again from then on."),
    "edition_known": _("The edition %(edition)s was loaded before. Nothing has changed."),
    # --- scales -----------------------------------------------------------------------------------------------------
    "step_above_capacity": _("“%(field)s” must be %(expected)s. Read both from the plate of the scale."),
    # --- papers -----------------------------------------------------------------------------------------------------
    "paper_too_large": _("The file is larger than %(most_bytes)s bytes. Scan it with less detail and send it again."),
    "paper_not_accepted": _("This is not a file that is accepted: PDF, JPEG, PNG, WebP, CSV or XLSX without macros."),
    "paper_empty": _("The file is empty. Choose another."),
}
