"""Tell: where the finished lot is, and who may sign in."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from buyers.demo import cast
from buyers.demo.accounts import ACCOUNTS, passwords
from buyers.demo.trading import FINISHED
from ledger import codes
from ledger.parties.models import Party

INDENT = "  "


def told() -> Iterator[str]:
    """Yield the lines that a newcomer needs."""
    base, lot = settings.TAG_URL_PREFIX.rstrip("/"), cast.code(codes.LOT, FINISHED)
    yield "The demo world is ready. It is invented, on the ground of real sites (data: IPIS, ODC-BY 1.0)."
    yield ""
    yield f"{INDENT}a finished blended lot   {base}/lots/{lot}/"
    yield f"{INDENT}its public tag page      {base}/t/{lot}"
    yield ""
    yield from _accounts()


def _accounts() -> Iterator[str]:
    names = dict(Party.objects.filter(code__in={each.party for each in ACCOUNTS}).values_list("code", "name"))
    known = passwords()
    rows = [("account", "password", "role", "for")]
    rows += [
        (each.name, known[each.name], each.role.replace("_", " "), names.get(each.party, each.party))
        for each in ACCOUNTS
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        yield INDENT + "   ".join([*cells, row[3]])
