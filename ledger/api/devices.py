"""GET /api/v1/devices/: devices that sign entries, and what came of the numbers they counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.inbox.counters import Counter, counter_of
from ledger.parties.device_access import devices_seen_by, sees_device
from ledger.parties.devices.models import Device


class DeviceShape(serializers.ModelSerializer):
    """A device as enrolled. Without gaps `entries` equals `last_seq`: it counts what it signs, from 1."""

    class Meta:
        model = Device
        fields = [
            "device", "alg", "public_key", "party", "holder", "label", "enrolled_on", "entries", "last_seq", "last_at",
            "revoked_reason", "revoked_since", "revoked_on",
        ]  # fmt: skip


class GapShape(serializers.Serializer):
    """Numbers of which nothing is known here."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()


class KeptShape(serializers.Serializer):
    """A number whose entry was refused or waits."""

    seq = serializers.IntegerField()
    status = serializers.CharField()
    code = serializers.CharField()


class CountedShape(DeviceShape):
    """A device with its counter."""

    missing = serializers.ListField(child=GapShape(), help_text="The first 100 gaps.")
    kept = serializers.ListField(child=KeptShape())
    doubtful = serializers.IntegerField(help_text="Entries recorded that happened after it was not trusted any more.")

    class Meta(DeviceShape.Meta):
        fields = [*DeviceShape.Meta.fields, "missing", "kept", "doubtful"]


class Devices(Door):
    """List the devices that the asker sees, newest first."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="devices",
        parameters=[LIMIT, AFTER],
        responses=answers(listed(DeviceShape), 400, 401, 403),
        tags=["devices"],
    )
    def get(self, request: Request) -> Response:
        """List devices: of one's own party; for overseers all."""
        rows, following = page_of(request, devices_seen_by(self.actor), ("-event_id",))
        return Response({"results": DeviceShape(rows, many=True).data, "next": following})


class OneDevice(Door):
    """Tell about one device."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="device",
        parameters=[OpenApiParameter("device", UUID, OpenApiParameter.PATH)],
        responses=answers(CountedShape, 401, 403, 404),
        tags=["devices"],
    )
    def get(self, request: Request, device: UUID) -> Response:
        """Return the device, the numbers that are missing, and those whose entries were refused or wait."""
        found = Device.objects.filter(device=device).first()
        if found is None or not sees_device(self.actor, found.party):
            raise Http404
        return Response({**DeviceShape(found).data, **_counted(counter_of(found))})


def _counted(counter: Counter) -> dict[str, Any]:
    return {
        "missing": [{"first": first, "last": last} for first, last in counter.gaps],
        "kept": [{"seq": each.seq, "status": each.status, "code": each.code} for each in counter.kept],
        "doubtful": counter.doubtful,
    }
