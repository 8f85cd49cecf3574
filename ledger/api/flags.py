"""GET /api/v1/flags/ and /api/v1/findings/: what rules ask, and what a finding touches, as far as the asker sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger import codes
from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.custody.seeing import lots_seen_by
from ledger.parties.access import sees_everything
from ledger.risk.explaining import told
from ledger.risk.flags import SEVERITIES
from ledger.risk.models import Flag
from ledger.risk.seeing import findings_listed_for, flags_seen_by, may_open_finding
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.reaching import touched_by
from ledger.risk.tainting.summing import lines_of, sums_of

NEWEST_FIRST = ("-event_id",)
STATES = ("open", "cleared")
MOST_LOTS = 10_000


class FlagShape(serializers.ModelSerializer):
    """A flag: which rule asks what of whom, with its numbers, its sentence and what people answered."""

    sentence = serializers.CharField()
    clears = serializers.CharField(help_text="What would clear it, and who can supply that.")
    innocent = serializers.ListField(child=serializers.CharField(), help_text="Explanations that accuse nobody.")

    class Meta:
        model = Flag
        fields = [
            "key", "rule", "version", "subject", "severity", "category", "evidence", "grams", "entry", "raised_on",
            "cleared_on", "verdict", "answered_on", "answered_until", "sentence", "clears", "innocent",
        ]  # fmt: skip


class FlagFilter(django_filters.FilterSet):
    """What the list of flags can be narrowed to."""

    state = django_filters.ChoiceFilter(choices=[(each, each) for each in STATES], method="of_state")
    severity = django_filters.ChoiceFilter(choices=[(each, each) for each in SEVERITIES])
    rule = django_filters.CharFilter()
    subject = django_filters.CharFilter(method="of_subject")

    class Meta:
        model = Flag
        fields: list[str] = []

    def of_state(self, flags: QuerySet[Flag], name: str, value: str) -> QuerySet[Flag]:
        return flags.filter(cleared_on__isnull=value == "open")

    def of_subject(self, flags: QuerySet[Flag], name: str, value: str) -> QuerySet[Flag]:
        return flags.filter(subject=codes.normal(value))


FILTERS = [
    OpenApiParameter("state", str, enum=list(STATES)),
    OpenApiParameter("severity", str, enum=list(SEVERITIES)),
    OpenApiParameter("rule", str, description="ID of a rule, for example PLAU-06."),
    OpenApiParameter("subject", str, description="Code of a place, lot or party."),
]


class Flags(Door):
    """List the flags that the asker sees, newest first."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="flags",
        parameters=[*FILTERS, LIMIT, AFTER],
        responses=answers(listed(FlagShape), 400, 401, 403),
        tags=["risk"],
    )
    def get(self, request: Request) -> Response:
        """List flags, open and cleared: of sites, of one's own lots and party; for overseers all."""
        narrowed = FlagFilter(request.query_params, flags_seen_by(self.actor), request=request)
        if not narrowed.is_valid():
            raise bad_parameter(next(iter(narrowed.errors)), _("one that /api/v1/schema/ lists"))
        rows, following = page_of(request, narrowed.qs, NEWEST_FIRST)
        return Response({"results": [_flag(each) for each in told(rows, _today())], "next": following})


def _today() -> Any:
    return datetime.now(UTC).date()


def _flag(each: Any) -> dict[str, Any]:
    flag = each.flag
    flag.sentence, flag.clears, flag.innocent = each.sentence, str(each.clears), [str(text) for text in each.innocent]
    return dict(FlagShape(flag).data)


class FindingShape(serializers.ModelSerializer):
    """A finding that is followed through the ore; `lots` and `grams` are what it touched when it was opened."""

    class Meta:
        model = Taint
        fields = [
            "key", "why", "subject", "since", "until", "rule", "cause", "lots", "grams", "opened_on", "withdrawn_on",
        ]  # fmt: skip


class LotOfFindingShape(serializers.Serializer):
    """A lot that a finding touches: `grams` of its mass."""

    lot = serializers.CharField()
    grams = serializers.IntegerField()
    mass_g = serializers.IntegerField()
    state = serializers.CharField()
    holder = serializers.CharField()
    place = serializers.CharField()
    consignment = serializers.CharField(allow_null=True)
    on_hold = serializers.BooleanField()


class TouchedNowShape(serializers.Serializer):
    """What a finding touches now, as far as the asker sees it: sums in grams, and every lot, most grams first."""

    finding = FindingShape()
    whole = serializers.BooleanField(help_text="False where the asker sees only what went through own hands.")
    left_g = serializers.IntegerField(help_text="Grams in lots that were not used up.")
    in_hands_g = serializers.IntegerField()
    exported_g = serializers.IntegerField()
    held_g = serializers.IntegerField()
    lots = LotOfFindingShape(many=True)
    cut = serializers.BooleanField(help_text="Whether the list of lots was cut; the sums never are.")


class Findings(Door):
    """List what is followed through the ore, newest first."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="findings",
        parameters=[LIMIT, AFTER],
        responses=answers(listed(FindingShape), 400, 401, 403),
        tags=["risk"],
    )
    def get(self, request: Request) -> Response:
        """List findings: Red orders, incidents, confirmed hits, tags in doubt."""
        rows, following = page_of(request, findings_listed_for(self.actor), NEWEST_FIRST)
        return Response({"results": FindingShape(rows, many=True).data, "next": following})


class OneFinding(Door):
    """Show one finding with all that it touches."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="finding", responses=answers(TouchedNowShape, 401, 403, 404), tags=["risk"])
    def get(self, request: Request, key: Any) -> Response:
        """Show every lot, load and export that a finding touches, with grams, share and holder."""
        taint = Taint.objects.filter(key=key).first()
        whole = sees_everything(self.actor)
        lines = lines_of(touched_by(taint), None if whole else lots_seen_by(self.actor)) if taint else []
        if taint is None or not may_open_finding(self.actor, taint, len(lines)):
            raise Http404
        sums = sums_of(lines)
        named = ("left_g", "in_hands_g", "exported_g", "held_g")
        return Response(
            {
                "finding": FindingShape(taint).data,
                "whole": whole,
                **{name: getattr(sums, name) for name in named},
                "lots": [_touched(line) for line in lines[:MOST_LOTS]],
                "cut": len(lines) > MOST_LOTS,
            }
        )


def _touched(line: Any) -> dict[str, Any]:
    lot = line.lot
    names = ("mass_g", "state", "holder", "place", "consignment", "on_hold")
    return {"lot": lot.code, "grams": line.grams, **{name: getattr(lot, name) for name in names}}
