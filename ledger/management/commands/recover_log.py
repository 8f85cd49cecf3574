"""Let a frozen log go on, once it is shown to hold all that was published of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.deeds.about_log.recovering import Recovered, recover, waiting_keys_settled
from ledger.inbox.forgetting.models import Forgotten
from ledger.log import halting
from ledger.log.anchor import BEHIND, UNREADABLE, Anchor, Frozen, size_of
from ledger.log.comparing import Promise, last_note, refuse_unless_kept, server_identifier
from ledger.log.keyring import KeyLost
from ledger.log.mending import CannotRecover, Forked, Missing, Signed, look, origins, signed_promises
from ledger.log.mirrors import Mirror
from ledger.log.models import LogState
from ledger.log.openings_file import OpeningsFile, WrongOpenings
from ledger.log.reading import tile_reader
from ledger.log.witnessing import WrongWitnesses, configured
from ledger.proofs.errors import ProofError

FORK = (
    "No entry from outside can put this right. The way on is: manage.py continue_log --origin NAME (docs/recovery.md)."
)


class Command(BaseCommand):
    help = (
        "Bring back what a frozen log lacks, from a mirror's bundles, to the published root; verify it; let it go on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bundles", type=Path, metavar="FOLDER", help="A mirror's folder with tile/entries/….")
        parser.add_argument("--check", action="store_true", help="Say what would be done, and change nothing.")
        parser.add_argument("--openings", type=Path, metavar="FILE", help="Openings of the entries that are missing.")
        parser.add_argument(
            "--without-openings",
            action="store_true",
            help="Give up openings that nobody has.",
        )
        parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="A newer checkpoint that somebody kept.")
        parser.add_argument("--accept-server", action="store_true", help="The database was moved here on purpose.")
        parser.add_argument(
            "--accept-anchor",
            action="store_true",
            help="The anchor is lost: take what is known instead.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.anchor = Anchor(settings.LOG_FOLDER / "anchor")
        try:
            missing = self.look(options)
            if options["check"]:
                return
            self.refuse_unaccepted(options)
            if missing.count:
                self.bring_back(missing, options)
            self.finish(missing)
        except Forked as forked:
            raise CommandError(f"{forked}\n{FORK}") from None
        except (CannotRecover, WrongOpenings, WrongWitnesses, KeyLost) as fault:
            raise CommandError(f"The log stays as it is: {fault}.") from None

    def look(self, options: dict[str, Any]) -> Missing:
        """Gather what the world holds, compare, and say what is missing."""
        mirror = Mirror(options["bundles"]) if options["bundles"] else None
        self.signed = signed_promises(self.promises(mirror, options))
        if not self.signed:
            raise CannotRecover("nobody holds a checkpoint of this log, and it has signed none")
        for each in self.signed:
            self.stdout.write(f"{each.promise.whose or 'the anchor'} holds {each.checkpoint.size} entries")
        missing = look(self.signed, mirror)
        self.stdout.write(f"the database holds {missing.held}, so {missing.count} are missing")
        return missing

    def promises(self, mirror: Mirror | None, options: dict[str, Any]) -> list[Promise]:
        """Return every checkpoint that anybody holds: anchor, witnesses, mirror, and whoever else was named."""
        witnesses = configured()
        witnesses.ask_all()
        self.said = halting.frozen() or {}
        found = [*self.anchored(options), *witnesses.promises()]
        if self.said.get("published") and self.said.get("reason") != UNREADABLE:
            # what froze the log counts, even if its file is gone by now
            found.append(Promise(self.said.get("whose") or "", self.said["published"]))
        if mirror and (note := mirror.checkpoint()):
            found.append(Promise("the folder", note))
        if options["checkpoint"]:
            found.append(Promise(str(options["checkpoint"]), options["checkpoint"].read_text(encoding="utf-8")))
        if options["accept_anchor"] or not found:
            found += [Promise("the database itself", note) for note in [last_note()] if note]
        return found

    def anchored(self, options: dict[str, Any]) -> list[Promise]:
        """Return what the anchor holds; one that cannot be read may be passed over, one that can never."""
        try:
            note = self.anchor.read()
            return [Promise("", note)] if note and size_of(note) >= 0 else []
        except (ProofError, UnicodeError) as fault:
            if options["accept_anchor"]:
                return []
            raise CannotRecover(f"the anchor cannot be read ({fault}); if it is damaged: --accept-anchor") from None

    def refuse_unaccepted(self, options: dict[str, Any]) -> None:
        """Refuse where the anchor is lost or the server another one, and nobody said that this is known."""
        lost = not self.anchored(options) and last_note()
        if lost and not options["accept_anchor"]:
            raise CannotRecover(
                "the anchor is gone, so nobody here knows how far the log was published. Ask mirrors and partners for"
                " their newest checkpoint (--checkpoint FILE), then say --accept-anchor"
            )
        self.here, known = server_identifier(), self.anchor.server()
        if known not in (None, self.here) and not options["accept_server"]:
            raise CannotRecover(
                "the database lies in another server than before; if that is meant, say --accept-server"
            )

    def bring_back(self, missing: Missing, options: dict[str, Any]) -> None:
        """Freeze, if nobody has yet, and let the missing entries in."""
        target: Signed = missing.target
        halting.freeze(BEHIND, target.promise.note, last_note(), target.promise.whose)
        openings = OpeningsFile(options["openings"], origins(), missing.keys) if options["openings"] else None
        recovered = recover(missing, openings, without_openings=options["without_openings"])
        settled = waiting_keys_settled()
        self.tell(recovered, settled, openings)

    def tell(self, recovered: Recovered, settled: int, openings: OpeningsFile | None) -> None:
        """Say what came back, what is lost, and who must be forgotten once more."""
        self.stdout.write(f"{recovered.entries} entries came back, {recovered.openings} openings with them")
        for group, count in sorted(recovered.lost.items()):
            self.stdout.write(f"lost for good: {count} openings of the group {group}; the pages show them as erased")
        if settled:
            self.stdout.write(f"{settled} entries of the inbox no longer wait: the log has them")
        known = set(Forgotten.objects.values_list("party", flat=True))
        for party in sorted(set(openings.forgotten) - known if openings else ()):
            self.stdout.write(f"forget again, since the backup was older: manage.py forget {party}")

    def finish(self, missing: Missing) -> None:
        """Verify everything, compare once more, and only then let the log go on."""
        try:
            call_command("verify_log", stdout=self.stdout)
        except SystemExit:
            raise CannotRecover("verify_log says that it is false") from None
        size = LogState.objects.values_list("size", flat=True).get(id=1)
        try:
            for each in self.signed:
                refuse_unless_kept(each.promise, size, tile_reader())
        except Frozen as frozen:
            raise CannotRecover(str(frozen)) from None
        self.anchor.replace_lost(missing.target.promise.note)
        self.anchor.keep_server(self.here)
        halting.thaw()
        self.stdout.write(f"The log goes on at {size} entries. Start Lodebook, or its sequencer, again.")
