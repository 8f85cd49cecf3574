"""Tags as accountable stock, stock-takes, log books, export certificates and proposals, as the engine sees them."""

from ledger.deeds.tables import table

ORDERED, PRINTED, IN_STOCK, ALLOCATED = "ordered", "printed", "in_stock", "allocated"
"""States of a parcel of tags: numbers that no place has yet."""

TAG_SERIES = table(
    "tag_series",
    "ledger_tagseries",
    4,
    {
        "code": "text",
        "scheme": "text",
        "level": "text",
        "colour": "text",
        "prefix": "text",
        "width": "integer",
        "first": "bigint",
        "last": "bigint",
        "next": "bigint",
        "check_sign": "text",
        "party": "text",
        "event_id": "bigint",
    },
    key="code",
)
TAG_PARCEL = table(
    "tag_parcel",
    "ledger_tagparcel",
    6,
    {
        "code": "text",
        "series": "text",
        "first": "bigint",
        "next": "bigint",
        "last": "bigint",
        "state": "text",
        "holder": "text",
        "place": "text",
        "agent": "text",
        "over": "integer",
        "event_id": "bigint",
    },
    key="code",
)
"""A box or booklet: consecutive numbers of a series in one hand; those from `next` to `last` are still in it."""
TAG_MOVE = table(
    "tag_move",
    "ledger_tagmove",
    80,
    {
        "book": "text",
        "series": "text",
        "holder": "text",
        "place": "text",
        "cause": "text",
        "number": "integer",
        "on_day": "date",
        "event_id": "bigint",
        "part": "integer",
    },
    key="book event_id part",
    by="book",
)
"""A posting of the tag book: how many tags of a series came to a holder (+) or left it (-), where they lie, and why."""
TAG_COUNT = table(
    "tag_count",
    "ledger_tagcount",
    81,
    {
        "series": "text",
        "holder": "text",
        "counted": "integer",
        "book": "integer",
        "as_of": "bigint",
        "on_day": "date",
        "first": "text",
        "second": "text",
        "event_id": "bigint",
    },
    key="series event_id",
    by="series",
)
STOCK_COUNT = table(
    "stock_count",
    "ledger_stockcount",
    82,
    {
        "place": "text",
        "mineral": "text",
        "party": "text",
        "counted_g": "bigint",
        "book_g": "bigint",
        "on_day": "date",
        "first": "text",
        "second": "text",
        "event_id": "bigint",
    },
    key="place mineral event_id",
    by="place",
)
BOOK_LINE = table(
    "book_line",
    "ledger_bookline",
    83,
    {
        "book": "text",
        "page": "integer",
        "line": "integer",
        "lot": "text",
        "place": "text",
        "photo": "text",
        "event_id": "bigint",
    },
    key="book page line event_id",
    by="book",
)
"""A line of a numbered paper book that was typed; two events on one line are two rows, and a question."""
EXPORT_CERTIFICATE = table(
    "export_certificate",
    "ledger_exportcertificate",
    8,
    {
        "number": "text",
        "country": "text",
        "lot": "text",
        "exporter": "text",
        "issued_on": "date",
        "expires_on": "date",
        "state": "text",
        "origins": "text",
        "verifier": "text",
        "validator": "text",
        "mineral": "text",
        "weight_g": "bigint",
        "lot_number": "text",
        "importer": "text",
        "event_id": "bigint",
    },
    key="number",
)
"""Of another country's certificate `mineral` and `lot_number` say what may come in, and `importer` with whom it did."""
PROPOSAL = table(
    "proposal",
    "ledger_proposal",
    1,
    {
        "key": "text",
        "kind": "text",
        "party": "text",
        "actor": "text",
        "facts": "jsonb",
        "subject": "text",
        "needed": "integer",
        "signed": "jsonb",
        "state": "text",
        "on_day": "date",
        "event_id": "bigint",
    },
    key="key",
)
"""A deed that takes more than one person: said by the first, in force when the last has signed."""
