"""Reads fields of a foreign record: what is wrong with one is said by JSON pointer, with what was expected. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ledger.reference import code_lists
from ledger.reports.icglr.entities import EMAIL, PHONE
from ledger.units import PPM

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]")
COUNTRY = re.compile(r"[A-Z]{2}")
GRAMS_OF = {"KGM": 1_000, "TNE": 1_000_000}
MISSING = object()
NOT_TOLD = frozenset({"nameOfVerifier", "nameOfValidator", "legalRepresentative", "contactPhoneNumber", "contactEmail"})


@dataclass(frozen=True)
class Wrong:
    """One field that is wrong: where it stands, what was expected, and what came."""

    pointer: str
    expected: str
    got: Any = None

    def record(self) -> dict[str, Any]:
        return {"pointer": self.pointer, "expected": self.expected, "got": self.got}


@dataclass
class Fields:
    """The fields of one object of a record; what is wrong is gathered in `wrongs`, and the reading goes on."""

    values: dict[str, Any]
    pointer: str
    wrongs: list[Wrong] = field(default_factory=list)
    is_there: bool = True

    def wrong(self, name: str, expected: str) -> None:
        """Note that a field is wrong. What came is told back short, and never a person's own data."""
        got = self.values.get(name)
        shown = isinstance(got, str | int | float) and not isinstance(got, bool) and name not in NOT_TOLD
        told = str(got)[:60] if shown else None
        self.wrongs.append(Wrong(self.at(name), expected, told))

    def at(self, name: str) -> str:
        return f"{self.pointer}/{name.replace('~', '~0').replace('/', '~1')}"

    def _get(self, name: str, required: bool, expected: str) -> Any:
        value = self.values.get(name, MISSING)
        if value is MISSING or value is None or value == "":
            if required:
                self.wrong(name, expected)
            return MISSING
        return value

    def text(
        self,
        name: str,
        *,
        most: int = 200,
        required: bool = True,
        like: re.Pattern[str] | None = None,
        expected: str = "",
    ) -> str:
        """Return a text; "" where there is none."""
        expected = expected or _("a text of at most %d characters") % most
        value = self._get(name, required, expected)
        if value is MISSING:
            return ""
        if not isinstance(value, str) or len(value) > most or (like is not None and not like.fullmatch(value)):
            self.wrong(name, expected)
            return ""
        return value.strip()

    def day(self, name: str, *, required: bool = True) -> str:
        """Return a day as YYYY-MM-DD; "" where there is none."""
        expected = _("a day as YYYY-MM-DD")
        value = self._get(name, required, expected)
        if value is MISSING:
            return ""
        try:
            if isinstance(value, str) and DAY.fullmatch(value):
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.wrong(name, expected)
        return ""

    def number(self, name: str, *, required: bool = True) -> Decimal | None:
        """Return a number, exactly as it was spelled."""
        expected = _("a number")
        value = self._get(name, required, expected)
        if value is MISSING:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.wrong(name, expected)
            return None
        return Decimal(str(value))

    def mass(self, name: str, unit: str) -> int:
        """Return grams of a mass above nothing with at most three decimals; 0 where it is wrong."""
        factor = self.choice(unit, GRAMS_OF, _("KGM or TNE"))
        value = self.number(name)
        if value is None or factor is None:
            return 0
        grams = value * factor
        if value <= 0 or value != value.quantize(Decimal("0.001")) or grams != int(grams):
            self.wrong(name, _("more than 0, with at most three decimals"))
            return 0
        return int(grams)

    def percent(self, name: str, *, required: bool = True) -> int | None:
        """Return parts per million of a share in percent."""
        value = self.number(name, required=required)
        if value is None:
            return None
        if not 0 <= value <= 100:
            self.wrong(name, _("percent, from 0 to 100"))
            return None
        return int(value * PPM / 100)

    def choice(self, name: str, words: dict[str, Any], expected: str, *, required: bool = True) -> Any:
        """Return what a code of a list means."""
        value = self._get(name, required, expected)
        if value is MISSING:
            return None
        if not isinstance(value, str) or value not in words:
            self.wrong(name, expected)
            return None
        return words[value]

    def mineral(self, name: str) -> str:
        """Return our ore of an HS or IMA code (MDC.03)."""
        return self._coded(name, code_lists.from_icglr_mineral, _("the HS or IMA code of an ore (MDC.03)"))

    def _coded(self, name: str, ours: Callable[[str], str], expected: str) -> str:
        value = self._get(name, True, expected)
        if value is MISSING:
            return ""
        try:
            return ours(value) if isinstance(value, str) else ours("")
        except KeyError:
            self.wrong(name, expected)
            return ""

    def numbers_of(self, name: str, most: int, expected: str) -> list[int]:
        """Return a list of codes from 1 to `most`, at least one."""
        value = self._get(name, True, expected)
        if value is MISSING:
            return []
        good = isinstance(value, list) and value and all(type(each) is int and 1 <= each <= most for each in value)
        if not good:
            self.wrong(name, expected)
            return []
        return list(value)

    def part(self, name: str, *, required: bool = True) -> Fields:
        """Return the fields of an object within; an empty one where there is none."""
        expected = _("an object")
        value = self._get(name, required, expected)
        if value is not MISSING and not isinstance(value, dict):
            self.wrong(name, expected)
            value = MISSING
        is_there = isinstance(value, dict)
        return Fields(value if is_there else {}, self.at(name), self.wrongs, is_there)


def two_letters() -> str:
    """Return what is expected of a country."""
    return _("two letters of ISO 3166")


def business(fields: Fields, name: str, *, required: bool = True) -> dict[str, str]:
    """Return what a business entity (MD.04) is and where; who represents it is not kept."""
    part = fields.part(name, required=required)
    if not part.is_there:
        return {}
    contact, phone, email = part.part("contactDetails"), "", ""
    if contact.is_there:
        contact.text("legalRepresentative")
        phone, email = (
            contact.text("contactPhoneNumber", like=PHONE, expected=_("as +243812345678")),
            contact.text("contactEmail", like=EMAIL, expected=_("an e-mail address")),
        )
    which = "legalAddress" if part.values.get("legalAddress") or not part.values.get("physicalAddress") else ""
    address = part.part(which or "physicalAddress")
    country = locality = ""
    if address.is_there:
        country, locality = (
            address.text("country", like=COUNTRY, expected=two_letters()),
            address.text("addressLocalityText"),
        )
    said = {"number": part.text("identifier", most=60), "name": part.text("name"), "tin": part.text("tin", most=60)}
    return {**said, "country": country, "address": locality, "phone": phone, "email": email}
