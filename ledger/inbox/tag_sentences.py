"""Sentences for refusals about tags: series, stock, issue, loss."""

from django.utils.translation import gettext_lazy as _

TAG_SENTENCES = {
    # --- series and parcels -----------------------------------------------------------------------------------------
    "unknown_series": _("“%(field)s” names %(given)s. It must be %(expected)s."),
    "unknown_parcel": _("“%(field)s” names %(given)s, and no such box is in stock. Read the code on the box again."),
    "range_ends_first": _("“%(field)s” lies before the first number. Correct one of the two."),
    "range_too_wide": _("“%(field)s” does not fit the numbers of the series: %(expected)s."),
    "other_parcel": _("“%(field)s” does not fit the box, which has %(expected)s. Take a new code for another box."),
    "there_already": _("The tags are there already. “%(field)s” must be %(expected)s."),
    "series_short": _("Series %(series)s has %(left)s numbers left, and %(asked)s are asked for. Open a new series."),
    "parcel_short": _("Box %(parcel)s has %(left)s tags left, and %(asked)s are asked for. Take fewer, or two boxes."),
    "parcel_not_ready": _("Box %(parcel)s is %(state)s: nothing can be taken from it, and it goes no step back."),
    "parcel_elsewhere": _("Box %(parcel)s was allocated to %(place)s. Issue its tags there, or allocate them anew."),
    "not_next_numbers": _("The next tags of box %(parcel)s are %(first)s to %(last)s. Take them in their order."),
    "not_tag_holder": _("Another party answers for these tags. Ask its people, or a programme manager."),
    # --- single tags ------------------------------------------------------------------------------------------------
    "tag_not_live": _("Tag %(tag)s is %(state)s. Nothing more can become of it this way."),
    "tag_in_use": _(
        "Tag %(tag)s is on lot %(lot)s. If it is missing from that bag, record a new tag for the bag; the lot is on "
        "hold until somebody answers for it."
    ),
    "tag_hot": _(
        "Tag %(tag)s is %(state)s and must be on no bag. Do not receive this bag: set it aside, and tell the "
        "programme manager."
    ),
    "tags_not_in_a_row": _("These tags do not follow one another in series %(series)s. Give back each row by itself."),
    "tag_of_other_agent": _("Tag %(tag)s was issued to another agent. Only that agent may close it on a bag."),
    "not_tag_of_lot": _("Tag %(tag)s is not the one on lot %(lot)s. Look up the lot, and enter the number it has."),
    "noticed_later": _("“%(field)s” lies after the time of the entry. Correct it."),
    # --- counts and duties ------------------------------------------------------------------------------------------
    "tag_gap": _(
        "%(holder)s cannot account for %(gap)s tags of series %(series)s: the book says %(book)s, counted were "
        "%(counted)s. Report the missing numbers, or enter the late bags, and count again."
    ),
    "issuer_applies": _("Whoever issues tags does not close them on bags. Let another person do it."),
    "tagger_receives": _("You tagged the bag of lot %(lot)s. Another person must buy or receive it."),
}

TAG_WORDS = {
    "ordered": _("ordered"),
    "printed": _("printed"),
    "in_stock": _("in stock"),
    "allocated": _("allocated"),
    "stolen": _("stolen"),
    "damaged": _("damaged"),
    "returned": _("given back"),
    "quarantined": _("set aside"),
    "recalled": _("called back"),
}
"""States of tags and of boxes, as a sentence says them."""
