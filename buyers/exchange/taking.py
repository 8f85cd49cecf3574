"""Takes in lots and certificates of other systems: all of a file, or nothing of it; sent twice, it adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import codes
from ledger.api.entry_forms import now_typed
from ledger.custody import certifying_export, importing, noting_certificate
from ledger.custody.export_facts import FOREIGN
from ledger.custody.models import Lot
from ledger.custody.stock_models import ExportCertificate
from ledger.deeds.entries import Actor
from ledger.errors import Refused
from ledger.inbox.receiving import receive
from ledger.inbox.wording import sentence
from ledger.papers.keeping import keep_paper
from ledger.parties.models import Place
from ledger.reference import code_lists
from ledger.reference.spelling import kilograms_with_unit
from ledger.reports.icglr.fields import Wrong
from ledger.reports.icglr.reading import Read, read_certificates, read_lots


@dataclass
class Taken:
    """What became of a file: what was recorded now and before, lots that only led up to others, what is wrong."""

    recorded: list[dict[str, str]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)


def take_certificates(body: Any, actor: Actor) -> Taken:
    """Record certificates: one for a lot of ours as issued, any other as one of another country."""
    reading = read_certificates(body)
    taken = Taken(wrongs=reading.wrongs)
    known = ExportCertificate.objects.in_bulk([each.facts["certificate"] for each in reading.good])
    ours = Lot.objects.in_bulk([each.facts["lot_number"] for each in reading.good])
    wanted: list[tuple[Read, dict[str, Any]]] = []
    for each in reading.good:
        number = each.facts["certificate"]
        if number in known:
            taken.wrongs += _unlike(each, known[number])
            taken.repeated.append(number)
        elif each.facts["lot_number"] in ours:
            taken.wrongs += _lacks_of_ours(each)
            wanted.append((each, _of_ours(each, ours[each.facts["lot_number"]])))
        else:
            wanted.append((each, _noted(each)))
    return _enter(taken, wanted, actor, _certificate_envelope)


SAME = (
    ("dateOfIssuance", "issued_on"),
    ("dateOfExpiration", "expires_on"),
    ("mineralOrigin", "origins"),
    ("lotNumber", "lot_number"),
)


def _unlike(read: Read, kept: ExportCertificate) -> list[Wrong]:
    """Return where a certificate that is known already says something else now."""
    said = {name: str(getattr(kept, name)) for name in ("issued_on", "expires_on", "origins")}
    said["lot_number"] = kept.lot_number or kept.lot
    return [
        Wrong(f"{read.pointer}/{name}", _("as it was recorded: %s") % said[fact], read.facts.get(fact))
        for name, fact in SAME
        if read.facts.get(fact) != said[fact]
    ]


def _noted(read: Read) -> dict[str, Any]:
    return {name: value for name, value in read.facts.items() if name in noting_certificate.SCHEMA or name == "content"}


def _lacks_of_ours(read: Read) -> list[Wrong]:
    """Return what a certificate for a lot of ours must say beyond the form: both languages, both names, the paper."""
    asked = {
        "designatedMineralDescription": (" / " in read.facts.get("description", ""), _("English / French")),
        "nameOfVerifier": ("verifier" in read.facts, _("the name of who verified")),
        "nameOfValidator": ("validator" in read.facts, _("the name of who countersigned")),
        "certificateFile": ("content" in read.facts, _("the paper itself, as data:application/pdf;base64,…")),
    }
    return [Wrong(f"{read.pointer}/{name}", expected) for name, (told, expected) in asked.items() if not told]


def _of_ours(read: Read, lot: Lot) -> dict[str, Any]:
    english, _stroke, french = read.facts.get("description", "").partition(" / ")
    said = {name: value for name, value in read.facts.items() if name in certifying_export.SCHEMA or name == "content"}
    more = {"description_en": english, "description_fr": french, "lot": lot.code, "exporter": lot.holder}
    return said | {name: value for name, value in more.items() if value}


def _certificate_envelope(facts: dict[str, Any], actor: Actor) -> dict[str, Any]:
    if content := facts.pop("content", None):
        facts["paper"] = keep_paper(content, user=actor.id, party=actor.party).sha256
    kind = certifying_export.KIND if "lot" in facts else noting_certificate.KIND
    return _envelope(kind, f"{actor.party}:{facts['certificate']}", now_typed(), facts)


def take_lots(body: Any, place: Place, actor: Actor) -> Taken:
    """Bring lots of other systems into one's own stock, each under its certificate, as arrived now."""
    reading = read_lots(body)
    taken = Taken(wrongs=reading.wrongs, earlier=reading.earlier)
    numbers = [each.facts["certificate"] for each in reading.good if "certificate" in each.facts]
    held = ExportCertificate.objects.in_bulk(numbers)
    arrived = now_typed(place.zone)
    wanted: list[tuple[Read, dict[str, Any]]] = []
    for each in reading.good:
        paper = held.get(each.facts.get("certificate", ""))
        if paper is not None and paper.importer == actor.party and paper.lot_number == each.facts["lot_number"]:
            taken.repeated.append(each.facts["lot_number"])
        elif "certificate" in each.facts:
            taken.wrongs += _not_covered(each, paper, place, date.fromisoformat(arrived[:10]))
            wanted.append((each, {**each.facts, "place": place.code, "arrived": arrived}))
    return _enter(taken, wanted, actor, _lot_envelope)


