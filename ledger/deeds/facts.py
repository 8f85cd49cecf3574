"""What a fact may be: small readers that accept a value or say which field is wrong and what was expected."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger import codes
from ledger.errors import BadEntry

MOST_LINES = 400
MOST_GRAMS = 2**53 - 1


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One named value of an entry. `group` is the disclosure group that hides it; "open" stands in the leaf."""

    about: str
    group: str = "open"
    required: bool = True

    def read(self, value: Any, path: str) -> Any:
        """Return the value as the leaf keeps it, or raise BadEntry that names path and what was expected."""
        raise NotImplementedError

    def json_schema(self) -> dict[str, Any]:
        """Return JSON Schema of the value, with the disclosure group as `x-disclosure`."""
        return {**self.shape(), "description": self.about, "x-disclosure": self.group}

    def shape(self) -> dict[str, Any]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Whole(Fact):
    """A whole number between two bounds, both allowed."""

    least: int = 0
    most: int = MOST_GRAMS
    unit: str = ""

    def read(self, value: Any, path: str) -> int:
        if type(value) is not int or not self.least <= value <= self.most:
            unit = f" {self.unit}" if self.unit else ""
            raise BadEntry("fact_not_whole", path, f"a whole number of{unit} from {self.least} to {self.most}")
        return value

    def shape(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


def grams(about: str, least: int = 1, **more: Any) -> Whole:
    """Return a fact in grams; more than zero unless told otherwise."""
    return Whole(about=about, least=least, unit="grams", **more)


@dataclass(frozen=True, kw_only=True)
class Words(Fact):
    """A text of at most `most` signs, in NFC and without control characters."""

    most: int = 200
    pattern: str | None = None

    def read(self, value: Any, path: str) -> str:
        fits = isinstance(value, str) and 0 < len(value) <= self.most and value.isprintable()
        if not fits or (self.pattern and not re.fullmatch(self.pattern, value)):
            form = f" of the form {self.pattern}" if self.pattern else ""
            raise BadEntry("fact_not_text", path, f"a text of 1 to {self.most} signs{form}")
        return unicodedata.normalize("NFC", value)

    def shape(self) -> dict[str, Any]:
        pattern = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": 1, "maxLength": self.most, **pattern}


@dataclass(frozen=True, kw_only=True)
class Code(Fact):
    """A code of ours with its check sign; accepted as read aloud, kept in stored form."""

    kind: str

    def read(self, value: Any, path: str) -> str:
        code = codes.normal(value) if isinstance(value, str) and len(value) <= 2 * codes.LENGTH else ""
        if not codes.is_code(code, self.kind):
            raise BadEntry("fact_not_code", path, f"a code of nine signs that starts with {self.kind}, checked")
        return code

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.kind}[{codes.ALPHABET}]{{8}}$"}


@dataclass(frozen=True, kw_only=True)
class TagNumber(Fact):
    """A tag code of ours, or a foreign number within its series ("ITSCI:0123456"), kept as it is."""

    def read(self, value: Any, path: str) -> str:
        if isinstance(value, str) and re.fullmatch(r"[A-Z0-9]{2,10}:[A-Za-z0-9./-]{1,40}", value):
            return value
        return Code(about=self.about, kind=codes.TAG).read(value, path)

    def shape(self) -> dict[str, Any]:
        ours = f"T[{codes.ALPHABET}]{{8}}"
        return {"type": "string", "pattern": f"^({ours}|[A-Z0-9]{{2,10}}:[A-Za-z0-9./-]{{1,40}})$"}


@dataclass(frozen=True, kw_only=True)
class Choice(Fact):
    """One of a closed list of words."""

    of: tuple[str, ...]

    def read(self, value: Any, path: str) -> str:
        if value not in self.of:
            raise BadEntry("fact_not_choice", path, f"one of {', '.join(self.of)}")
        return str(value)

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.of)}


