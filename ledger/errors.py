"""Refusals: what the ledger says when it will not write, as a stable code and facts, never as words."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """A deed is refused before anything is written.

    `code` is stable and machine-readable, `facts` are JSON values for the sentence that the edge chooses,
    `rule` is the ID of the rule that refused (None for the engine's own refusals).
    """

    code = "refused"
    rule: str | None = None

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


class BadEntry(Refused):
    """The entry itself is not well formed; nothing is kept, its key stays free, `field` names the place."""

    code = "bad_entry"

    def __init__(self, code: str, field: str, expected: str, **facts: object) -> None:
        super().__init__(field=field, expected=expected, **facts)
        self.code = code
        self.field = field


class KeyReused(Refused):
    """The key was used before: by this actor for other words, or by somebody else (then no facts are given)."""

    code = "key_reused"


class NotAllowed(Refused):
    """No role of the actor allows this deed; nothing is kept."""

    code = "not_allowed"


class LogUnavailable(Refused):
    """Nothing can be entered now, whatever it says; nothing is kept, and the same entry may come again later."""

    retry_after_s = 2


class LogFrozen(LogUnavailable):
    """The log differs from what was published of it: it is read-only until an operator has put that right."""

    code = "log_frozen"
    retry_after_s = 300


class LogBehind(LogUnavailable):
    """Events come faster than they get positions, or the sequencer stands still: come again a little later."""

    code = "log_behind"
    retry_after_s = 5


class Waits(Exception):
    """The entry names something that is not known yet: it waits, since a refusal would be final for its key.

    `names` are lot codes, consignment codes or entry keys; any one of them arriving wakes the entry.
    """

    def __init__(self, code: str, names: Iterable[str], **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.names = sorted(set(names))
        self.facts = facts
