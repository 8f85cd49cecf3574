"""GET /api/v1/may/ and /api/v1/licences/: who may do what on a day, and the register of licences."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger import codes
from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.parties.kinds import PARTY_KINDS
from ledger.reference.minerals import MINERALS
from ledger.standing.question import Reason
from ledger.standing.regimes import ACTS, STATES
from sites.licensing import asking, register
from sites.licensing.models import Licence
from sites.licensing.words import PAPERS, reason_in_words

QUESTION = [
    OpenApiParameter("party", str, description="Code of the party; left out: say its kind and the country."),
    OpenApiParameter("kind", str, enum=list(PARTY_KINDS), description="Kind of a party that is only thought of."),
    OpenApiParameter(
        "licences", str, description="Regimes that it shall hold, with commas; left out: any it can hold."
    ),
    OpenApiParameter("country", str, description="Where, as ZW; left out: the party's country."),
    OpenApiParameter("act", str, enum=list(ACTS), required=True),
    OpenApiParameter("mineral", str, enum=list(MINERALS), required=True),
    OpenApiParameter("state", str, enum=list(STATES), default="ore"),
    OpenApiParameter("counterparty", str, description="Code of the other side."),
    OpenApiParameter("counterparty_kind", str, enum=list(PARTY_KINDS)),
    OpenApiParameter("counterparty_licences", str, description="Regimes that the other side shall hold."),
    OpenApiParameter("papers", str, description=f"Papers that are there, with commas: {', '.join(PAPERS)}."),
    OpenApiParameter("on", str, description="The day, as 2026-11-23; left out: today."),
]


class MayRowShape(serializers.Serializer):
    """A row of the rule book behind an answer."""

    table = serializers.CharField()
    country = serializers.CharField()
    key = serializers.CharField()
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True)
    confidence = serializers.CharField(allow_null=True)
    source = serializers.CharField()
    event_id = serializers.IntegerField(help_text="The event that stated it.")


class MayReasonShape(serializers.Serializer):
    """Why: the rule, a stable code, its sentence, and the keys of the rows behind it."""

    rule = serializers.CharField()
    code = serializers.CharField()
    weight = serializers.ChoiceField(choices=["yes", "no", "unknown", "warn", "note"])
    sentence = serializers.CharField()
    facts = serializers.DictField(child=serializers.JSONField())
    rows = serializers.ListField(child=serializers.CharField())
    by_silence = serializers.BooleanField(help_text="The no follows only from no licence being entered.")


class MayShape(serializers.Serializer):
    """The answer with its reasons and rows."""

    question = serializers.DictField(child=serializers.CharField())
    answer = serializers.ChoiceField(choices=["yes", "no", "unknown"])
    by_state = serializers.DictField(child=serializers.CharField())
    needed = serializers.ListField(child=serializers.CharField(), help_text="Regimes that it takes.")
    reasons = MayReasonShape(many=True)
    rows = MayRowShape(many=True)


class May(Door):
    """Answer who may do what."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="may", parameters=QUESTION, responses=answers(MayShape, 400, 401, 403), tags=["licences"]
    )
    def get(self, request: Request) -> Response:
        """Say whether a party may do an act with a mineral and a counterparty on a day, by which rows."""
        try:
            asked = asking.read(request.query_params.dict())
        except asking.BadQuestion as bad:
            raise bad_parameter(bad.field, bad.expected) from None
        return Response(_told(asking.answer(asked)))


def _told(answered: asking.Answered) -> dict[str, Any]:
    question, verdict = answered.asked.question, answered.verdict
    other = question.counterparty
    return {
        "question": {
            "party": question.party.party,
            "kind": question.party.kind,
            "act": question.act,
            "mineral": question.ore,
            "state": question.state,
            "country": question.country,
            "counterparty": other.party if other else "",
            "counterparty_kind": other.kind if other else "",
            "on": question.day.isoformat(),
        },
        "answer": verdict.answer,
        "by_state": answered.by_state,
        "needed": list(verdict.needed),
        "reasons": [_reason(each, question) for each in verdict.reasons],
        "rows": [_cited(row) for row in asking.all_cited(verdict)],
    }


def _reason(reason: Reason, question: Any) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "code": reason.code,
        "weight": reason.weight,
        "sentence": reason_in_words(reason, question),
        "facts": dict(reason.facts),
        "rows": [row.key for row in reason.rows],
        "by_silence": reason.by_silence,
    }


def _cited(row: Any) -> dict[str, Any]:
    table, _, country = row.shelf.partition("/")
    return {
        "table": table,
        "country": country,
        "key": row.key,
        "in_force_from": row.in_force_from,
        "in_force_to": row.in_force_to,
        "confidence": row.confidence,
        "source": row.source,
        "event_id": row.event_id,
    }


class LicenceShape(serializers.ModelSerializer):
    """A licence as it stands."""

    class Meta:
        model = Licence
        fields = [
            "code",
            "number",
            "holder",
            "regime",
            "jurisdiction",
            "ores",
            "place",
            "zone",
            "area_m2",
            "valid_from",
            "valid_to",
            "end_assumed",
            "stopped_how",
            "stopped_on",
            "stopped_until",
            "renewals",
            "parent",
            "findings",
        ]


FILTERS = [
    OpenApiParameter("country", str),
    OpenApiParameter("regime", str),
    OpenApiParameter("holder", str, description="Code of a party, or `me` for one's own."),
    OpenApiParameter("within", int, enum=list(register.WITHIN), description="Ends within so many days."),
]


class Licences(Door):
    """List the licences."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="licences",
        parameters=[*FILTERS, LIMIT, AFTER],
        responses=answers(listed(LicenceShape), 400, 401, 403),
        tags=["licences"],
    )
    def get(self, request: Request) -> Response:
        """List licences, newest first; those that end within some days in the order of their ends."""
        given = request.query_params
        holder = self.actor.party if given.get("holder") == "me" else codes.normal(given.get("holder", ""))
        within = given.get("within", "")
        if within not in {"", *map(str, register.WITHIN)}:
            raise bad_parameter("within", ", ".join(map(str, register.WITHIN)))
        asked = register.Asked(country=given.get("country", "").upper(), regime=given.get("regime", ""), within=within)
        found = register.found(asked, register.today())
        found = found.filter(holder=holder) if holder else found
        licences, following = page_of(request, found, register.order_of(asked))
        return Response({"results": LicenceShape(licences, many=True).data, "next": following})
