"""The embedded Valkey, which carries the tasks."""

import redis

from config.embedded.binaries import valkey_binary
from config.embedded.leftovers import end_leftovers
from config.embedded.service import Service
from config.embedded.sockets import VALKEY, socket_folder
from config.home import Home, folder

CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
requirepass {password}
dir "{folder}"
appendonly yes
save ""
daemonize no
"""


def valkey(home: Home) -> Service:
    """The server of this home, not yet started."""
    return Service(
        "Valkey",
        [valkey_binary(), str(home.run / "valkey.conf")],
        output=home.run / "valkey.log",
        unprivileged=True,
        prepare=lambda: prepare(home),
        is_ready=lambda: answers(home),
    )


def prepare(home: Home) -> None:
    """Write the configuration: a file, because everybody on the machine can read a command line."""
    end_leftovers(folder(home.valkey))
    socket = socket_folder(home) / VALKEY
    socket.unlink(missing_ok=True)
    file = home.run / "valkey.conf"
    file.touch(mode=0o600)
    file.write_text(CONFIGURATION.format(socket=socket, password=home.secret("valkey"), folder=home.valkey))


def answers(home: Home) -> bool:
    """Whether the server answers a ping."""
    try:
        with redis.Redis(unix_socket_path=str(socket_folder(home) / VALKEY), password=home.secret("valkey")) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
