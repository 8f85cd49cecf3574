"""The refusals of licences, each with its stable code."""

from ledger.errors import Refused


class CodeTaken(Refused):
    code = "code_taken"


class HolderKindWrong(Refused):
    code = "holder_kind_wrong"


class RenewedTooOften(Refused):
    code = "renewed_too_often"


class RenewalOfAnother(Refused):
    code = "renewal_of_another"
