"""Facts about armed actors: what they are and do is open, what they are called is not."""

from __future__ import annotations

from ledger.deeds.facts import Choice, Lines, Parts, Whole, Words
from sites.visits.words import ACTORS, ANSWERS, BARRIERS, CONDUCT, MOST_GROUPS, MOST_OFTEN, RAREST

NUMBER = Whole(least=1, most=MOST_GROUPS, about="Its number in this visit: the name of the same number belongs to it.")
_DEED = Choice(of=CONDUCT, about="One thing that armed actors do.")
ARMED = Lines(
    required=False,
    most=MOST_GROUPS,
    about="The armed actors seen, by kind; their names stand apart, in `groups`.",
    each=Parts(
        about="One armed actor.",
        of={
            "number": NUMBER,
            "kind": Choice(of=ACTORS, about="The army and a local group are different worries."),
            "interference": Choice(required=False, of=ANSWERS, about="Whether this one interferes."),
            "conduct": Lines(required=False, each=_DEED, about="What it was said to do."),
            "denied": Lines(required=False, each=_DEED, about="What it was said not to do; the rest is unknown."),
            "frequency": Whole(
                required=False, least=RAREST, most=MOST_OFTEN, about="How often: 1 rarely, 5 every day or always there."
            ),
        },
    ),
)
GROUPS = Lines(
    group="position",
    required=False,
    most=MOST_GROUPS,
    about="What the armed actors are called: never shown in public.",
    each=Parts(
        about="One name.",
        of={
            "number": NUMBER,
            "name": Words(required=False, about="Its name in one spelling."),
            "written": Words(required=False, about="Its name as the source wrote it, where that differs."),
            "frequency_written": Words(required=False, about="How often, in the source's words."),
            "kind_written": Words(required=False, about="What it is, in the source's words."),
        },
    ),
)
_KEEPER = Choice(of=BARRIERS, about="Who keeps it.")
ROADBLOCKS = Lines(
    required=False,
    most=len(BARRIERS),
    about="Roadblocks on the way to the site, counted by who keeps them.",
    each=Parts(
        about="Roadblocks of one kind of keeper.",
        of={"keeper": _KEEPER, "count": Whole(least=1, most=100, about="How many.")},
    ),
)
ROADBLOCK_PLACES = Lines(
    group="position",
    required=False,
    most=40,
    about="Where exactly roadblocks stand.",
    each=Parts(
        about="One roadblock.",
        of={
            "keeper": _KEEPER,
            "at": Words(required=False, about="The place in words."),
            "latitude_e6": Whole(
                required=False, least=-90_000_000, most=90_000_000, about="Latitude in millionths of a degree."
            ),
            "longitude_e6": Whole(required=False, least=-180_000_000, most=180_000_000, about="Longitude, likewise."),
        },
    ),
)
