"""The table of what people are told: kind -> about whom, how much it weighs, which sentence. A new kind is one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned
from ledger.parties.access import sees_everything
from ledger.parties.risk_access import may_keep_endpoints
from ledger.risk.tainting.opening import RED_ORDER, TAG
from ledger.telling import sentences
from ledger.telling.looking import Looked
from ledger.telling.severity import HOLD, INFO, STOP, WARN

FLAGS, HOLDS, STATUSES, INCIDENTS, TAGS, LISTS, MACHINES = (
    "flags",
    "holds",
    "statuses",
    "incidents",
    "tags",
    "lists",
    "machines",
)
GROUPS = (FLAGS, HOLDS, STATUSES, INCIDENTS, TAGS, LISTS, MACHINES)
"""What readers filter by."""


@dataclass(frozen=True)
class Said:
    """What an event says about one subject: `terms` are ids, numbers, days and short codes, never words of a person."""

    subject: str
    severity: str = INFO
    terms: Mapping[str, Any] = field(default_factory=dict)


Saying = Callable[[Positioned, Looked], Iterable[Said]]


def _whoever_sees_it(actor: Actor, news: Any) -> bool:
    return True


def _overseers(actor: Actor, news: Any) -> bool:
    return sees_everything(actor)


def _keepers_of_endpoints(actor: Actor, news: Any) -> bool:
    return may_keep_endpoints(actor)


def _unless_it_tells_of_a_case(actor: Actor, news: Any) -> bool:
    """That ore is followed because of an incident or a hit would tell of these to those who do not see them."""
    return news.terms["why"] in OPEN_CAUSES or sees_everything(actor)


@dataclass(frozen=True)
class Told:
    """One line of the table.

    `only` narrows the readers beyond those who see the subject; `stands_open` says that what it tells of a party or a
    country stands in a register that every role reads.
    """

    kind: str
    group: str
    says: Saying
    sentence: sentences.Sentence
    only: Callable[[Actor, Any], bool] = _whoever_sees_it
    stands_open: bool = False

    def tells_owner(self, subject: str) -> bool:
        """Say whether whose own the subject is are told unasked: of what is noticed about themselves they are not.

        That a name resembles one on a list is looked into before anybody is told of it.
        """
        return self.group != FLAGS or not subject.startswith(codes.PARTY)


def _raised(event: Positioned, looked: Looked) -> Iterator[Said]:
    facts = event.facts
    terms = {"rule": facts["rule"], "evidence": facts["evidence"], "flag": event.key}
    yield Said(facts["subject"], facts["severity"], terms)


def _flag(*names: str) -> Saying:
    """Say of an event about a flag what was raised, and these facts; a flag that only changed is raised anew."""

    def says(event: Positioned, looked: Looked) -> Iterator[Said]:
        flag = looked.flags.get(event.facts["flag"])
        if flag and event.facts.get("reason") != "changed":
            yield Said(flag.subject, INFO, {"rule": flag.rule, **_kept(event, ("flag", *names))})

    return says


def _about(name: str, severity: str | Callable[[Mapping[str, Any]], str], *names: str) -> Saying:
    """Say about the subjects that a fact names, one or several, with these further facts."""

    def says(event: Positioned, looked: Looked) -> Iterator[Said]:
        facts = event.facts
        weight = severity if isinstance(severity, str) else severity(facts)
        named = facts.get(name) or []
        for subject in [named] if isinstance(named, str) else named:
            yield Said(subject, weight, _kept(event, names))

    return says


def _tags(severity: str) -> Saying:
    """Say of each place, or each holder, how many of the tags given to it are meant."""

    def says(event: Positioned, looked: Looked) -> Iterator[Said]:
        counted = Counter(tag.holder or tag.place for code in event.facts["tags"] if (tag := looked.tags.get(code)))
        for owner, number in sorted(counted.items()):
            yield Said(owner, severity, {"n": number, **_kept(event, ("how",))})

    return says


def _incident(severity: str | None = None) -> Saying:
    """Say of a case at which level it stands now; the worst level weighs most, whatever happened in it."""

    def says(event: Positioned, looked: Looked) -> Iterator[Said]:
        if case := looked.incidents.get(event.facts["incident"]):
            yield Said(case.code, severity or OF_LEVEL.get(case.level, INFO), {"level": case.level})

    return says


def _published(event: Positioned, looked: Looked) -> Iterator[Said]:
    """Say to a whole country what was published, and nothing that leads to the place: the summary has no nearer one."""
    case = looked.incidents.get(event.facts["incident"])
    if case and case.country:
        yield Said(case.country, INFO, _kept(event, ("area",)))


def _followed(event: Positioned, looked: Looked) -> Iterator[Said]:
    yield Said(event.facts["subject"], WARN, _kept(event, ("why", "since", "rule")))


def _followed_no_longer(event: Positioned, looked: Looked) -> Iterator[Said]:
    if taint := looked.taints.get(event.facts["taint"]):
        yield Said(taint.subject, INFO, {"why": taint.why, "rule": taint.rule})


def _nothing(event: Positioned, looked: Looked) -> Iterator[Said]:
    """What the machine itself tells comes from no event."""
    return iter(())


def _kept(event: Positioned, names: Iterable[str]) -> dict[str, Any]:
    facts = {**event.envelope.get("resolved", {}), **event.facts}
    return {name: facts[name] for name in names if facts.get(name) is not None}


OPEN_CAUSES = frozenset({RED_ORDER, TAG})
OF_LEVEL = {1: STOP, 2: WARN, 3: INFO}
COLOURS = {"red": STOP, "yellow": WARN, "suspended": WARN, "revoked": STOP, "refused": STOP}


def _colour(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda facts: COLOURS.get(facts[name], INFO)


DECIDED = ("by", "status", "valid_from", "valid_to", "number", "act")
TOLD: list[Told] = [
    Told("flag.raised.", FLAGS, _raised, sentences.flag),
    Told("flag.cleared.", FLAGS, _flag("reason"), sentences.cleared),
    Told("flag.answered.", FLAGS, _flag("verdict", "until"), sentences.answered),
    Told("flag.explained.", FLAGS, _flag(), sentences.explained),
    Told("lot.held.", HOLDS, _about("lot", HOLD, "rule", "decide_by"), sentences.held),
    Told("lot.released.", HOLDS, _about("lot", INFO, "seals"), sentences.released),
    Told("site.status_decided.", STATUSES, _about("place", _colour("status"), *DECIDED), sentences.decided),
    Told("act.signed.", STATUSES, _about("sites", _colour("status"), *DECIDED), sentences.decided),
    Told("site.status_lapsed.", STATUSES, _about("place", _colour("to"), "from", "to", "since"), sentences.lapsed),
    Told(
        "party.status_decided.",
        STATUSES,
        _about("party", _colour("status"), *DECIDED),
        sentences.party_decided,
        stands_open=True,
    ),
    Told(
        "licence.stopped.",
        STATUSES,
        _about("licence", WARN, "how", "valid_from", "valid_to"),
        sentences.licence_stopped,
    ),
    Told("tag.stopped.", TAGS, _tags(WARN), sentences.tags_stopped),
    Told("tag.resumed.", TAGS, _tags(INFO), sentences.tags_resumed),
    Told("endpoint.paused.", MACHINES, _nothing, sentences.endpoint_paused, only=_keepers_of_endpoints),
    Told("endpoint.tried.", MACHINES, _nothing, sentences.endpoint_tried, only=_keepers_of_endpoints),
    Told("taint.opened.", STATUSES, _followed, sentences.followed, only=_unless_it_tells_of_a_case),
    Told(
        "taint.withdrawn.", STATUSES, _followed_no_longer, sentences.followed_no_longer, only=_unless_it_tells_of_a_case
    ),
    Told("hit.decided.", LISTS, _about("party", WARN), sentences.hit_decided, only=_overseers),
    Told("incident.published.", INCIDENTS, _published, sentences.incident_published, stands_open=True),
    Told("incident.overdue.", INCIDENTS, _incident(WARN), sentences.incident("overdue")),
    *(
        Told(f"incident.{word}.", INCIDENTS, _incident(), sentences.incident(word))
        for word in ("reported", "level_changed", "plan_adopted", "found", "decided", "closed", "reopened", "replied")
    ),
    Told("incident.", INCIDENTS, _incident(), sentences.incident("")),
]


@cache
def told_of(kind: str) -> Told | None:
    """Return the line of the table for a kind."""
    return next((each for each in TOLD if kind.startswith(each.kind)), None)


def prefixes_of(group: str) -> list[str]:
    """Return the beginnings of the kinds of a group."""
    return [each.kind for each in TOLD if each.group == group]
