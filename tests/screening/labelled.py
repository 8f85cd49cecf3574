"""A labelled set that the project makes: invented listed names, and names of parties that are or are not theirs.

Nobody here exists: family names are made of syllables, company names of made-up words. Everything follows from a seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger.risk.screening.listed import ORGANISATION, PERSON, Listed
from ledger.risk.screening.matching import Subject

GIVEN = {
    "lakes": "Jean Pierre Joseph Emmanuel Bosco Innocent Sylvestre Laurent Faustin Theophile Celestin Marie Dieudonne",
    "arab": "Mohammed Ahmed Ali Hassan Hussein Ibrahim Khalid Yusuf Omar Abdullah Mahmud Salim Saleh Tariq Nabil",
    "slav": "Vladimir Sergei Alexander Dmitri Yuri Viktor Nikolai Andrei Boris Oleg Mikhail Konstantin",
    "latin": "Jose Juan Carlos Luis Antonio Manuel Jorge Pedro Francisco Ricardo Fernando Gustavo",
    "east": "Wei Ming Jun Xiao Hong Chul Won Yong Sung Ho Kwang Ryong",
}
SYLLABLES = {
    "lakes": "mu ka ba nya ndi ngu ru si ha bya ku ma zi mbe nga lo ta ki ra wa shi nku bi so gi yu tshi mpo kwe lu "
    "ndo ge fi ka nsa bwe hu vu",
    "arab": "ba da fa ha ja ka la ma na qa ra sa ta wa za di ri bi mi hi si zi ru nu bu su gha khu dar mar sal far "
    "zub tam qar jab haw",
    "slav": "bo da ga ko le ma ni po ra se ti vo zu dro kra sta gri pre vla cher mor pav lut bel gor shev kuz",
    "latin": "ca do ga lu ma ne pa ri sa te va zo bar cor men tor ver gon vil qui fer mon sal bre esp ara",
    "east": "an chen do fu gu han jin kang lin mo nam pan rin song tang bao cui deng feng guo hui jiao lei miao "
    "ning peng qiu rong shun tian wen xue yan zhen hyok sop chol myong",
}
ENDINGS = {
    "lakes": ",,nda,mba,ye,ra,na",
    "arab": "ni,wi,ri,di,shi,d,r,b",
    "slav": "ov,enko,sky,in,ev",
    "latin": "ez,ado,era,ino,al",
    "east": ",",
}
TRADE = ["Mining", "Minerals", "Trading", "Commodities", "Gold", "Resources", "Logistics", "Metals", "Export"]
FORMS = ["Ltd", "SARL", "SPRL", "LLC", "S.A.R.L.", "Limited", "GmbH", "Pty Ltd", "S.A.", "FZE", ""]
CYRILLIC = dict(zip("abvgdezijklmnoprstufyh", "абвгдезийклмнопрстуфых", strict=True)) | {
    "c": "к",
    "w": "в",
    "q": "к",
    "x": "кс",
}
ARABIC = dict(zip("bdfhjklmnqrstwyz", "بدفهجكلمنقرستويز", strict=True)) | {
    "g": "غ",
    "p": "ب",
    "v": "ف",
    "c": "ك",
    "x": "كس",
}
SPELLINGS = [
    ("ou", "u"), ("u", "ou"), ("w", "v"), ("v", "w"), ("k", "c"), ("c", "k"), ("y", "i"), ("i", "y"), ("j", "dj"),
    ("sh", "ch"), ("ee", "i"), ("q", "k"), ("z", "s"), ("ss", "s"), ("s", "ss"), ("mm", "m"), ("kh", "k"), ("oo", "u"),
]  # fmt: skip
TITLES = ["General", "Dr.", "Colonel", "Sheikh", "Haji", "Mr"]


@dataclass(frozen=True)
class Case:
    """A name that somebody entered, how it came about, and of whom on the list it is the name (None: of nobody)."""

    subject: Subject
    variant: str
    listed: str | None


def family_name(dice: random.Random, culture: str) -> str:
    """Return an invented family name in the sound of a region."""
    count = dice.choice((2, 3)) if culture != "east" else 1
    return (
        "".join(dice.choice(SYLLABLES[culture].split()) for _ in range(count))
        + dice.choice(ENDINGS[culture].split(","))
    ).capitalize()


def person_words(dice: random.Random) -> tuple[str, list[str]]:
    """Return a culture and the words of a person's name, in the order in which lists write them."""
    culture = dice.choice(list(GIVEN))
    given = dice.sample(GIVEN[culture].split(), dice.choice((1, 1, 2)))
    family = [family_name(dice, culture) for _ in range(dice.choice((1, 1, 2)))]
    if culture == "arab" and dice.random() < 0.6:
        family[-1] = f"al-{family[-1]}"
    if culture == "east":
        family = [family_name(dice, culture), family_name(dice, culture) + dice.choice(SYLLABLES["east"].split())]
    return culture, [*given, *family]


