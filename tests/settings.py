"""The settings of the product on throw-away servers, with what only makes tests quicker."""

from tests.servers import ensure_servers

ensure_servers()

from config.settings import *  # noqa: E402, F403  (only now: it reads the environment)
from config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # static files straight from their folders: nothing is collected for tests
WHITENOISE_USE_FINDERS = True
