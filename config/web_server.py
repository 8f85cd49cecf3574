"""gunicorn's settings; read in its master, so that a wrong setting stops it before a worker starts."""

from config.wiring import wire

bind = f"127.0.0.1:{wire().environment.port}"
workers = 2
preload_app = True  # one reading of the code for both
threads = 4
worker_class = "gthread"
timeout = 60  # seconds for one request, a pack of many entries among them
graceful_timeout = 4  # less than the runner's patience
loglevel = "warning"
accesslog = None  # who asked what is nobody's business; a proxy in front may keep such a log
control_socket_disable = True
