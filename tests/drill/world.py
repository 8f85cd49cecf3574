"""The world in which writers work, made once: a site, a depot, tags enough, and people with tokens.

As a program: python -m tests.drill.world FILE, which then says to writers what there is.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

AT_ONCE = 400
TAGS = 16_000 if os.environ.get("DRILL") == "full" else 2_000


def make() -> dict[str, Any]:
    """Make the world through real deeds and give what a writer must know of it."""
    from ledger.parties.roles import DEPOT_CLERK, TAGGING_AGENT
    from ledger.parties.tokens import make_token
    from tests import make

    made = make.world()
    for _ in range(TAGS // AT_ONCE):
        made.issue(AT_ONCE)
    people = {"tagger": (TAGGING_AGENT, made.agency), "clerk": (DEPOT_CLERK, made.ours.party)}
    tokens = {name: make_token(make.user(name, role, party)) for name, (role, party) in people.items()}
    return {
        "site": made.site,
        "cooperative": made.cooperative,
        "depot": made.ours.depot,
        "tags": made.tags,
        "tokens": tokens,
        "people": {name: [role, party] for name, (role, party) in people.items()},
    }


def main(file: Path) -> None:
    """Make it, give everything its position, and write the file."""
    import django

    django.setup()
    from django.core.management import call_command

    world = make()
    call_command("sequence", once=True)
    file.write_text(json.dumps(world))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
