"""End a log that cannot be recovered, and go on under a new origin whose first entry holds its last checkpoint."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, transaction

from ledger.deeds.about_log.continuing import KIND
from ledger.deeds.batches import enter
from ledger.deeds.gate import shut
from ledger.deeds.system import system_entry
from ledger.log import halting
from ledger.log.anchor import Anchor, write_durably
from ledger.log.comparing import Promise, last_note, server_identifier
from ledger.log.ended_models import EndedLog
from ledger.log.ending import end, lay_anew
from ledger.log.keyring import CurrentKey, KeyLost, retire, signer
from ledger.log.mending import CannotRecover, Signed, signed_promises
from ledger.log.models import LogState
from ledger.log.publishing import publish_now
from ledger.log.sequence import LOCK, Sequencer
from ledger.log.wire import Statement, ask
from ledger.log.witnessing import WrongWitnesses, configured
from ledger.proofs.fields import to_base64
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import parse_note


class Command(BaseCommand):
    help = "End a frozen log and go on under a new origin: as the owner, LODEBOOK_LOGIN=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--origin", required=True, help="The name of the log that goes on; not used before.")

    def handle(self, *args: Any, origin: str, **options: Any) -> None:
        self.anchor = Anchor(settings.LOG_FOLDER / "anchor")
        state = LogState.objects.filter(id=1).first()
        ended = EndedLog.objects.order_by("-number").first()
        try:
            if state is None:
                raise CannotRecover("there is no log yet")
            if ended and state.origin == origin == ended.continued_as and self.is_unfinished(ended.origin):
                self.finish(ended.origin, origin, ended.size)
                return
            self.refuse(state, origin)
            last = self.last_published(state.origin)
            self.continue_as(origin, last)
            self.finish(state.origin, origin, last.checkpoint.size if last else 0)
        except (CannotRecover, KeyLost, WrongWitnesses) as fault:
            raise CommandError(f"The log stays as it is: {fault}.") from None
        except ProgrammingError:
            raise CommandError("Only the login that owns the tables may do this: LODEBOOK_LOGIN=owner.") from None

    def is_unfinished(self, old: str) -> bool:
        """Say whether the database has been continued, but not yet the files beside it: the origin's is the last."""
        note = self.anchor.read()
        kept = settings.LOG_FOLDER / "origin"
        return bool(note and note.startswith(f"{old}\n")) or (kept.exists() and kept.read_text().strip() == old)

    def refuse(self, state: LogState, origin: str) -> None:
        """Refuse to end a log that is well, and a name that was used."""
        if state.frozen is None:
            raise CannotRecover("it is not frozen, so there is no reason to end it")
        if origin == state.origin or EndedLog.objects.filter(origin=origin).exists():
            raise CannotRecover(f"{origin} is a log already; the next one needs a name of its own")

    def last_published(self, old: str) -> Signed:
        """Return the largest checkpoint of the log that anybody holds; its own last one where nobody holds any."""
        settings.LOG_ORIGIN = old
        witnesses = configured()
        witnesses.ask_all()
        said = halting.frozen() or {}
        notes = [self.anchor.read(), last_note(), said.get("published")]
        held = [*witnesses.promises(), *(Promise("", note) for note in notes if note)]
        signed: list[Signed] = []
        for promise in held:
            try:
                signed += signed_promises([promise])
            except CannotRecover as fault:
                self.stderr.write(f"passed over: {fault}")
        if not signed:
            raise CannotRecover("nobody holds a checkpoint of it")
        return max(signed, key=lambda each: each.checkpoint.size)

    def continue_as(self, origin: str, last: Signed) -> None:
        """End the old tree and begin the new one, all or nothing."""
        said = last.checkpoint
        with transaction.atomic():
            shut()
            (((alone,),),) = ask([Statement("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])])
            if not alone:
                raise CannotRecover("a sequencer is at work on this log: stop it first")
            number = end(last.promise.note, origin)
            settings.LOG_ORIGIN = origin
            key = str(uuid5(NAMESPACE_URL, f"{origin} continues {said.origin}"))
            facts = {
                "origin": said.origin,
                "size": said.size,
                "root": to_base64(said.root),
                "checkpoint": last.promise.note,
            }
            (answer,) = enter([system_entry(key, KIND, facts)])
            if answer.status != "recorded":
                raise CannotRecover(f"the first entry is refused ({answer.code})")
            lay_anew(number, key)

    def finish(self, old: str, new: str, size: int) -> None:
        """Bring the files beside the database along, the origin's last; then sign, publish and verify."""
        settings.LOG_ORIGIN = old
        retire(Verifier(old, signer().verifier.public), size)
        note = self.anchor.read()
        if note and parse_note(note).text.startswith(f"{old}\n"):
            self.anchor.begin_anew(old)
        self.anchor.begin()
        self.anchor.keep_server(server_identifier())
        settings.LOG_ORIGIN = new
        # what was verified before was the other log
        (settings.LOG_FOLDER / "verified.json").unlink(missing_ok=True)
        kept = settings.LOG_FOLDER / "origin"
        if kept.exists():
            write_durably(kept, f"{new}\n")
        halting.remember(False)
        sequencer = Sequencer(new, CurrentKey(), self.anchor, configured())
        sequencer.load()
        sequencer.finish()
        publish_now()
        try:
            call_command("verify_log", stdout=self.stdout)
        except SystemExit:
            raise CommandError("verify_log says that the log is false.") from None
        self.tell(old, new)

    def tell(self, old: str, new: str) -> None:
        """Say what is left to do by hand."""
        self.stdout.write(f"{old} has ended; its events go on in {new}, which is signed and verified.")
        self.stdout.write("Restart Lodebook now: what runs still has the old name, and can enter nothing.")
        if (settings.ENVIRONMENT.origin or new) != new:
            self.stdout.write(f"Before that: set LODEBOOK_ORIGIN={new}")
        self.stdout.write(f"Hand this line to everybody who verifies, and to every witness:\nlog {signer().vkey}")
