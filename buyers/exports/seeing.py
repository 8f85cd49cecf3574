"""Which certificates and consignments an actor sees: everything for overseers, for others what their party is in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ledger.custody.models import Consignment
from ledger.custody.stock_models import ExportCertificate
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything


def certificates_seen_by(actor: Actor) -> QuerySet[ExportCertificate]:
    """Return the certificates of an actor's own exports and imports; all of them for overseers."""
    if sees_everything(actor):
        return ExportCertificate.objects.all()
    party = actor.party or "-"
    return ExportCertificate.objects.filter(Q(exporter=party) | Q(importer=party))


def consignments_seen_by(actor: Actor) -> QuerySet[Consignment]:
    """Return the consignments that an actor's party sent or shall receive; all of them for overseers."""
    if sees_everything(actor):
        return Consignment.objects.all()
    party = actor.party or "-"
    return Consignment.objects.filter(Q(from_party=party) | Q(to_party=party))
