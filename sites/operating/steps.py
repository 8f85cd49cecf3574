"""What an operator does about a frozen log, step by step, for each reason why it froze."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.log.anchor import BEHIND, BROKEN_TREE, GONE, OTHER_ROOT, OTHER_SERVER, RESTORED, UNREADABLE

MANAGE = ".venv/bin/python manage.py "
BUNDLES = "--bundles FOLDER"


@dataclass(frozen=True)
class Step:
    """One thing to do, and the command that does it, if there is one."""

    words: Any
    command: str = ""


WHY = {
    BEHIND: _(
        "Less is in the database than the world has been shown: an older copy of it was restored, or data are lost."
    ),
    OTHER_ROOT: _("The database holds other entries than the world has been shown."),
    GONE: _("The file that says how far the log was published, the anchor, is gone."),
    UNREADABLE: _("A kept checkpoint cannot be read: its file is damaged."),
    OTHER_SERVER: _("The database lies in another database server than before."),
    BROKEN_TREE: _("Parts of the log's tree are missing in the database."),
    RESTORED: _("A backup was restored, and its comparison with what was published did not come to its end."),
}

STOP = Step(_("Change nothing by hand: no entry is lost by waiting. Readers go on reading; nothing can be entered."))
COPY = Step(_("Make a copy of what is there now, before anything else."), f"{MANAGE}backup FOLDER")
CHECK = Step(
    _("Fetch the folder of entry bundles from a mirror or a partner, and see whether it holds what is missing."),
    f"{MANAGE}recover_log --bundles FOLDER --check",
)
RECOVER = Step(
    _("Bring the missing entries back. Openings, which no mirror has, come from the file that backups keep of them."),
    f"{MANAGE}recover_log --bundles FOLDER --openings FILE",
)
ASK_AROUND = Step(
    _("Ask every mirror, witness and partner for the newest checkpoint that they hold, and save the largest as a file.")
)
CONTINUE = Step(
    _("Only if that says that nothing can put it right: end this log, go on under a new name, and tell everybody."),
    f"LODEBOOK_LOGIN=owner {MANAGE}continue_log --origin NAME",
)
START = Step(_("Restart Lodebook. This page then says that the log goes on."))

STEPS = {
    BEHIND: (STOP, COPY, CHECK, RECOVER, CONTINUE, START),
    OTHER_ROOT: (STOP, COPY, CHECK, CONTINUE, START),
    GONE: (
        STOP,
        ASK_AROUND,
        Step(
            _("Compare, and let the log go on if it holds all of it; add --bundles FOLDER if entries are missing."),
            f"{MANAGE}recover_log --checkpoint FILE --accept-anchor",
        ),
        START,
    ),
    UNREADABLE: (
        STOP,
        ASK_AROUND,
        Step(
            _("Put the damaged file aside, compare with what others hold, and let the log go on."),
            f"{MANAGE}recover_log --checkpoint FILE --accept-anchor",
        ),
        START,
    ),
    OTHER_SERVER: (
        STOP,
        Step(_("Find out who moved the database, and whether the other one still runs: two must never write.")),
        Step(
            _("If it was moved on purpose: verify it, compare it, and let the log go on from here."),
            f"{MANAGE}recover_log --accept-server",
        ),
        START,
    ),
    BROKEN_TREE: (
        STOP,
        COPY,
        Step(_("Restore the newest backup into an empty database."), f"{MANAGE}restore FOLDER"),
        RECOVER,
        START,
    ),
    RESTORED: (STOP, Step(_("Finish the comparison."), f"{MANAGE}recover_log"), START),
}


def steps_for(reason: str, bundles: str | None = None) -> list[Step]:
    """Return what to do about a reason; a reason that is not known is looked into by the check.

    `bundles` is the folder of bundles on this machine, if it is still there: it is the nearest mirror.
    """
    steps = STEPS.get(reason, (STOP, CHECK, START))
    if bundles is None:
        return list(steps)
    return [replace(step, command=step.command.replace(BUNDLES, f"--bundles {bundles}")) for step in steps]
