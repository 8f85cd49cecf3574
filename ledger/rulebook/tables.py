"""The rule book as the engine sees it. Rows are only added; whoever relies on a shelf reads it, nobody locks it."""

from ledger.deeds.tables import table

REFERENCE = table(
    "reference",
    "ledger_referencerow",
    91,
    {
        "shelf": "text",
        "key": "text",
        "row": "jsonb",
        "in_force_from": "date",
        "in_force_to": "date",
        "confidence": "text",
        "source": "text",
        "stated_on": "date",
        "event_id": "bigint",
    },
    key="shelf key event_id",
    by="shelf",
)


def shelf(table_name: str, part: str = "") -> str:
    """Return the name of a shelf: the table, with its part where it has parts."""
    return f"{table_name}/{part}" if part else table_name
