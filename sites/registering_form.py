"""The form that registers a mine site."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import EntryForm
from ledger.reference.minerals import MINERALS
from sites.countries import countries
from sites.likeness.numbers import CADASTRE, ICGLR, IPIS, NATIONAL, OS_ID
from sites.positions.cells import cell_of
from sites.registering_v2 import KIND

METHODS = [
    ("", _("Not stated")),
    ("gps", _("By GPS, on the spot")),
    ("map", _("From a map")),
    ("approximation", _("Roughly")),
    ("village", _("The nearest village")),
]
NUMBERS = {"icglr": ICGLR, "ipis": IPIS, "national": NATIONAL, "os_id": OS_ID, "cadastre": CADASTRE}
AREAS = ("province", "territory", "collectivity", "groupement", "village")
PLAIN = ("name", "country", "zone", "minerals", *AREAS, "precision_m", "method")
"""Facts that have the names of their fields."""


class DegreesField(forms.CharField):
    """Degrees as a person types them, comma or point; cleaned to millionths."""

    default_error_messages = {"degrees": _("Type degrees with decimals, like -1.9641; south and west are negative.")}

    def __init__(self, *, most: int, **more: Any) -> None:
        attrs = {"inputmode": "text", "autocomplete": "off"}
        super().__init__(max_length=16, required=False, widget=forms.TextInput(attrs=attrs), **more)
        self.most = most

    def clean(self, value: Any) -> int | None:
        typed = str(super().clean(value) or "").replace("\N{MINUS SIGN}", "-").replace(",", ".")
        if not typed:
            return None
        try:
            degrees = Decimal(typed)
        except InvalidOperation:
            degrees = Decimal("NaN")
        if not degrees.is_finite() or abs(degrees) > self.most:
            raise forms.ValidationError(self.error_messages["degrees"], code="degrees")
        return round(degrees * 1_000_000)


def words(label: Any, most: int = 120, help_text: Any = "") -> forms.CharField:
    """Return a field of words that may stay empty."""
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


class SiteForm(EntryForm):
    """What a new site is. `seen` holds the codes that were shown as alike when the form was last sent."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)
    name = forms.CharField(label=_("Name"), max_length=120)
    aliases = words(_("Other names"), 400, _("Set apart by commas."))
    country = forms.ChoiceField(label=_("Country"))
    minerals = forms.MultipleChoiceField(
        label=_("Ores dug there"),
        required=False,
        choices=[(code, code) for code in MINERALS],
        widget=forms.CheckboxSelectMultiple,
    )
    latitude_e6 = DegreesField(label=_("Latitude"), most=90, help_text=_("Like -1.9641; south is negative."))
    longitude_e6 = DegreesField(label=_("Longitude"), most=180, help_text=_("Like 28.9012; west is negative."))
    precision_m = forms.IntegerField(label=_("Right to so many metres"), required=False, min_value=1, max_value=100_000)
    method = forms.ChoiceField(label=_("How the point was found"), choices=METHODS, required=False)
    province = words(_("Province"))
    territory = words(_("Territory or district"))
    collectivity = words(_("Collectivity, chiefdom or sector"))
    groupement = words(_("Groupement or locality"))
    village = words(_("Nearest village"), help_text=_("Kept apart; never shown in public."))
    icglr = words(_("ICGLR id"), 60, _("Like RW-1.9641+30.0619-12345. It holds the exact place, and it is public."))
    ipis = words(_("IPIS number"), 40)
    national = words(_("National id"), 60)
    os_id = words(_("OS ID"), 60)
    cadastre = words(_("Cadastre number"), 60)
    zone = words(_("Time zone"), 40, _("Only where the country has several, for example Africa/Lubumbashi."))
    distinct_because = words(_("It is another site, because"), 500)
    placed = {"numbers": "icglr", "cell": "latitude_e6", "distinct_from": "distinct_because"}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = Locale.parse(get_language() or "en", sep="-").territories
        listed = sorted((str(named.get(code, code)), code) for code in countries())
        self.fields["country"].choices = [("", _("Choose")), *((code, name) for name, code in listed)]

    def clean(self) -> dict[str, Any]:
        """Fill in the time zone of a country that has one, and ask for the half of a point that is missing."""
        said = super().clean() or self.cleaned_data
        zones = get_global("territory_zones").get(said.get("country"), [])
        if said.get("country") and not said.get("zone"):
            if len(zones) == 1:
                said["zone"] = zones[0]
            else:
                self.add_error("zone", _("This country has several: %s.") % ", ".join(sorted(zones)))
        for half, other in (("latitude_e6", "longitude_e6"), ("longitude_e6", "latitude_e6")):
            if said.get(half) is None and said.get(other) is not None:
                self.add_error(half, _("A point has both latitude and longitude."))
        return said

    @property
    def point(self) -> tuple[int, int] | None:
        """The point that was typed, in millionths of a degree."""
        north, east = self.cleaned_data["latitude_e6"], self.cleaned_data["longitude_e6"]
        return None if north is None else (north, east)

    @property
    def other_names(self) -> list[str]:
        """The other names, each once."""
        return list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["aliases"].split(",")))))

    @property
    def numbers(self) -> list[dict[str, str]]:
        """The numbers that were typed, with their registers."""
        typed = {register: self.cleaned_data[field].strip() for field, register in NUMBERS.items()}
        return [{"register": register, "number": number} for register, number in typed.items() if number]

    @property
    def seen_codes(self) -> list[str]:
        """The sites that were shown as alike."""
        return [code for code in self.cleaned_data["seen"].split() if codes.is_code(code, codes.PLACE)]

    @property
    def place(self) -> str:
        """The code of the new site; it follows from the key, so that twice is once."""
        return codes.numbered(codes.PLACE, self.entry_key.int % len(codes.ALPHABET) ** (codes.LENGTH - 2))

    def envelopes(self) -> list[dict[str, Any]]:
        """Return the registration."""
        because = self.cleaned_data["distinct_because"].strip()
        north, east = self.point or (None, None)
        facts = {
            **{name: self.cleaned_data[name] for name in PLAIN},
            "place": self.place,
            "aliases": self.other_names or None,
            "numbers": self.numbers or None,
            "latitude_e6": north,
            "longitude_e6": east,
            "cell": cell_of(north, east) if north is not None and east is not None else None,
            "distinct_from": self.seen_codes if because and self.seen_codes else None,
            "distinct_because": because if self.seen_codes else None,
        }
        return [self.envelope(KIND, facts)]
