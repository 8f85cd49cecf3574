"""News as a reader reads it: about what, which sentence, which address. Names are looked up for all lines at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger import codes
from ledger.custody.models import Lot
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Party, Place
from ledger.reference.spelling import kilograms_with_unit
from ledger.telling.kinds import told_of
from ledger.telling.models import News

PATHS = {
    codes.LOT: "/lots/{}/",
    codes.PARTY: "/parties/{}/",
    codes.CONSIGNMENT: "/consignments/{}/",
    codes.LICENCE: "/licences/{}/",
    codes.INCIDENT: "/incidents/{}/",
}
SITE_PATH, DEPOT_PATH, INBOX_PATH = "/sites/{}/", "/depots/{}/", "/inbox/"
FLAG_PATH, ENDPOINTS_PATH = "/risk/flags/{}/", "/endpoints/"


@dataclass(frozen=True)
class Line:
    """One line: what it is about, the sentence, and the path of the page behind it."""

    about: str
    sentence: str
    path: str

    @property
    def link(self) -> str:
        """The whole address, for those who read it elsewhere."""
        return settings.TAG_URL_PREFIX + self.path


class Names:
    """What subjects are called: three questions for any number of them."""

    def __init__(self, subjects: Iterable[str]) -> None:
        asked = set(subjects)
        self.places = Place.objects.in_bulk([code for code in asked if code.startswith(codes.PLACE)])
        self.parties = Party.objects.in_bulk([code for code in asked if code.startswith(codes.PARTY)])
        lots = Lot.objects.filter(code__in=[code for code in asked if code.startswith(codes.LOT)])
        self.masses = dict(lots.values_list("code", "mass_g"))

    def of(self, subject: str) -> str:
        """Return what a subject is called; codes stand for themselves."""
        if subject in self.places:
            return str(self.places[subject].name)
        if subject in self.parties:
            return str(self.parties[subject].name)
        if subject in self.masses:
            said = {"code": codes.shown(subject), "kg": kilograms_with_unit(self.masses[subject])}
            return _("Lot %(code)s, %(kg)s") % said
        if len(subject) == 2:
            return str(Locale.parse(get_language() or "en", sep="-").territories.get(subject, subject))
        return codes.shown(subject)

    def path_of(self, subject: str) -> str:
        """Return the path of the page of a subject."""
        if place := self.places.get(subject):
            return (SITE_PATH if place.kind == MINE_SITE else DEPOT_PATH).format(subject)
        return PATHS.get(subject[:1], INBOX_PATH).format(subject) if codes.is_code(subject) else INBOX_PATH


def line_of(news: News, names: Names, today: date) -> Line:
    """Return the line of a piece of news, in the active language."""
    told = told_of(news.kind)
    if told is None:
        return Line(names.of(news.subject), _("Something was recorded here."), names.path_of(news.subject))
    return Line(names.of(news.subject), told.sentence(news.severity, news.terms, today), path_of(news, names))


def path_of(news: News, names: Names) -> str:
    """Return the path of the page behind a piece of news."""
    if news.kind.startswith("endpoint."):
        return ENDPOINTS_PATH
    return FLAG_PATH.format(news.terms["flag"]) if "flag" in news.terms else names.path_of(news.subject)