@dataclass(frozen=True, kw_only=True)
class Day(Fact):
    """A calendar day, as YYYY-MM-DD."""

    def read(self, value: Any, path: str) -> str:
        try:
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                return value
        except ValueError:
            pass
        raise BadEntry("fact_not_day", path, "a day as YYYY-MM-DD")

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, kw_only=True)
class Lines(Fact):
    """One to 400 values of one kind, no value twice (ARCHITECTURE §3: at most 400 lines in an event)."""

    each: Fact
    least: int = 1
    most: int = MOST_LINES

    def read(self, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            raise BadEntry("fact_not_lines", path, f"a list of {self.least} to {self.most} lines")
        lines = [self.each.read(line, f"{path}[{number}]") for number, line in enumerate(value)]
        if len({str(line) for line in lines}) < len(lines):
            raise BadEntry("fact_doubled", path, "no line twice")
        return lines

    def shape(self) -> dict[str, Any]:
        bounds = {"minItems": self.least, "maxItems": self.most, "uniqueItems": True}
        return {"type": "array", "items": self.each.shape(), **bounds}


@dataclass(frozen=True, kw_only=True)
class Parts(Fact):
    """A small record of named facts."""

    of: dict[str, Fact] = field(default_factory=dict)

    def read(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise BadEntry("fact_not_record", path, f"a record of {', '.join(self.of)}")
        return read_all(self.of, value, path)

    def shape(self) -> dict[str, Any]:
        return object_schema(self.of)


def read_all(wanted: dict[str, Fact], given: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the facts that are wanted, read one by one; a missing or extra one raises BadEntry."""
    for name in given:
        if name not in wanted:
            raise BadEntry("fact_extra", f"{path}.{name}", f"only {', '.join(wanted)}")
    read = {}
    for name, fact in wanted.items():
        if name in given and given[name] is not None:
            read[name] = fact.read(given[name], f"{path}.{name}")
        elif fact.required:
            raise BadEntry("fact_missing", f"{path}.{name}", fact.about)
    return read


def object_schema(wanted: dict[str, Fact]) -> dict[str, Any]:
    """Return JSON Schema of a record of facts."""
    return {
        "type": "object",
        "properties": {name: fact.json_schema() for name, fact in wanted.items()},
        "required": [name for name, fact in wanted.items() if fact.required],
        "additionalProperties": False,
    }


@dataclass(frozen=True, kw_only=True)
class Numbers(Fact):
    """A small flat record of numbers, words and days, as a rule's evidence."""

    def read(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > 20:
            raise BadEntry("fact_not_record", path, "a flat record of at most 20 values")
        for name, each in value.items():
            if not isinstance(each, int | str | None) or not re.fullmatch("[a-z_]{1,40}", name):
                raise BadEntry("fact_not_flat", f"{path}.{name}", "a number, a word or nothing")
        return dict(value)

    def shape(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": ["integer", "string", "boolean", "null"]}}


@dataclass(frozen=True, kw_only=True)
class Cells(Fact):
    """A flat record of texts, as a row of a table: at most 40 columns of at most 2,000 signs."""

    def read(self, value: Any, path: str) -> dict[str, str]:
        if not isinstance(value, dict) or not 1 <= len(value) <= 40:
            raise BadEntry("fact_not_record", path, "a flat record of 1 to 40 texts")
        for name, each in value.items():
            if not re.fullmatch("[a-z][a-z0-9_]{0,39}", name):
                raise BadEntry("fact_not_flat", f"{path}.{name[:40]}", "a name of small letters, digits and _")
            if not isinstance(each, str) or len(each) > 2_000 or not each.isprintable():
                raise BadEntry("fact_not_flat", f"{path}.{name}", "a text of at most 2000 signs")
        return {name: unicodedata.normalize("NFC", each) for name, each in value.items()}

    def shape(self) -> dict[str, Any]:
        return {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
