"""The refusals of licensing, each with its stable code: what `may` says against a transfer, as a guard raises it."""

from ledger.errors import Refused


class LicenceMissing(Refused):
    code = "licence_missing"


class LicenceForOtherOre(Refused):
    code = "licence_other_ore"


class LicenceForOtherAct(Refused):
    code = "licence_other_act"


class LicenceNotBegun(Refused):
    code = "licence_not_begun"


class LicenceStopped(Refused):
    code = "licence_stopped"


class LicenceExpired(Refused):
    code = "licence_expired"


class HolderSuspended(Refused):
    code = "holder_suspended"


class LicenceForOtherPlace(Refused):
    code = "licence_other_place"


class LicenceForOtherZone(Refused):
    code = "licence_other_zone"


class MayNotBuyFrom(Refused):
    code = "may_not_buy_from"


class MayNotSellTo(Refused):
    code = "may_not_sell_to"


class ActBarred(Refused):
    code = "act_barred"


class NeedsLicence(Refused):
    code = "needs_licence_of"


class CounterpartyNeedsLicence(Refused):
    code = "counterparty_needs_licence_of"


class PaperMissing(Refused):
    code = "paper_missing"


REFUSALS: dict[str, type[Refused]] = {
    each.code: each
    for each in (
        LicenceMissing,
        LicenceForOtherOre,
        LicenceForOtherAct,
        LicenceNotBegun,
        LicenceStopped,
        LicenceExpired,
        HolderSuspended,
        LicenceForOtherPlace,
        LicenceForOtherZone,
        MayNotBuyFrom,
        MayNotSellTo,
        ActBarred,
        NeedsLicence,
        CounterpartyNeedsLicence,
        PaperMissing,
    )
}
