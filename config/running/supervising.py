"""Keeps services up: starts them in order, starts again what ends, stops them in the opposite order."""

import sys
import time
from dataclasses import dataclass, field

from config.embedded.service import Service, ServiceFailed

TICK = 0.25  # seconds
STEADY = 60.0  # after so long a run an end counts as the first again
LONGEST_PAUSE = 30.0


@dataclass
class Watched:
    """A service with the history of its ends: `ends` in a row, `due` when it is to start again."""

    service: Service
    started: float = field(default_factory=time.monotonic)
    ends: int = 0
    due: float | None = None

    def look(self) -> None:
        """See whether it ended, and start it again when the pause is over: 1, 2, 4 … 30 seconds."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self.start_again()
        elif self.service.code is not None:
            self.ends = 1 if now - self.started > STEADY else self.ends + 1
            pause = min(2.0 ** (self.ends - 1), LONGEST_PAUSE)
            say(f"{self.service.name} ended with code {self.service.code}; it starts again in {pause:.0f} s.")
            self.due = now + pause

    def start_again(self) -> None:
        """Start it with a clean slate; what its dead leader left goes first."""
        self.service.stop()
        self.started, self.due = time.monotonic(), None
        try:
            self.service.start()
        except (ServiceFailed, OSError) as error:
            say(f"{self.service.name} does not start: {error}")


class Supervisor:
    """The services in the order in which they came up."""

    def __init__(self) -> None:
        self.services: list[Service] = []

    def bring_up(self, services: list[Service]) -> None:
        """Start these, then wait until all answer. Raises ServiceFailed: before that, an end ends everything."""
        for service in services:
            self.services.append(service)
            service.start()
        for service in services:
            service.wait_until_ready()
        for service in self.services:
            if service.code is not None:
                raise service.ended()

    def keep_up(self) -> None:
        """Watch for ever; only an exception leaves."""
        watched = [Watched(service) for service in self.services]
        while True:
            for each in watched:
                each.look()
            time.sleep(TICK)

    def take_down(self, services: list[Service]) -> None:
        """Stop these, all at the same time."""
        for service in services:
            service.ask_to_stop()
        for service in services:
            service.stop()


def say(sentence: str) -> None:
    """One line for whoever looks at the terminal."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
