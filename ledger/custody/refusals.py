"""The refusals of custody, each with its stable code."""

from ledger.errors import Refused


class CodeTaken(Refused):
    code = "code_taken"


class NotHolder(Refused):
    code = "not_holder"


class HeadMoved(Refused):
    code = "head_moved"


class LotClosed(Refused):
    code = "lot_closed"


class LotOnHold(Refused):
    code = "lot_on_hold"


class TagUnknown(Refused):
    code = "tag_unknown"


class TagOfOtherPlace(Refused):
    code = "tag_of_other_place"


class TagAlreadyUsed(Refused):
    code = "tag_already_used"


class TagTaken(Refused):
    code = "tag_taken"


class DugLater(Refused):
    code = "dug_later"


class SiteMayNotProduce(Refused):
    code = "site_may_not_produce"


class BlueNotCleared(Refused):
    code = "blue_not_cleared"


class TareNotBelowGross(Refused):
    code = "tare_not_below_gross"


class MassMismatch(Refused):
    code = "mass_mismatch"


class MineralsDiffer(Refused):
    code = "minerals_differ"


class NotFromProducer(Refused):
    code = "not_from_producer"


class NotConsignee(Refused):
    code = "not_consignee"


class ConsignmentClosed(Refused):
    code = "consignment_closed"


class NotYourPlace(Refused):
    code = "not_your_place"


class RegistrationWithdrawn(Refused):
    code = "registration_withdrawn"


class PartyStopped(Refused):
    code = "party_stopped"


class MinerNotNamed(Refused):
    code = "miner_not_named"


class NotOnHold(Refused):
    code = "not_on_hold"


class ProposalClosed(Refused):
    code = "proposal_closed"


class SignedBefore(Refused):
    code = "signed_before"