def _not_covered(read: Read, paper: ExportCertificate | None, place: Place, day: date) -> list[Wrong]:
    """Return where a lot is not what its certificate covers, field by field; the guards of the deed ask the same."""
    if paper is None or paper.country == place.country or paper.state != FOREIGN:
        expected = _("an unused certificate of another country that the authority has recorded here")
        return [Wrong(f"{read.pointer}/exportCertificateId", expected, read.facts["certificate"])]
    facts, found = read.facts, []
    if facts["lot_number"] != paper.lot_number:
        found.append(("lotNumber", _("the lot of the certificate: %s") % paper.lot_number, facts["lot_number"]))
    if facts["mineral"] != paper.mineral:
        found.append(("mineral", _("the ore of the certificate: %s") % _hs(paper.mineral), _hs(facts["mineral"])))
    most_g = importing.most_grams(paper.weight_g or 0, day)
    if facts["mass_g"] > most_g:
        expected = _("at most %s: what the certificate covers") % kilograms_with_unit(most_g)
        found.append(("mass", expected, kilograms_with_unit(facts["mass_g"])))
    if not paper.issued_on <= day <= paper.expires_on:
        days = {"first": paper.issued_on, "last": paper.expires_on}
        found.append(
            ("exportCertificateId", _("a certificate for today; it counts from %(first)s to %(last)s") % days, "")
        )
    return [Wrong(f"{read.pointer}/{name}", expected, got or None) for name, expected, got in found]


def _hs(ore: str | None) -> str:
    return code_lists.icglr_mineral(ore) if ore else ""


def _lot_envelope(facts: dict[str, Any], actor: Actor) -> dict[str, Any]:
    arrived = facts.pop("arrived")
    said = {**facts, "lot": codes.new_code(codes.LOT)}
    return _envelope(importing.KIND, f"{actor.party}:{facts['certificate']}:{facts['lot_number']}", arrived, said)


def _envelope(kind: str, name: str, at: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return an envelope whose key follows from what it is about: two senders at once record one."""
    return {"key": str(uuid5(NAMESPACE_URL, f"icglr:{kind}:{name}")), "kind": kind, "happened_at": at, "facts": facts}


class _NotAllIn(Exception):
    """Something of a file was refused, so nothing of it stays."""


def _enter(taken: Taken, wanted: Sequence[tuple[Read, dict[str, Any]]], actor: Actor, envelope: Any) -> Taken:
    if taken.wrongs or not wanted:
        return taken
    try:
        with transaction.atomic():
            envelopes = list(_envelopes(wanted, actor, envelope, taken))
            if not taken.wrongs:
                _receive(envelopes, wanted, actor, taken)
            if taken.wrongs:
                raise _NotAllIn
    except _NotAllIn:
        taken.recorded = []
    return taken


def _envelopes(wanted: Iterable[tuple[Read, dict[str, Any]]], actor: Actor, envelope: Any, taken: Taken) -> Any:
    for read, facts in wanted:
        try:
            yield envelope(dict(facts), actor)
        except Refused as refused:
            taken.wrongs.append(Wrong(f"{read.pointer}/certificateFile", sentence(refused.code, refused.facts)))


def _receive(
    envelopes: Sequence[dict[str, Any]], wanted: Sequence[tuple[Read, dict[str, Any]]], actor: Actor, taken: Taken
) -> None:
    answers = receive(envelopes, actor)
    for (read, facts), envelope, answer in zip(wanted, envelopes, answers, strict=True):
        number = facts.get("lot_number", facts.get("certificate", ""))
        if answer.status == "recorded":
            named = {name: envelope["facts"][name] for name in ("certificate", "lot") if name in envelope["facts"]}
            taken.recorded.append({"number": number, **named})
        elif answer.status == "repeated":
            taken.repeated.append(number)
        else:
            taken.wrongs.append(Wrong(read.pointer, sentence(answer.code or "", answer.facts, answer.field), number))