def company_words(dice: random.Random) -> list[str]:
    """Return the words of a company's name without its legal form."""
    first = family_name(dice, dice.choice(("lakes", "latin", "slav"))) + dice.choice(("", "co", "tex", "min", "dor"))
    return [first, *dice.sample(TRADE, dice.choice((1, 2)))]


@dataclass(frozen=True)
class Entry:
    """A listed name with the words that it was made of."""

    listed: Listed
    culture: str
    words: tuple[str, ...]


def listed_names(number: int, seed: int = 5) -> list[Entry]:
    """Return so many entries, four persons to one organisation, a third of them with an alias."""
    dice = random.Random(seed)
    made = []
    for place in range(number):
        if place % 5:
            culture, words = person_words(dice)
            names = [" ".join(words).upper() if dice.random() < 0.5 else f"{words[-1]} {' '.join(words[:-1])}"]
            kind, born = PERSON, (dice.randint(1945, 1999),)
        else:
            culture, words = "", company_words(dice)
            names, kind, born = [f"{' '.join(words)} {dice.choice(FORMS)}".strip().upper()], ORGANISATION, ()
        if place % 3 == 0:
            other = person_words(dice)[1] if kind == PERSON else company_words(dice)
            names.append(" ".join(other))
        made.append(Entry(Listed(str(place), kind, tuple(names), ("DRC",), ("CD",), born), culture, tuple(words)))
    return made


def _changed_letter(dice: random.Random, word: str) -> str:
    place = dice.randrange(1, len(word) - 1)
    how = dice.choice(("drop", "swap", "double", "other"))
    if how == "drop":
        return word[:place] + word[place + 1 :]
    if how == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if how == "double":
        return word[:place] + word[place] + word[place:]
    return word[:place] + dice.choice("aeinorstlmk") + word[place + 1 :]


def _spelled_otherwise(dice: random.Random, name: str) -> str:
    """Apply up to two other spellings, and accents."""
    said = name.lower()
    for old, new in dice.sample(SPELLINGS, len(SPELLINGS))[:6]:
        if old in said and new not in said:
            said = said.replace(old, new, 1)
    return said.replace("e", "é", 1).title()


def _script(entry: Entry) -> str | None:
    said = " ".join(entry.words).lower()
    if entry.culture == "slav":
        for latin, cyrillic in (("sh", "ш"), ("ch", "ч"), ("yu", "ю"), ("kh", "х")):
            said = said.replace(latin, cyrillic)
        return "".join(CYRILLIC.get(sign, sign) for sign in said)
    if entry.culture == "arab":
        plain = re.sub(r"(?<=\w)[aeou]", "", said.replace("sh", "ش").replace("kh", "خ").replace("al-", "ال"))
        return "".join({"i": "ي", "a": "ا", "o": "ع", "u": "و"}.get(sign, ARABIC.get(sign, sign)) for sign in plain)
    return None


def _persons_variant(dice: random.Random, entry: Entry, variant: str) -> str | None:
    words = list(entry.words)
    if variant == "order":
        return " ".join(reversed(words))
    if variant == "missing" and len(words) > 2:
        gone = dice.randrange(len(words) - 1)
        return " ".join(word for place, word in enumerate(words) if place != gone)
    if variant == "initial":
        return " ".join([f"{words[0][0]}.", *words[1:]])
    if variant == "title":
        return f"{dice.choice(TITLES)} {' '.join(words)}"
    if variant == "joined" and any("-" in word for word in words):
        return " ".join(word.replace("-", "") for word in words)
    if variant == "script":
        return _script(entry)
    return None


