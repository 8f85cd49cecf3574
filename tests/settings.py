"""The settings of the product on throw-away servers, with what only makes tests quicker."""

import os
from pathlib import Path

from tests.servers import ensure_servers

ensure_servers()

from config.settings import *  # noqa: E402, F403  (only now: it reads the environment)
from config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# a test that publishes names folders of its own: what it left in a shared one would be served to all others
LOG_PUBLIC_FOLDER = LOG_BUNDLES_FOLDER = Path(os.devnull) / "nowhere"
LOG_MOST_PENDING = LOG_OLDEST_PENDING_S = 1_000_000_000  # no sequencer runs beside most tests
WHITENOISE_AUTOREFRESH = True  # static files straight from their folders: nothing is collected for tests
WHITENOISE_USE_FINDERS = True
