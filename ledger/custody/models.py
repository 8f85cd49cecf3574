"""Custody as read tables, rebuilt from the log at any time. Written by apply, read by the ORM."""

from __future__ import annotations

from django.db import models


class Tag(models.Model):
    """One tag number: issued to a place, then used for one lot, once."""

    code = models.TextField(primary_key=True)
    place = models.CharField(max_length=9)
    state = models.TextField()
    lot = models.CharField(max_length=9, null=True)
    event_id = models.BigIntegerField()
    series = models.TextField(null=True)
    parcel = models.CharField(max_length=9, null=True)
    holder = models.CharField(max_length=9, null=True)
    agent = models.TextField(null=True)
    issued_by = models.TextField(null=True)
    issued_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    replaced_by = models.TextField(null=True)
    reported_late = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["place", "state", "code"], name="tag_by_place"),
            models.Index(
                fields=["series", "holder"],
                name="tag_by_holder",
                condition=models.Q(state__in=["issued", "quarantined", "recalled"], series__isnull=False),
            ),
            models.Index(fields=["parcel", "state"], name="tag_by_parcel"),
            models.Index(fields=["replaced_by"], name="tag_replaced_by", condition=models.Q(replaced_by__isnull=False)),
            models.Index(
                fields=["code"],
                name="tag_hot",
                condition=models.Q(
                    state__in=["lost", "stolen", "void", "damaged", "returned", "quarantined", "recalled"]
                ),
            ),
        ]


class Lot(models.Model):
    """A quantity of ore with one holder. `mass_g` is net wet book mass; `head` the last deed that changed it."""

    code = models.CharField(max_length=9, primary_key=True)
    mineral = models.TextField()
    mass_g = models.BigIntegerField()
    holder = models.CharField(max_length=9)
    place = models.CharField(max_length=9)
    state = models.TextField()
    head = models.UUIDField()
    tag = models.TextField(null=True)
    consignment = models.CharField(max_length=9, null=True)
    on_hold = models.BooleanField()
    opened_on = models.DateField()
    event_id = models.BigIntegerField()
    made_as = models.TextField(null=True)
    product = models.TextField(null=True)
    sector = models.TextField(null=True)
    special = models.TextField(null=True)
    made_by = models.TextField(null=True)
    used_by = models.TextField(null=True)
    tagged_by = models.TextField(null=True)
    bags = models.IntegerField(null=True)
    moisture_ppm = models.IntegerField(null=True)
    grade_ppm = models.IntegerField(null=True)
    grade_of = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["holder", "state", "-event_id"], name="lot_by_holder"),
            models.Index(fields=["-event_id"], name="lot_by_age"),
            models.Index(
                fields=["tagged_by", "opened_on"],
                name="lot_by_tagger",
                condition=models.Q(tagged_by__isnull=False),
            ),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(mass_g__gt=0), name="lot_has_mass")]


class Origin(models.Model):
    """Grams of a lot that were dug at a place on a day. Carried with the lot, not searched."""

    pk = models.CompositePrimaryKey("lot", "place", "dug_on", "custody_model")
    lot = models.CharField(max_length=9)
    place = models.TextField()
    dug_on = models.DateField()
    custody_model = models.TextField()
    grams = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "dug_on"], include=["lot", "grams"], name="origin_by_place")]
        constraints = [models.CheckConstraint(condition=models.Q(grams__gt=0), name="origin_has_grams")]


class Edge(models.Model):
    """Grams of a parent lot that went into a child lot."""

    pk = models.CompositePrimaryKey("child", "parent")
    child = models.CharField(max_length=9)
    parent = models.CharField(max_length=9)
    grams = models.BigIntegerField()
    basis = models.TextField()
    model = models.TextField(null=True)
    grade_ppm = models.IntegerField(null=True)
    grade_of = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["parent", "child"], name="edge_forward")]


class LotChange(models.Model):
    """A signed line of a lot's balance: grams won or lost on the way in, with its cause."""

    pk = models.CompositePrimaryKey("lot", "cause")
    lot = models.CharField(max_length=9)
    cause = models.TextField()
    grams = models.BigIntegerField()


class Hand(models.Model):
    """A party through whose hands a lot went, as holder or consignee; it may see the lot from then on."""

    pk = models.CompositePrimaryKey("party", "lot", "event_id")
    party = models.CharField(max_length=9)
    lot = models.CharField(max_length=9)
    event_id = models.BigIntegerField()
    as_what = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-event_id", "lot"], name="hand_by_party"),
            models.Index(fields=["lot", "party"], name="hand_of_lot"),
        ]


class LotEvent(models.Model):
    """Which events speak of a lot, in their order."""

    pk = models.CompositePrimaryKey("lot", "event_id")
    lot = models.CharField(max_length=9)
    event_id = models.BigIntegerField()