def _company_variant(dice: random.Random, entry: Entry, variant: str) -> str | None:
    words = list(entry.words)
    if variant == "form":
        return f"{' '.join(words)} {dice.choice(FORMS)}"
    if variant == "missing" and len(words) > 2:
        return " ".join(words[:-1])
    if variant == "order":
        return " ".join([*words[1:], words[0]])
    return None


def _any_variant(dice: random.Random, entry: Entry, variant: str) -> str | None:
    words = list(entry.words)
    if variant == "exact":
        return " ".join(words)
    if variant == "typo":
        longest = max(range(len(words)), key=lambda place: len(words[place]))
        if len(words[longest]) < 5:
            return None
        words[longest] = _changed_letter(dice, words[longest])
        return " ".join(words)
    if variant == "spelling":
        said = _spelled_otherwise(dice, " ".join(words))
        return said if said.lower() != " ".join(words).lower() else None
    return None


VARIANTS = ("exact", "order", "missing", "initial", "title", "typo", "spelling", "script", "joined", "form")


def positives(entries: list[Entry], seed: int = 6) -> Iterator[Case]:
    """Yield names of people and firms of the list, as somebody else would write them."""
    dice = random.Random(seed)
    for entry in entries:
        first = dice.randrange(len(VARIANTS))
        organisation = entry.listed.kind == ORGANISATION
        makers: list[Callable[..., str | None]] = [_any_variant, _company_variant if organisation else _persons_variant]
        for turn in range(len(VARIANTS)):
            variant = VARIANTS[(first + turn) % len(VARIANTS)]
            name = next((said for make in makers if (said := make(dice, entry, variant))), None)
            if name:
                born = entry.listed.born[0] if entry.listed.born and dice.random() < 0.5 else None
                yield Case(Subject(name, organisation, ("CD",), born), variant, entry.listed.id)
                break


def negatives(entries: list[Entry], number: int, seed: int = 7) -> Iterator[Case]:
    """Yield names of nobody on the list: strangers, namesakes by one name, look-alike firms, common names alone."""
    dice = random.Random(seed)
    people = [entry for entry in entries if entry.listed.kind == PERSON]
    firms = [entry for entry in entries if entry.listed.kind == ORGANISATION]
    for place in range(number):
        sort = place % 5
        if sort == 0:
            culture, words = person_words(dice)
            yield Case(Subject(" ".join(words), False), "stranger", None)
        elif sort == 1:
            entry = dice.choice(people)
            other = [family_name(dice, entry.culture) + "go", family_name(dice, "lakes") + "te"]
            yield Case(Subject(" ".join([entry.words[0], *other]), False), "same given name", None)
        elif sort == 2:
            entry = dice.choice(people)
            culture = dice.choice([each for each in GIVEN if each != entry.culture])
            given = f"{dice.choice(GIVEN[culture].split())} {family_name(dice, culture)}te"
            yield Case(Subject(f"{given} {entry.words[-1]}", False), "same family name", None)
        elif sort == 3:
            entry = dice.choice(firms)
            first = family_name(dice, "lakes") + dice.choice(("lux", "pon", "vex"))
            yield Case(Subject(" ".join([first, *entry.words[1:], "SARL"]), True), "look-alike firm", None)
        else:
            given = dice.sample(GIVEN[dice.choice(("lakes", "arab"))].split(), 2)
            yield Case(Subject(" ".join(given), False), "common names alone", None)


@dataclass
class Measured:
    """How many names were asked, found, missed and found wrongly; by variant as (asked, right)."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    by_variant: dict[str, tuple[int, int]] | None = None

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def measure(cases: list[Case], found: list[list[str]]) -> Measured:
    """Return precision over hits and recall over names; `found` holds the ids that answered each case."""
    measured = Measured(by_variant={})
    for case, ids in zip(cases, found, strict=True):
        asked, well = measured.by_variant.get(case.variant, (0, 0))
        if case.listed is None:
            measured.wrong += len(ids)
            well += not ids
        else:
            hit = case.listed in ids
            measured.right, measured.missed = measured.right + hit, measured.missed + (not hit)
            measured.wrong += len(ids) - hit
            well += hit
        measured.by_variant[case.variant] = (asked + 1, well)
    return measured
