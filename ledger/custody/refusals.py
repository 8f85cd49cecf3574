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


class HeldByYou(Refused):
    code = "held_by_you"


class UnderSeal(Refused):
    code = "under_seal"


class ProposalClosed(Refused):
    code = "proposal_closed"


class SignedBefore(Refused):
    code = "signed_before"


class ValueMoved(Refused):
    code = "value_moved"


class NothingToCorrect(Refused):
    code = "nothing_to_correct"


class CorrectsOther(Refused):
    code = "corrects_other"


class NothingToReflow(Refused):
    code = "nothing_to_reflow"


class LotWasMade(Refused):
    code = "lot_was_made"


class LotInUse(Refused):
    code = "lot_in_use"


class LotNotHere(Refused):
    code = "lot_not_here"


class ManagerHandsOver(Refused):
    code = "manager_hands_over"


class NotWithPerson(Refused):
    code = "not_with_person"


class NothingToHandOver(Refused):
    code = "nothing_to_hand_over"


class ScaleNotRegistered(Refused):
    code = "scale_not_registered"


class ScaleNotCalibrated(Refused):
    code = "scale_not_calibrated"


class GradeImpossible(Refused):
    code = "grade_impossible"


class GradesAboveWhole(Refused):
    code = "grades_above_whole"


class GradeWithoutBasis(Refused):
    code = "grade_without_basis"


class LotsApart(Refused):
    code = "lots_apart"


class OreOfOtherKind(Refused):
    code = "ore_of_other_kind"


class SectorsDiffer(Refused):
    code = "sectors_differ"


class SpecialStockAlone(Refused):
    code = "special_stock_alone"


class SpecialStockGrows(Refused):
    code = "special_stock_grows"


class TagListDiffers(Refused):
    code = "tag_list_differs"


class ExpectedTooEarly(Refused):
    code = "expected_too_early"


class LotsUnaccounted(Refused):
    code = "lots_unaccounted"


class NothingCame(Refused):
    code = "nothing_came"


class NotRefused(Refused):
    code = "not_refused"


class NotSender(Refused):
    code = "not_sender"


class NotYetAssessed(Refused):
    code = "not_yet_assessed"


class LotStopped(Refused):
    code = "lot_stopped"


class CertificateMissing(Refused):
    code = "certificate_missing"


class CertificateNotForLot(Refused):
    code = "certificate_not_for_lot"


class CertificateNotForImport(Refused):
    code = "certificate_not_for_import"


class ExportAboveCertificates(Refused):
    code = "export_above_certificates"


class ImportAboveCertificate(Refused):
    code = "import_above_certificate"


class CertificateExpired(Refused):
    code = "certificate_expired"


class CertificateIncomplete(Refused):
    code = "certificate_incomplete"


class CertificateDates(Refused):
    code = "certificate_dates"


class SamePersonTwice(Refused):
    code = "same_person_twice"


class OriginNotDeclared(Refused):
    code = "origin_not_declared"


class ExportAboveBalance(Refused):
    code = "export_above_balance"


class DeclaredTooLate(Refused):
    code = "declared_too_late"


class RadiationNotRead(Refused):
    code = "radiation_not_read"


class HsCodeWithoutReason(Refused):
    code = "hs_code_without_reason"
