"""The refusals of the tag stock, each with its stable code."""

from ledger.errors import Refused


class ParcelShort(Refused):
    code = "parcel_short"


class ParcelNotReady(Refused):
    code = "parcel_not_ready"


class ParcelElsewhere(Refused):
    code = "parcel_elsewhere"


class SeriesShort(Refused):
    code = "series_short"


class NotNextNumbers(Refused):
    code = "not_next_numbers"


class NotTagHolder(Refused):
    code = "not_tag_holder"


class TagNotLive(Refused):
    code = "tag_not_live"


class TagInUse(Refused):
    code = "tag_in_use"


class TagHot(Refused):
    code = "tag_hot"


class TagsNotInARow(Refused):
    code = "tags_not_in_a_row"


class TagGap(Refused):
    code = "tag_gap"


class TagOfOtherAgent(Refused):
    code = "tag_of_other_agent"


class IssuerApplies(Refused):
    code = "issuer_applies"


class TaggerReceives(Refused):
    code = "tagger_receives"


class NotTagOfLot(Refused):
    code = "not_tag_of_lot"
