"""Sentences for refusals about conflict events, roadblocks and areas of high risk."""

from django.utils.translation import gettext_lazy as _

CONFLICT_SENTENCES = {
    "event_twice": _("“%(field)s” holds two events of one number. Send each number once."),
    "unknown_batch": _("“%(field)s” names %(given)s, which brought no events. Give the key of the entry that did."),
    "conflict_batch_taken_back": _("The entry %(batch)s was taken back before. There is nothing more to take back."),
    "unknown_roadblock": _("“%(field)s” names %(given)s, where no roadblock was noted. Choose one of the list."),
    "roadblock_ended": _("This roadblock is gone already. If it stands again, note it anew."),
    "sum_without_currency": _("“%(field)s”: a sum needs its currency, and a currency its sum. Give both or neither."),
    "no_such_cell": _("“%(field)s” lies nowhere on earth. Type latitude, a comma, longitude: -1.9,28.9."),
    "one_area": _("“%(field)s”: give a province or a zone, not both."),
    "unknown_determination": _("“%(field)s” names %(given)s, where no area was determined. Choose one of the list."),
    "determination_taken_back": _("This determination was taken back before. Determine the area anew if it holds."),
}
