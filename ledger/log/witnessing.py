"""Watches the witnesses: what each of them holds of this log, asked in the background and never forgotten.

A witness shows its newest checkpoint of a log at `<url>/<SHA-256 of the origin>/checkpoint` (C2SP tlog-witness). It is
believed in one thing alone: a checkpoint that our own key signed. One that does not answer is said, and stops nobody.
"""

from __future__ import annotations

import http.client
import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from ledger.log.anchor import short, size_of, write_durably
from ledger.log.comparing import Promise
from ledger.log.keyring import verifiers
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import LONGEST_NOTE
from ledger.proofs.policy import parse_policy

ANSWER_WITHIN_S = 2.0
ASK_EVERY_S = 10.0
OurKeys = Callable[[], list[Verifier]]
SCHEMES = ("http://", "https://", "file://")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Witness:
    """A witness of the policy: its local name, its key, and where it shows what it holds."""

    name: str
    verifier: Verifier
    url: str


@dataclass(frozen=True)
class Seen:
    """What became of the last question to a witness; times are POSIX seconds. `fault` is None when it answered well."""

    name: str
    asked_at: float | None = None
    answered_at: float | None = None
    size: int | None = None
    fault: str | None = None


class WrongWitnesses(Exception):
    """LOG_WITNESSES names a file that is no policy, or a witness without an address."""


def witnesses_of(path: Path) -> list[Witness]:
    """Read the witnesses that have an address from a policy (C2SP tlog-policy). Raises WrongWitnesses."""
    try:
        text = path.read_text(encoding="utf-8")
        policy = parse_policy(text)
    except (OSError, UnicodeError, ProofError) as fault:
        raise WrongWitnesses(f"LOG_WITNESSES is no policy: {fault}") from None
    found = []
    for words in (line.split() for line in text.splitlines()):
        if words[:1] == ["witness"] and len(words) == 4:
            if not words[3].startswith(SCHEMES):
                raise WrongWitnesses(f"LOG_WITNESSES: the address of {words[1]} begins with {', '.join(SCHEMES)}")
            found.append(Witness(words[1], policy.witnesses[words[1]], words[3].rstrip("/")))
    return found


def configured() -> Witnesses:
    """Return the witnesses of the settings, with what was kept of them beside the anchor. Raises WrongWitnesses."""
    path = settings.LOG_WITNESSES
    return Witnesses(witnesses_of(path) if path else [], settings.LOG_FOLDER / "witnesses", settings.LOG_ORIGIN)


