"""Re-exports the models of every room: Django looks for them here."""

from ledger.custody.models import (
    Assay,
    Calibration,
    Consignment,
    Correction,
    Edge,
    Hand,
    Lot,
    LotChange,
    LotEvent,
    Making,
    Move,
    Origin,
    Tag,
    Weighing,
)
from ledger.custody.stock_models import (
    BookLine,
    ExportCertificate,
    Proposal,
    StockCount,
    TagCount,
    TagMove,
    TagParcel,
    TagSeries,
)
from ledger.inbox.models import InboxEntry
from ledger.labels.models import PrintedCode, PrintedRun, Printer, PrintJob
from ledger.log.models import Checkpoint, Cursor, EventKey, Leaf, LogState, Opening, Pending, Tile
from ledger.papers.models import Paper
from ledger.parties.models import ApiToken, Party, Place, Role, User
from ledger.risk.models import Flag
from ledger.rulebook.models import ReferenceRow
from ledger.standing.models import Standing

__all__ = [
    "ApiToken",
    "Assay",
    "BookLine",
    "Calibration",
    "Checkpoint",
    "Consignment",
    "Correction",
    "Cursor",
    "Edge",
    "EventKey",
    "ExportCertificate",
    "Flag",
    "Hand",
    "InboxEntry",
    "Leaf",
    "LogState",
    "Lot",
    "LotChange",
    "LotEvent",
    "Making",
    "Move",
    "Opening",
    "Origin",
    "Paper",
    "Party",
    "Pending",
    "Place",
    "PrintJob",
    "PrintedCode",
    "PrintedRun",
    "Printer",
    "Proposal",
    "ReferenceRow",
    "Role",
    "Standing",
    "StockCount",
    "Tag",
    "TagCount",
    "TagMove",
    "TagParcel",
    "TagSeries",
    "Tile",
    "User",
    "Weighing",
]
