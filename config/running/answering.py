"""Whether the web program answers."""

import http.client

from config.environment import Environment


def answers(environment: Environment) -> bool:
    """One request for /healthz, straight to the port: a proxy of the environment has no say in it."""
    connection = http.client.HTTPConnection("127.0.0.1", environment.port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": allowed_host(environment)})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def allowed_host(environment: Environment) -> str:
    """A name that ALLOWED_HOSTS lets in."""
    first = environment.allowed_hosts[0] if environment.allowed_hosts else "*"
    return "127.0.0.1" if first == "*" else first.removeprefix(".")
