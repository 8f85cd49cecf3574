"""What the API answers, field by field: the answers are made with these shapes, and /api/v1/schema/ shows them."""

from __future__ import annotations

from rest_framework import serializers

from ledger.custody.models import Lot, Origin
from ledger.proofs.source import ALGORITHMS

STATUSES = ("recorded", "repeated", "refused", "waiting")


class OpeningShape(serializers.Serializer):
    """The facts of one disclosure group, and the key of their commitment."""

    key = serializers.CharField(help_text="Base64 of 32 random bytes, drawn for this group of this entry alone.")
    value = serializers.DictField(child=serializers.JSONField())


class EntryShape(serializers.Serializer):
    """One entry as a client sends it; /api/v1/kinds/ describes the facts of each kind."""

    key = serializers.UUIDField(help_text="Made by the writer; the same key and words get the same answer for ever.")
    kind = serializers.CharField()
    happened_at = serializers.DateTimeField(help_text="With its offset; kept as typed.")
    facts = serializers.DictField(child=serializers.JSONField())
    heads = serializers.DictField(
        child=serializers.UUIDField(), required=False, help_text="Lot code: the head that the writer saw."
    )
    device = serializers.UUIDField(
        required=False, help_text="The device that signed it. From here on all or none; `facts` then holds open ones."
    )
    seq = serializers.IntegerField(required=False, min_value=1, help_text="Its number in the device's own counter.")
    alg = serializers.ChoiceField(ALGORITHMS, required=False)
    signature = serializers.CharField(required=False, help_text="Base64 of 64 bytes, see docs/devices.md.")
    commitments = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="Disclosure group: 64 hexadecimal digits."
    )
    openings = serializers.DictField(
        child=OpeningShape(), required=False, help_text="Disclosure group: the facts behind its commitment."
    )


class EntriesShape(serializers.Serializer):
    """A batch of entries, answered in order."""

    entries = EntryShape(many=True, max_length=400)


class ProblemShape(serializers.Serializer):
    """A problem (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One or two sentences in the language of Accept-Language.")
    code = serializers.CharField(help_text="Stable; for programs.")
    facts = serializers.DictField(child=serializers.JSONField())
    field = serializers.CharField(required=False, help_text="Path of the field that is wrong.")


class AnswerShape(serializers.Serializer):
    """What became of one entry; from `type` on only where it was refused or waits."""

    key = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    event_id = serializers.IntegerField(required=False)
    receipt_url = serializers.CharField(required=False, help_text="Where the proof is that the entry is in the log.")
    receipt = serializers.CharField(
        required=False, help_text="Signed note: the log took the entry and promises it a position, see docs/proofs.md."
    )
    head = serializers.UUIDField(required=False, help_text="The new head of the lots that the deed changed.")
    type = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    detail = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    facts = serializers.DictField(child=serializers.JSONField(), required=False)
    sentence = serializers.CharField(required=False)
    rule = serializers.CharField(required=False, allow_null=True, help_text="ID of the rule that refused.")
    field = serializers.CharField(required=False)
    kept = serializers.BooleanField(
        required=False, help_text="Kept: a refusal is then final for its key, a waiting entry is tried again."
    )


class PendingShape(serializers.Serializer):
    """The entry is recorded and has no place under a published checkpoint yet."""

    status = serializers.ChoiceField(["pending"])


class AnswersShape(serializers.Serializer):
    """The answers to a batch, in its order."""

    answers = AnswerShape(many=True)


class BatchProblemShape(ProblemShape):
    """A batch of which no entry was well formed: the first problem, and all answers."""

    answers = AnswerShape(many=True, required=False)


class KindShape(serializers.Serializer):
    """A kind of entry: what it says, who may enter it, an example to send."""

    kind = serializers.CharField()
    about = serializers.CharField()
    schema = serializers.DictField(child=serializers.JSONField(), help_text="JSON Schema of `facts`.")
    example = EntryShape()
    groups = serializers.ListField(child=serializers.CharField(), help_text="Disclosure groups of its facts.")
    roles = serializers.ListField(child=serializers.CharField(), help_text="Roles that may enter it.")


class LotShape(serializers.ModelSerializer):
    """A lot: who holds how many grams, where."""

    class Meta:
        model = Lot
        fields = ["code", "mass_g", "holder", "head", "mineral", "state", "place", "tag", "on_hold", "opened_on"]


class OriginShape(serializers.ModelSerializer):
    """Grams of a lot dug at a place on a day, with what the State said of the place on that day and says today."""

    place_name = serializers.CharField()
    status_on_day = serializers.CharField()
    status_today = serializers.CharField()

    class Meta:
        model = Origin
        fields = ["place", "place_name", "dug_on", "grams", "custody_model", "status_on_day", "status_today"]


class EdgeShape(serializers.Serializer):
    """Grams of a parent lot that went into a child lot."""

    child = serializers.CharField()
    parent = serializers.CharField()
    grams = serializers.IntegerField()
    basis = serializers.CharField()


class LineageShape(serializers.Serializer):
    """All that went into a lot, and what came out of it as far as the asker may see."""

    back = EdgeShape(many=True)
    forward = EdgeShape(many=True)


class SignedShape(serializers.Serializer):
    """What the device that made an entry signed it with."""

    device = serializers.UUIDField()
    seq = serializers.IntegerField()
    heads = serializers.DictField(child=serializers.CharField())
    signature = serializers.CharField()


class EventShape(serializers.Serializer):
    """An event as its leaf tells it, with the values of the groups that the asker may see."""

    event_id = serializers.IntegerField()
    position = serializers.IntegerField(allow_null=True, help_text="Position in the log; null until it is sequenced.")
    key = serializers.UUIDField()
    kind = serializers.CharField()
    happened_at = serializers.CharField()
    recorded_at = serializers.CharField()
    local_date = serializers.DateField()
    party = serializers.CharField()
    facts = serializers.DictField(child=serializers.JSONField())
    heads = serializers.DictField(child=serializers.CharField())
    resolved = serializers.DictField(child=serializers.JSONField())
    alg = serializers.CharField(help_text="`log`: entered at the server. ES256, Ed25519: a device signed it.")
    signed = SignedShape(allow_null=True)
    opened = serializers.DictField(child=serializers.DictField(child=serializers.JSONField()))
    withheld = serializers.ListField(child=serializers.CharField(), help_text="Groups that exist and are not shown.")
    erased = serializers.ListField(child=serializers.CharField(), help_text="Groups whose values were erased.")


class PlaceLotShape(serializers.ModelSerializer):
    """A lot with ore from a place: `grams` of its mass come from there."""

    grams = serializers.IntegerField()

    class Meta:
        model = Lot
        fields = ["code", "mass_g", "holder", "state", "mineral", "opened_on", "grams"]


class ReadinessShape(serializers.Serializer):
    """Whether work may be sent here; the lists hold codes, as the pages on operating explain them."""

    ready = serializers.BooleanField()
    stops = serializers.ListField(child=serializers.CharField())
    warns = serializers.ListField(child=serializers.CharField())


class HealthShape(serializers.Serializer):
    """How the ledger is."""

    status = serializers.CharField()
    log_size = serializers.IntegerField()
    checkpoint_size = serializers.IntegerField(allow_null=True)
    checkpoint_age_s = serializers.IntegerField(allow_null=True)
