"""Everything on one machine, in the foreground: python -m config.run, or make run."""

import psycopg

from config.embedded.leftovers import end_marked
from config.embedded.locking import Lock
from config.embedded.postgres import postgres
from config.embedded.service import Service, ServiceFailed
from config.embedded.valkey import valkey
from config.running.claiming import STOPPING, claimed, port_is_free
from config.running.interruptions import Interrupted, ignore, listen
from config.running.preparing import play_demo, prepare
from config.running.programs import programs
from config.running.supervising import Supervisor, say
from config.stopping import stop
from config.wiring import Wiring, wire


def main() -> None:
    """Run until somebody wants it to stop; a reason that keeps it from starting is one sentence."""
    wiring = wire()
    address = f"http://127.0.0.1:{wiring.environment.port}/"
    try:
        listen()
        with claimed(wiring.home, address) as lock:
            run(wiring, address, lock)
    except Interrupted:
        say("Lodebook has stopped.")
    except (ServiceFailed, psycopg.OperationalError) as error:
        stop(str(error).splitlines()[0])


def run(wiring: Wiring, address: str, lock: Lock) -> None:
    """Bring all up, keep it up, and take it down however this ends. Raises Interrupted or ServiceFailed."""
    end_marked(wiring.home.root)
    port_is_free(wiring.environment.port)
    servers, (*helpers, web) = embedded(wiring), programs(wiring)
    supervisor = Supervisor()
    try:
        supervisor.bring_up(servers)
        prepare(wiring)
        supervisor.bring_up(helpers)
        play_demo(wiring)  # before the web: who finds it answering finds the whole demo world
        supervisor.bring_up([web])
        say(f"Lodebook is at {address}")
        supervisor.keep_up()
    finally:
        ignore()
        lock.say(STOPPING)
        supervisor.take_down([web, *helpers])
        supervisor.take_down(servers)


def embedded(wiring: Wiring) -> list[Service]:
    """The servers that the environment does not name."""
    servers = [] if wiring.environment.database else [postgres(wiring.home)]
    return servers if wiring.environment.broker else [*servers, valkey(wiring.home)]


if __name__ == "__main__":
    main()
