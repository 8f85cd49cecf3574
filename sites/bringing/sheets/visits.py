"""Sheet of visits: each row is what somebody saw at a mine site on a day. A blank answer is unknown, never no."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.standing.reading import UNKNOWN
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.naming import PLACE, place
from sites.bringing.sheets.moments import noon
from sites.bringing.typed import answer, many_of, one_of, past_day, scaled, text, whole
from sites.visits.visiting import KIND
from sites.visits.words import MOST_GROUPS

COLUMNS = (
    Column(
        "site",
        _("The mine site: its code here, or its number in any register."),
        place,
        required=True,
        example="codmine00917",
        names=PLACE,
    ),
    Column("visited_on", _("Day of the visit."), past_day, required=True, example="2026-10-19"),
    Column("by_whom", _("The organisation that visited."), text(80), required=True, example="Field team"),
    Column("on_site", _("Was somebody really there: yes, no; blank is unknown."), answer, example="yes", blank=UNKNOWN),
    Column("presence", _("Armed presence: yes, no; blank is unknown."), answer, example="no", blank=UNKNOWN),
    Column(
        "interference",
        _("Armed actors who took part, taxed or extorted: yes, no; blank is unknown."),
        answer,
        example="no",
        blank=UNKNOWN,
    ),
    Column("children", _("Children under 15 at work: yes, no; blank is unknown."), answer, example="no", blank=UNKNOWN),
    Column("young", _("Young people of 15 to 18 at work: yes, no; blank is unknown."), answer),
    Column("forced_labour", _("Anybody made to work: yes, no; blank is unknown."), answer, example="no"),
    Column("workers", _("Workers counted."), whole(100_000), example="58"),
    Column("women", _("Women at work: yes, no; blank is unknown."), answer, example="yes"),
    Column("pregnant", _("Pregnant women at work: yes, no; blank is unknown."), answer),
    Column("mercury", _("Mercury in use: yes, no; blank is unknown."), answer, example="no"),
    Column("pits", _("Pits counted."), whole(10_000), example="6"),
    Column("depth_m", _("Depth of the deepest pit in metres."), scaled(100, 1_000, "m"), example="12.5"),
    Column(
        "minerals", _("Ores seen, the main one first, with commas between."), many_of("mineral"), example="cassiterite"
    ),
    Column("services", _("State services at the site, with commas between."), many_of("service"), example="saemape"),
    Column("schemes", _("Traceability schemes seen at work, with commas between."), many_of("scheme"), example="itsci"),
    Column("actors", _("Kinds of armed actors seen, with commas between."), many_of("actor")),
    Column("status_recorded", _("The State's colour as the visitor wrote it down."), one_of("colour"), example="green"),
    Column(
        "scheme_recorded",
        _("The scheme's status as the visitor wrote it down."),
        one_of("scheme_word"),
        example="active",
    ),
    Column("project", _("The project under which the visit was made."), text(80)),
    Column("groups", _("Their names in the same order, with semicolons between; never shown in public."), text()),
    Column("note", _("A remark."), text(500)),
)
SAME_NAME = ("visited_on", "by_whom", "on_site", "presence", "interference", "children", "young", "forced_labour",
             "workers", "women", "pregnant", "mercury", "pits", "services", "schemes", "status_recorded",
             "scheme_recorded", "project", "note")  # fmt: skip
ALWAYS_SAID = {"on_site", "presence", "interference", "children"}


def said(values: Values) -> list[Said]:
    """Return the visit, at noon of its day where the site lies."""
    site = values["site"]
    facts = values.facts(
        *SAME_NAME,
        place=site.code,
        depth_cm=values["depth_m"],
        minerals=[{"mineral": ore} for ore in values["minerals"] or []],
        **armed(values),
    )
    # what nobody asked about stays out; what every visit answers says unknown
    asked = {name: value for name, value in facts.items() if value != UNKNOWN or name in ALWAYS_SAID}
    return [Said(KIND, noon(values["visited_on"], site.zone), asked)]


def armed(values: Values) -> dict[str, Any]:
    """Return the armed actors by kind, and apart from them their names. Raises BadValue for a name of nobody."""
    kinds = values["actors"] or []
    names = [name.strip() for name in (values["groups"] or "").split(";")] if values["groups"] else []
    if len(names) > len(kinds) or len(kinds) > MOST_GROUPS:
        raise values.bad("groups" if len(names) > len(kinds) else "actors", "groups_without_kind", most=MOST_GROUPS)
    return {
        "armed": [{"number": number, "kind": kind} for number, kind in enumerate(kinds, start=1)],
        "groups": [{"number": number, "name": name} for number, name in enumerate(names, start=1) if name],
    }


VISITS = Sheet(
    name="visits",
    title=_("Visits"),
    about=_("Each row is what somebody saw at a mine site on a day."),
    columns=COLUMNS,
    said=said,
    subject="place",
    places={"place": "site", "depth_cm": "depth_m", "armed": "actors"},
)
