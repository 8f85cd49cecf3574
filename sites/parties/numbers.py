"""Numbers of registers: one spelling for each, and the check digits of those that have some. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import cycle
from typing import Any

from stdnum import lei
from stdnum.br import cnpj
from stdnum.co import nit
from stdnum.ec import ruc as ec_ruc
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.iso7064 import mod_97_10
from stdnum.pe import ruc as pe_ruc
from stdnum.pt import nif

from ledger.errors import BadEntry

REGISTERS = ("RUT", "RCCM", "TIN", "RDB", "CNPJ", "NIM", "RUC", "NIT", "NIF", "ID_NAT", "LEI", "OTHER")
"""What forms offer; any other register may be named too."""
LEI = "LEI"
EVERYWHERE = "*"
RUT = re.compile(r"(\d{1,8})([0-9K])")
CHECKED: dict[tuple[str, str], Any] = {
    ("BR", "CNPJ"): cnpj,
    ("CO", "NIT"): nit,
    ("EC", "RUC"): ec_ruc,
    ("PE", "RUC"): pe_ruc,
    ("PT", "NIF"): nif,
    (EVERYWHERE, LEI): lei,
}
EXPECTED = {
    cnpj: lambda plain: cnpj.calc_check_digits(plain[:-2]),
    lei: lambda plain: mod_97_10.calc_check_digits(plain[:-2]),
    nit: lambda plain: nit.calc_check_digit(plain[:-1]),
    nif: lambda plain: nif.calc_check_digit(plain[:-1]),
    pe_ruc: lambda plain: pe_ruc.calc_check_digit(plain[:-1]),
}
"""What the last signs would have to be, by the law of the register; not every register's law says it simply."""


def rut_check_sign(body: str) -> str:
    """Return the check digit of a Chilean RUT (REG-06).

    Weights 2 to 7 over and over from the right; 11 less the sum's remainder by 11; 11 is written 0, and 10 is K.
    """
    weighted = sum(int(digit) * weight for digit, weight in zip(reversed(body), cycle(range(2, 8)), strict=False))
    return "0123456789K0"[11 - weighted % 11]


def spelled(line: Mapping[str, str]) -> str:
    """Return the key of a number: register and number in one spelling, so that two spellings are one number."""
    register, number = line["register"], re.sub(r"[\s./-]", "", line["number"]).upper()
    country = EVERYWHERE if register == LEI else line["country"]
    if (country, register) == ("CL", "RUT") and RUT.fullmatch(number):
        number = f"{number[:-1].lstrip('0')}-{number[-1]}"
    return f"{country}:{register}:{number}"


def check_rut(line: Mapping[str, str], path: str) -> None:
    """Refuses a RUT whose last sign does not follow from the others; says which sign would."""
    if (line["country"], line["register"]) != ("CL", "RUT"):
        return
    found = RUT.fullmatch(re.sub(r"[\s.-]", "", line["number"]).upper())
    if found is None:
        raise BadEntry("number_malformed", path, "up to eight digits, a dash and the check digit: 76086428-5")
    body, sign = found.groups()
    if sign != rut_check_sign(body):
        raise BadEntry("number_check_wrong", path, f"the check digit {rut_check_sign(body)}")


def check_number(line: Mapping[str, str], path: str) -> None:
    """Refuses a number of a register that has check digits, if it is not one; says which digits would fit."""
    country = EVERYWHERE if line["register"] == LEI else line["country"]
    module = CHECKED.get((country, line["register"]))
    if module is None:
        return
    try:
        module.validate(line["number"])
    except InvalidChecksum:
        raise BadEntry("number_check_wrong", path, f"the check digit {_expected(module, line['number'])}") from None
    except ValidationError:
        raise BadEntry("number_malformed", path, f"a number of the register {line['register']}") from None


def _expected(module: Any, number: str) -> str:
    compute = EXPECTED.get(module)
    return str(compute(module.compact(number))) if compute else "of its register"
