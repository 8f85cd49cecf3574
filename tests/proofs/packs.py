"""The pack of one blended lot, and what a verifier finds in it."""

from __future__ import annotations

from ledger.proofs.policy import Policy
from ledger.proofs.verify import verify_pack
from tests.proofs.logs import lot_pack, trading_log, unzip

LOG = trading_log()
PACK = lot_pack(LOG)
POLICY = LOG.policy()


def findings(pack: bytes, policy: Policy | None = POLICY) -> list[str]:
    return verify_pack(pack, policy).findings


def lines(name: str, pack: bytes = PACK) -> list[bytes]:
    return unzip(pack)[name].splitlines(keepends=True)
