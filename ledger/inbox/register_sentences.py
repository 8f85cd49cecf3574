"""Sentences for refusals of the register: sites, parties, licences, what was taken back."""

from django.utils.translation import gettext_lazy as _

REGISTER_SENTENCES = {
    "looks_like": _(
        "This looks like a site that is registered already: %(sites)s. If it is that one, use its code. If it is "
        "another, register it as distinct from each of them, with the reason (site.registered.v2)."
    ),
    "number_taken": _(
        "The number %(number)s of the register %(register)s belongs to %(place)s already. Use that site, or correct "
        "the number."
    ),
    "number_doubled": _("“%(field)s” repeats %(given)s: a site has %(expected)s. Leave one out."),
    "not_icglr_id": _("“%(field)s” is %(given)s, which is no ICGLR id of this country. Write it as %(expected)s."),
    "unknown_country": _("“%(field)s” names %(given)s, which is no country. It must be %(expected)s."),
    "reason_missing": _("“%(field)s” is missing: say %(expected)s."),
    "half_a_position": _("“%(field)s” is missing: a point has %(expected)s."),
    "cell_of_other_point": _("“%(field)s” does not fit the point. It must be %(expected)s."),
    "site_merged": _("%(place)s was merged into %(into)s. Enter it there."),
    "site_not_merged": _("%(place)s is not merged into %(into)s. Look at its page: somebody may have split it before."),
    "carries_others": _(
        "%(place)s carries on %(carried)s. Split these off first and merge them into %(into)s too: nobody shall have "
        "to follow a chain of codes."
    ),
    "merged_into_itself": _("A site cannot be merged into itself. “%(field)s” must be %(expected)s."),
    "countries_differ": _(
        "%(place)s lies in %(country)s and %(into)s in %(other)s: they are not one site. If a country is wrong, "
        "register the site anew in the right one."
    ),
    "registration_withdrawn": _(
        "The registration of %(registered)s was taken back. Choose another place or party, or have it registered again."
    ),
    "nothing_to_withdraw": _("Entry %(event)s about %(subject)s is not there, or was taken back before."),
    "unknown_subject": _("“%(field)s” names %(given)s, where nothing is registered. Use the code of a place or party."),
    "day_in_future": _("“%(field)s” lies after the day of the entry. Correct the day."),
    "number_twice": _("Two armed actors in “%(field)s” have the same number. Give each its own."),
    "number_of_nobody": _("A name in “%(field)s” has a number that no armed actor has. Use the numbers of the actors."),
    "no_position": _("There is neither a point nor an outline. Enter one of them."),
    "unknown_zone_code": _(
        "“%(field)s” names %(given)s, and no zone of that code was drawn. Draw it first, or correct it."
    ),
    "fact_not_outline": _("“%(field)s” must be %(expected)s. Correct the outline and send it again."),
}