class Witnesses:
    """What every witness held when it was last asked; the largest is kept in a file, so a restart knows it too."""

    def __init__(
        self,
        witnesses: Iterable[Witness],
        folder: Path,
        origin: str,
        our_keys: Callable[[], list[Verifier]] = verifiers,
    ) -> None:
        self.witnesses, self.folder, self.origin, self.our_keys = list(witnesses), folder, origin, our_keys
        self.latest: dict[str, str] = {}
        self.seen: dict[str, Seen] = {}
        self.kept = {each.name: note for each in self.witnesses if (note := _read(self._file(each.name)))}
        self._asking = {each.name: threading.Lock() for each in self.witnesses}

    def promises(self) -> list[Promise]:
        """Return, from memory, what the witnesses hold: the largest of each, and the last where it is another."""
        return [
            Promise(each.name, note)
            for each in self.witnesses
            for note in dict.fromkeys((self.kept.get(each.name), self.latest.get(each.name)))
            if note
        ]

    def ask_all(self, within_s: float = ANSWER_WITHIN_S) -> None:
        """Ask every witness at once, and wait no longer than a little more than that for the slowest."""
        until = time.monotonic() + within_s + 0.5
        asking = [
            threading.Thread(target=self._ask_apart, args=(each, within_s), daemon=True) for each in self.witnesses
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(max(0.0, until - time.monotonic()))

    def watch(self, stopped: threading.Event) -> None:
        """Ask all of them again and again until stopped, in a thread of its own."""
        while not stopped.wait(ASK_EVERY_S):
            self.ask_all()

    def _ask_apart(self, witness: Witness, within_s: float) -> None:
        """Ask in a thread of its own, which leaves no connection behind: a key that is made asks the database."""
        try:
            self.ask(witness, within_s)
        finally:
            connection.close()

    def ask(self, witness: Witness, within_s: float = ANSWER_WITHIN_S) -> None:
        """Ask one witness, unless the last question to it still hangs."""
        if not self._asking[witness.name].acquire(blocking=False):
            return
        try:
            self._hear(witness, _fetch(witness.url, self.origin, within_s))
        except Unanswered as fault:
            self._say(witness, str(fault))
        except ProofError as fault:
            self._say(witness, f"shows what this log never signed: {fault}")
        except Exception:
            # whatever a stranger's server does, the thread lives on and asks again
            logger.exception("asking the witness %s", witness.name)
        finally:
            self._asking[witness.name].release()

    def _hear(self, witness: Witness, note: str | None) -> None:
        size = None
        if note is not None:
            size = open_checkpoint(note, self._keys(note, witness), self.origin).size
            self.latest[witness.name] = note
            known = self.kept.get(witness.name)
            if known is None or size_of(known) < size:
                self._keep(witness.name, note)
        now = time.time()
        self._tell(Seen(witness.name, now, now, size))

    def _keys(self, note: str, witness: Witness) -> list[Verifier]:
        """Return our keys with the witness's own: its cosignature may be missing, but not false."""
        ours = self.our_keys()
        open_checkpoint(note, ours)  # by us at least, not by the witness alone
        return [*ours, witness.verifier]

    def _keep(self, name: str, note: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._file(name), note)
        self.kept[name] = note

    def _say(self, witness: Witness, fault: str) -> None:
        before = self.seen.get(witness.name)
        if before is None or before.fault != fault:
            logger.warning("witness %s: %s", witness.name, fault)
        known = before or _seen(self._state(witness.name)) or Seen(witness.name)
        self._tell(Seen(witness.name, time.time(), known.answered_at, known.size, fault))

    def _tell(self, seen: Seen) -> None:
        """Let other programs see it: pages and metrics. No promise lies in it, so it is not flushed."""
        self.seen[seen.name] = seen
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self._state(seen.name).with_suffix(".draft")
        draft.write_text(json.dumps(asdict(seen)), encoding="utf-8")
        draft.replace(self._state(seen.name))

    def _file(self, name: str) -> Path:
        return self.folder / f"{short(f'{self.origin} {name}')}.checkpoint"

    def _state(self, name: str) -> Path:
        return self.folder / f"{short(f'{self.origin} {name}')}.asked"

    def states(self) -> list[Seen]:
        """Return what became of the last question to each witness, whichever program asked."""
        return [self.seen.get(each.name) or _seen(self._state(each.name)) or Seen(each.name) for each in self.witnesses]


class Unanswered(Exception):
    """A witness could not be reached, or said something that is no answer."""


def _fetch(url: str, origin: str, within_s: float) -> str | None:
    """Return the witness's checkpoint of the log, None if it does not know the log. Raises Unanswered."""
    where = f"{url}/{sha256(origin.encode('utf-8')).hexdigest()}/checkpoint"
    try:
        # S310: the address is the operator's own, of three schemes (see witnesses_of)
        with urllib.request.urlopen(where, timeout=within_s) as answer:  # noqa: S310
            octets = answer.read(LONGEST_NOTE + 1)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise Unanswered(f"answers with status {error.code}") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, FileNotFoundError) or "No such file" in str(error.reason):
            raise Unanswered("has no file there") from None
        raise Unanswered(f"cannot be reached ({type(error.reason).__name__})") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unanswered(f"cannot be reached ({type(error).__name__})") from None
    try:
        return str(octets.decode("utf-8"))
    except UnicodeError:
        raise Unanswered("answers with what is no text") from None


def _read(path: Path) -> str | None:
    return (path.read_text(encoding="utf-8") or None) if path.exists() else None


def _seen(path: Path) -> Seen | None:
    """Return what another program kept of its last question; None for nothing, or for a file cut short by a crash."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Seen(**said)
    except (OSError, ValueError, TypeError):
        return None
