"""Business entities (MD.04), and who tells them: the register of parties stands above this room and hands them in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

WITHHELD = "withheld"
"""What stands where the form asks for a person's name: names leave in no file."""
UNKNOWN_TIN = "N/A"
PHONE = re.compile(r"\+[1-9][0-9]{1,14}")
EMAIL = re.compile(r"[A-Za-z0-9_.-]+@([A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]{2,4}")


@dataclass(frozen=True)
class Business:
    """An organisation as the form asks for it."""

    code: str
    name: str
    country: str
    locality: str = ""
    tin: str = ""
    phone: str = ""
    email: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing that the form demands is unknown."""
        told = self.code and self.name and self.country and self.locality
        return bool(told and PHONE.fullmatch(self.phone) and EMAIL.fullmatch(self.email))

    def record(self) -> dict[str, Any]:
        """Return the record; a business is asked whether it is whole first."""
        return {
            "identifier": self.code,
            "name": self.name,
            "legalAddress": {"country": self.country, "addressLocalityText": self.locality},
            "physicalAddress": {"country": self.country, "addressLocalityText": self.locality},
            "tin": self.tin or UNKNOWN_TIN,
            "contactDetails": {
                "legalRepresentative": WITHHELD,
                "contactPhoneNumber": self.phone,
                "contactEmail": self.email,
            },
        }


Businesses = Callable[[Iterable[str]], dict[str, Business]]
SiteNumbers = Callable[[Iterable[str]], dict[str, str]]
_businesses: list[Businesses] = []
_sites: list[SiteNumbers] = []


def tells_businesses(function: Businesses) -> Businesses:
    """Register who knows addresses and contacts of parties."""
    _businesses[:] = [function]
    return function


def tells_sites(function: SiteNumbers) -> SiteNumbers:
    """Register who knows the ICGLR's identifiers of mine sites."""
    _sites[:] = [function]
    return function


def businesses(codes: Iterable[str]) -> dict[str, Business]:
    """Return what is known of parties, by code."""
    return _businesses[0](codes) if _businesses else {}


def site_numbers(codes: Iterable[str]) -> dict[str, str]:
    """Return the ICGLR's identifiers of mine sites, as far as they have one."""
    return _sites[0](codes) if _sites else {}
