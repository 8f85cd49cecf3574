"""The words that pages of screening show for stored words, in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SOURCES = {
    "ofac_sdn": _("OFAC, Specially Designated Nationals"),
    "un": _("UN Security Council, consolidated list"),
    "opensanctions": _("OpenSanctions, targets"),
}
STATES = {
    "open": _("Open"),
    "again": _("Open again"),
    "confirmed": _("Confirmed"),
    "not_same": _("Somebody else"),
    "unclear": _("Unclear"),
    "gone": _("No longer answers"),
}
COLOURS = {
    "open": "yellow",
    "again": "yellow",
    "confirmed": "red",
    "not_same": "green",
    "unclear": "yellow",
    "gone": "none",
}
ROLES = {"own": _("The party itself"), "behind": _("A person behind it")}
HOW = {
    "exact": _("the same word"),
    "spelled": _("spelled alike"),
    "initial": _("an initial"),
    "joined": _("written as one word"),
}
AGREEMENTS = {
    "kind": {
        "agrees": _("Both are persons, or both are organisations."),
        "differs": _("One is a person, the other an organisation."),
        "unknown": _("The list does not say whether it is a person or an organisation."),
    },
    "born": {
        "agrees": _("The years of birth agree."),
        "differs": _("The years of birth differ."),
        "unknown": _("A year of birth is missing on one side."),
    },
    "country": {
        "agrees": _("A country agrees."),
        "differs": _("No country agrees. People and firms cross borders: that alone says little."),
        "unknown": _("A country is missing on one side."),
    },
}
DECISIONS = {
    "not_same": _("Somebody else: not the listed one"),
    "unclear": _("Unclear: more must be found out"),
    "confirmed": _("Confirmed: this is the listed one"),
}
SECONDS = {
    "birth_date": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "document": _("Number of a passport or card"),
    "register_number": _("Number in a register"),
    "address": _("Address"),
    "account": _("Account"),
    "phone": _("Telephone"),
    "photo": _("Photo"),
    "other": _("Something else, said below"),
}
KINDS = {
    "person": _("Person"),
    "organisation": _("Organisation"),
    "vessel": _("Ship"),
    "aircraft": _("Aircraft"),
    "unknown": _("Person or organisation"),
}
WHY = {
    "blank": _("The line is blank."),
    "ragged": _("The line has another number of cells than the header."),
    "broken_quotes": _("A quote is opened and never closed."),
    "not_utf8": _("The name holds signs that could not be read."),
    "alias_not_utf8": _("An alias holds signs that could not be read; it was left out."),
    "no_id": _("The entry has no number of the list."),
    "no_name": _("The entry has no name."),
    "unknown_kind": _("The entry is of a kind that is not known."),
    "broken_xml": _("The entry is broken off, or is no XML."),
}
SHARED = {
    "owner": _("an owner"),
    "phone": _("a telephone"),
    "card": _("a card"),
    "account": _("an account"),
}
NOT_LOADED = {
    "unknown_source": _("Choose whose list it is."),
    "list_empty": _("The file is empty. Choose another."),
    "list_too_large": _("The file is larger than %(most_bytes)s bytes."),
    "list_not_read": _(
        "This is not the list that you named: it must have %(expected)s. Choose the right list or file."
    ),
    "list_without_entries": _("Not one of %(read)s rows could be taken. Get the file again from its publisher."),
    "list_older": _("The edition of %(edition)s is loaded already, and is newer. Load the newest one."),
    "edition_known": _("This edition was loaded before."),
}
