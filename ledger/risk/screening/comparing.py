"""Two names beside each other: which words answer which, what is missing, and a score that follows from that. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.risk.screening.alike import SAME, alike
from ledger.risk.screening.spelling import COMMON, JOINT, weight_of

EXACT, SPELLED, INITIAL, JOINED = "exact", "spelled", "initial", "joined"
INITIAL_COVERS, INITIAL_STANDS_FOR = 0.9, 0.5
"""An initial is nearly all covered by a name that begins with it, and stands for half of that name."""
ONLY_COMMON = 0.8
"""Where only common words answer each other and the list's name has another left, the score is cut to this."""
LEAST_JOINED = 4
AS_ONE = 0.9
"""Two words written as one are only taken for a third that is nearly the same, letter by letter."""

Likeness = Callable[[str, str], float]
Weight = Callable[[str], float]


@dataclass(frozen=True)
class Side:
    """The words of one name with their weights, and each two neighbours as if they were written as one word."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    joins: tuple[tuple[int, str], ...]
    whole: float


def side_of(words: Sequence[str], weight: Weight = weight_of) -> Side:
    """Return a name as it is compared."""
    weights = tuple(map(weight, words))
    pairs = enumerate(zip(words, words[1:], strict=False))
    joins = tuple((place, one + other) for place, (one, other) in pairs if len(one) > 1 and len(other) > 1)
    return Side(tuple(words), weights, joins, sum(weights))


@dataclass(frozen=True)
class Pair:
    """Words of one name that answer words of the other, and how: exact, spelled alike, an initial, or joined."""

    ours: str
    theirs: str
    how: str
    likeness: float


@dataclass(frozen=True)
class Compared:
    """What a comparison found; `score` in thousandths."""

    score: int
    pairs: tuple[Pair, ...]
    ours_left: tuple[str, ...]
    theirs_left: tuple[str, ...]


NOTHING = Compared(0, (), (), ())


def compare(ours: Side, theirs: Side, *, organisation: bool, likeness: Likeness = alike) -> Compared:
    """Return how well the words of two names answer each other, whatever their order."""
    pairs, our_cover, their_cover = _pair_up(ours, theirs, likeness)
    if not pairs:
        return NOTHING
    our_share, their_share = _share(ours, our_cover), _share(theirs, their_cover)
    score = _score(our_share, their_share, organisation)
    if not _enough(ours, our_cover) and not _enough(theirs, their_cover) and not _whole(our_cover, their_cover):
        score = min(score, our_share, their_share)
    elif _only_common(ours, our_cover) and _name_left(theirs, their_cover):
        score *= ONLY_COMMON
    return Compared(round(score * 1_000), tuple(pairs), _left(ours, our_cover), _left(theirs, their_cover))


def _share(side: Side, cover: Sequence[float]) -> float:
    return sum(weight * covered for weight, covered in zip(side.weights, cover, strict=True)) / side.whole


def _score(ours: float, theirs: float, organisation: bool) -> float:
    """Return the score of two shares.

    A list names persons more fully than papers do, so what of our name is answered weighs more than what of theirs is.
    Of an organisation the side that is answered less weighs more: look-alikes differ in one word.
    """
    if organisation:
        return 0.4 * max(ours, theirs) + 0.6 * min(ours, theirs)
    return 0.6 * ours + 0.4 * theirs


Meeting = tuple[float, float, int, int, int, int]
"""How much it says, how close it is, our first word and how many, their first word and how many."""


def _pair_up(ours: Side, theirs: Side, likeness: Likeness) -> tuple[list[Pair], list[float], list[float]]:
    """Let each word answer one at most: the closest and weightiest first."""
    meetings = sorted(_meetings(ours, theirs, likeness), key=lambda each: (-each[0], each[2:]))
    our_cover, their_cover = [0.0] * len(ours.words), [0.0] * len(theirs.words)
    pairs = []
    for _, close, here, our_count, there, their_count in meetings:
        our_places, their_places = range(here, here + our_count), range(there, there + their_count)
        if any(our_cover[each] for each in our_places) or any(their_cover[each] for each in their_places):
            continue
        for each in our_places:
            our_cover[each] = close
        for each in their_places:
            their_cover[each] = close
        how = JOINED if our_count + their_count > 2 else (EXACT if close == SAME else SPELLED)
        said = (
            " ".join(ours.words[each] for each in our_places),
            " ".join(theirs.words[each] for each in their_places),
        )
        pairs.append(Pair(*said, how, close))
    pairs += _initials(ours, theirs, our_cover, their_cover)
    return pairs, our_cover, their_cover


def _meetings(ours: Side, theirs: Side, likeness: Likeness) -> list[Meeting]:
    """Return which words meet: one and one, or two written as one in the other name (Al Badri, Albadri)."""
    found: list[Meeting] = []
    for here, our in enumerate(ours.words):
        for there, their in enumerate(theirs.words):
            if close := likeness(our, their):
                found.append((close * theirs.weights[there], close, here, 1, there, 1))
    for here, joined in ours.joins:
        for there, their in enumerate(theirs.words):
            if len(their) >= LEAST_JOINED and (close := likeness(joined, their)) >= AS_ONE:
                weight = max(ours.weights[here] + ours.weights[here + 1], theirs.weights[there])
                found.append((close * weight + JOINT, close, here, 2, there, 1))
    for there, joined in theirs.joins:
        for here, our in enumerate(ours.words):
            if len(our) >= LEAST_JOINED and (close := likeness(our, joined)) >= AS_ONE:
                weight = max(theirs.weights[there] + theirs.weights[there + 1], ours.weights[here])
                found.append((close * weight + JOINT, close, here, 1, there, 2))
    return found


def _initials(ours: Side, theirs: Side, our_cover: list[float], their_cover: list[float]) -> list[Pair]:
    pairs = []
    for here, our in enumerate(ours.words):
        for there, their in enumerate(theirs.words):
            if our_cover[here] or their_cover[there] or our[0] != their[0] or (len(our) == 1) == (len(their) == 1):
                continue
            our_cover[here] = INITIAL_COVERS if len(our) == 1 else INITIAL_STANDS_FOR
            their_cover[there] = INITIAL_COVERS if len(their) == 1 else INITIAL_STANDS_FOR
            pairs.append(Pair(our, their, INITIAL, INITIAL_STANDS_FOR))
    return pairs


def _enough(side: Side, cover: Sequence[float]) -> bool:
    """Say whether two words that count were answered: one of several is no name."""
    return sum(1 for weight, covered in zip(side.weights, cover, strict=True) if covered and weight > JOINT) >= 2


def _whole(our_cover: Sequence[float], their_cover: Sequence[float]) -> bool:
    return all(our_cover) and all(their_cover)


def _only_common(side: Side, cover: Sequence[float]) -> bool:
    return all(weight <= COMMON for weight, covered in zip(side.weights, cover, strict=True) if covered)


def _name_left(side: Side, cover: Sequence[float]) -> bool:
    return any(weight >= COMMON for weight, covered in zip(side.weights, cover, strict=True) if not covered)


def _left(side: Side, cover: Sequence[float]) -> tuple[str, ...]:
    return tuple(word for word, covered in zip(side.words, cover, strict=True) if not covered)
