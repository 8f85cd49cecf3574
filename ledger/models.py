"""Re-exports the models of every room: Django looks for them here."""

from ledger.custody.models import Calibration, Consignment, Edge, Hand, Lot, LotChange, LotEvent, Origin, Tag
from ledger.inbox.models import InboxEntry
from ledger.log.models import Checkpoint, Cursor, EventKey, Leaf, LogState, Opening, Pending, Tile
from ledger.papers.models import Paper
from ledger.parties.models import ApiToken, Party, Place, Role, User
from ledger.risk.models import Flag
from ledger.rulebook.models import ReferenceRow
from ledger.standing.models import Standing

__all__ = [
    "ApiToken",
    "Calibration",
    "Checkpoint",
    "Consignment",
    "Cursor",
    "Edge",
    "EventKey",
    "Flag",
    "Hand",
    "InboxEntry",
    "Leaf",
    "LogState",
    "Lot",
    "LotChange",
    "LotEvent",
    "Opening",
    "Origin",
    "Paper",
    "Party",
    "Pending",
    "Place",
    "ReferenceRow",
    "Role",
    "Standing",
    "Tag",
    "Tile",
    "User",
]
