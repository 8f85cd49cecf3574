"""GET /api/v1/lots/{code}/corrections/: what a lot said before, what it says since, and which lots that touched."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.lists import answers
from ledger.api.lots import CODE, LotDoor
from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.correcting.walking import is_due
from ledger.custody.models import Correction
from ledger.custody.seeing import lots_seen_by

MOST = 500


class TouchedShape(serializers.Serializer):
    """A lot that was counted again, and the grams in it that have another origin now."""

    lot = serializers.CharField()
    mass_g = serializers.IntegerField()
    unexplained_g = serializers.IntegerField()
    moved_g = serializers.IntegerField()


class CorrectionShape(serializers.Serializer):
    """One correction. `event` is the number that a later correction names."""

    event = serializers.IntegerField()
    corrects = serializers.IntegerField()
    was = serializers.DictField()
    now = serializers.DictField()
    reason = serializers.CharField()
    signed_by_two = serializers.BooleanField()
    still_counting = serializers.BooleanField()
    touched = TouchedShape(many=True)
    touched_not_shown = serializers.IntegerField()


class CorrectionsShape(serializers.Serializer):
    """The corrections of a lot. `said_by` is the event that said what stands where nothing was corrected."""

    said_by = serializers.IntegerField()
    results = CorrectionShape(many=True)


class Corrections(LotDoor):
    """List the corrections of a lot with the lots that each of them touched."""

    @extend_schema(
        operation_id="corrections", parameters=[CODE], responses=answers(CorrectionsShape, 401, 403, 404), tags=["lots"]
    )
    def get(self, request: Request, code: str) -> Response:
        """List corrections, first first; touched lots as far as the asker sees them, at most 500 for each."""
        lot = self.lot()
        own = list(Correction.objects.filter(lot=lot.code).exclude(first=REFLOWED_BY).order_by("event_id"))
        touched: dict[int, list[Correction]] = {}
        numbers = [each.event_id for each in own]
        again = Correction.objects.filter(corrects__in=numbers, first=REFLOWED_BY, flow=None)
        for each in again.order_by("event_id", "lot"):
            touched.setdefault(each.corrects or 0, []).append(each)
        lots = {each.lot for found in touched.values() for each in found}
        seen = dict(lots_seen_by(self.actor).filter(code__in=lots).values_list("code", "mass_g"))
        results = [_said(each, touched.get(each.event_id, []), seen) for each in own]
        return Response(CorrectionsShape({"said_by": lot.event_id, "results": results}).data)


def _said(correction: Correction, touched: list[Correction], seen: dict[str, int]) -> dict[str, object]:
    shown = [each for each in touched if each.lot in seen][:MOST]
    return {
        "event": correction.event_id,
        "corrects": correction.corrects,
        "was": correction.was,
        "now": correction.now,
        "reason": correction.reason,
        "signed_by_two": correction.second is not None,
        "still_counting": is_due(correction),
        "touched": [
            {
                "lot": each.lot,
                "mass_g": seen[each.lot],
                "unexplained_g": each.now["unexplained_g"],
                "moved_g": each.now["moved_g"],
            }
            for each in shown
        ],
        "touched_not_shown": len(touched) - len(shown),
    }