class Hold(models.Model):
    """Why a lot may not go on, since when, until when somebody decides, and how it ended.

    `key` is that of the event that placed it, `cause` of what it follows from (a flag, an incident, an entry). With
    `seals` it was released on a condition: the lot moves under these seals and is neither used up nor exported.
    """

    pk = models.CompositePrimaryKey("lot", "key")
    lot = models.CharField(max_length=9)
    key = models.TextField()
    rule = models.TextField()
    cause = models.TextField(null=True)
    placed_by = models.TextField()
    placed_on = models.DateField()
    decide_by = models.DateField(null=True)
    event_id = models.BigIntegerField()
    seals = models.JSONField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.TextField(null=True)
    ended_event = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["cause", "lot"], name="hold_of_cause"),
            models.Index(fields=["decide_by", "lot"], condition=models.Q(ended_on=None), name="hold_to_decide"),
        ]


class Consignment(models.Model):
    """Lots on their way from one holder to another."""

    code = models.CharField(max_length=9, primary_key=True)
    from_party = models.CharField(max_length=9)
    to_party = models.CharField(max_length=9)
    from_place = models.CharField(max_length=9)
    to_place = models.CharField(max_length=9)
    lots = models.JSONField()
    state = models.TextField()
    event_id = models.BigIntegerField()
    sent_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    seals = models.JSONField(null=True)
    came = models.JSONField(null=True)
    missing = models.JSONField(null=True)
    surplus = models.JSONField(null=True)
    sent_by = models.TextField(null=True)
    ended_by = models.TextField(null=True)
    ended_event = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_party", "state", "-event_id"], name="consignment_to"),
            models.Index(fields=["from_party", "-event_id"], name="consignment_from"),
            models.Index(fields=["from_place", "to_place", "-event_id"], name="consignment_route"),
            models.Index(fields=["sent_on"], name="consignment_sent_on"),
            models.Index(fields=["ended_on"], name="consignment_ended_on"),
            models.Index(fields=["state", "-event_id"], name="consignment_by_state"),
        ]


class Calibration(models.Model):
    """A scale of a place was calibrated: from then until `valid_to` what it shows may be believed."""

    pk = models.CompositePrimaryKey("place", "event_id")
    place = models.CharField(max_length=9)
    scale = models.TextField()
    capacity_g = models.BigIntegerField()
    division_g = models.BigIntegerField()
    calibrated_on = models.DateField()
    valid_to = models.DateField()
    by_whom = models.TextField()
    certificate = models.TextField(null=True)
    document = models.TextField(null=True)
    event_id = models.BigIntegerField()


class Making(models.Model):
    """One deed that made lots out of lots; `changes` are the signed lines between inputs and outputs."""

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    inputs = models.JSONField()
    outputs = models.JSONField()
    changes = models.JSONField(null=True)
    unknown_g = models.BigIntegerField(null=True)
    on_day = models.DateField()
    party = models.TextField()
    place = models.TextField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "on_day"], name="making_at_place"), models.Index(fields=["event_id"])]


class Move(models.Model):
    """A posting of the book: signed net wet grams of a party at a place; a place left empty is the road."""

    pk = models.CompositePrimaryKey("lot", "event_id", "part")
    lot = models.TextField()
    event_id = models.BigIntegerField()
    part = models.IntegerField()
    party = models.TextField()
    place = models.TextField()
    mineral = models.TextField()
    cause = models.TextField()
    grams = models.BigIntegerField()
    on_day = models.DateField()

    class Meta:
        indexes = [
            models.Index(
                fields=["party", "mineral", "on_day"], include=["place", "cause", "grams"], name="move_of_party"
            ),
            models.Index(
                fields=["place", "mineral", "on_day"], include=["party", "cause", "grams"], name="move_at_place"
            ),
            models.Index(fields=["mineral", "on_day"], condition=models.Q(cause="exported"), name="move_exported"),
        ]


class Weighing(models.Model):
    """What a scale showed of a lot, beside what the book said then."""

    pk = models.CompositePrimaryKey("lot", "event_id")
    lot = models.TextField()
    event_id = models.BigIntegerField()
    step = models.TextField()
    place = models.TextField(null=True)
    scale = models.TextField(null=True)
    gross_g = models.BigIntegerField()
    tare_g = models.BigIntegerField()
    net_g = models.BigIntegerField()
    book_g = models.BigIntegerField()
    moisture_ppm = models.IntegerField(null=True)
    sealed = models.BooleanField()
    on_day = models.DateField()
    operator = models.TextField()
    unit = models.TextField(null=True)


class Assay(models.Model):
    """What a laboratory or an instrument found in a lot. `grade_of` names what is meant: metal or oxide."""

    pk = models.CompositePrimaryKey("lot", "event_id")
    lot = models.TextField()
    event_id = models.BigIntegerField()
    grade_of = models.TextField()
    grade_ppm = models.IntegerField()
    moisture_ppm = models.IntegerField(null=True)
    method = models.TextField()
    laboratory = models.TextField(null=True)
    provisional = models.BooleanField()
    on_day = models.DateField()


class Correction(models.Model):
    """What a lot said before and what it says since; the former is shown struck through."""

    pk = models.CompositePrimaryKey("lot", "event_id")
    lot = models.TextField()
    event_id = models.BigIntegerField()
    corrects = models.BigIntegerField(null=True)
    was = models.JSONField()
    now = models.JSONField()
    reason = models.TextField()
    first = models.TextField()
    second = models.TextField(null=True)
    flow = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["corrects"], name="correction_by_cause"),
            models.Index(fields=["event_id"], name="correction_due", condition=models.Q(flow="due")),
        ]
