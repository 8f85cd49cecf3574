"""Django's settings: everything that differs between machines comes from config.environment, the rest is said here."""

from pathlib import Path

from celery.schedules import crontab

from config.mail_server import NOWHERE, STARTTLS, TLS
from config.wiring import wire

BASE_DIR = Path(__file__).resolve().parent.parent
WIRING = wire()
ENVIRONMENT = WIRING.environment
HOME = WIRING.home

# --- The ledger -------------------------------------------------------------------------------------------------------
LODEBOOK_HOME = HOME.root
LOG_FOLDER = HOME.log
LOG_ORIGIN = ENVIRONMENT.origin or HOME.origin()
LOG_KEY_FILE = ENVIRONMENT.log_key_file or HOME.log / "key.pem"
LOG_CLOCK_KEY_FILE = ENVIRONMENT.log_clock_key_file or LOG_KEY_FILE.with_name("clock.pem")
LOG_PUBLIC_FOLDER = ENVIRONMENT.log_public_folder or HOME.log / "public"  # what the whole world may fetch
LOG_BUNDLES_FOLDER = ENVIRONMENT.log_bundles_folder or HOME.log / "bundles"  # what mirrors may fetch besides
LOG_PROMISE_S = ENVIRONMENT.log_promise_s  # an entry that was taken gets a position within so many seconds
LOG_MOST_PENDING = ENVIRONMENT.log_most_pending  # with so many waiting for a position, no more are let in
LOG_OLDEST_PENDING_S = ENVIRONMENT.log_oldest_pending_s  # nor when one has waited for more seconds than this
LOG_VERIFY_NIGHTS = ENVIRONMENT.log_verify_nights  # within so many nights the whole log is computed again
LOG_WITNESSES = ENVIRONMENT.log_witnesses  # a policy that names who keeps our checkpoints, and where they show them
ACCOUNT_KEY_FILE = ENVIRONMENT.account_key_file or HOME.secrets / "account_key"
TEXT_LINE_TOKEN = HOME.secret("text_line_token")  # what a gateway for text messages shows
METRICS_TOKEN = ENVIRONMENT.metrics_token or HOME.secret("metrics_token")  # what a collector of metrics shows
PAPERS_FOLDER = ENVIRONMENT.papers_folder or HOME.root / "papers"
PAPER_MOST_BYTES = 10 * 1024 * 1024
TAG_URL_PREFIX = ENVIRONMENT.tag_url_prefix
APP_ROLE = WIRING.app.user  # migrations grant to this role what the serving login may do
OWNER_ROLE = WIRING.owner.user

# --- Django -----------------------------------------------------------------------------------------------------------
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or HOME.secret("secret_key")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.csrf_trusted_origins)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "ledger.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "csp",
    "js_lib_leaflet",
    "config.apps.WiringConfig",
    "ledger",
    "sites.apps.SitesConfig",
    "buyers",
]
MIDDLEWARE = [
    "config.request_lines.RequestLines",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "ledger.api.log_away.LogAway",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sites.operating.banner.log_state",
            ],
        },
    }
]

# --- Telling people: mail, and endpoints of other machines ------------------------------------------------------------
MAIL_IS_SET = ENVIRONMENT.mail_server is not None  # without a server nothing is put aside to be mailed
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from or "lodebook@localhost"
EMAIL_TIMEOUT = 20  # seconds; less than the lease of a letter
MAIL_SERVER = ENVIRONMENT.mail_server or NOWHERE
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.scheme == STARTTLS, MAIL_SERVER.scheme == TLS
WEBHOOK_KEY = ENVIRONMENT.webhook_key or HOME.secret("webhook_key")
WEBHOOK_LOCALHOST = ENVIRONMENT.webhook_localhost

# --- Database ---------------------------------------------------------------------------------------------------------
PREPARED = 1_000_000  # Django lets the driver prepare nothing; this lets it prepare what asks for it, as deeds do
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **WIRING.login.django,
        "OPTIONS": {**dict(WIRING.login.options), "prepare_threshold": PREPARED},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # a deed opens its own transaction, and opens it again when it must run again
    }
}

# --- Words, times, languages ------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = HOME.root / "files"

# --- Safety -----------------------------------------------------------------------------------------------------------
OVER_HTTPS = TAG_URL_PREFIX.startswith("https://")  # the address that the world uses says how the world comes in
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS and not DEBUG
SECURE_HSTS_SECONDS = 31_536_000 if OVER_HTTPS and not DEBUG else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # bytes; a phone's day of 500 entries is about a quarter of it
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # widths of bars are style attributes; style elements stay refused
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# --- API --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["ledger.api.permissions.ClosedByDefault"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["ledger.api.auth.BearerTokenAuthentication"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ledger.api.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lodebook",
    "DESCRIPTION": "An open ledger of artisanal ore that a stranger can check.",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- Tasks: each reads on from its own cursor, so a message that gets lost or comes twice does no harm ----------------
CELERY_BROKER_URL = WIRING.broker
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# in KiB, looked at after every task: ten thousand labels leave the typesetter with gigabytes that it never gives back
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME.run / "beat")
CELERY_BEAT_SCHEDULE = {  # seconds; a message expires when the next one is due, so that none pile up
    "watch-for-risk": {"task": "ledger.tasks.watch_for_risk", "schedule": 5.0, "options": {"expires": 5.0}},
    "follow-screening": {"task": "ledger.tasks.follow_screening", "schedule": 5.0, "options": {"expires": 5.0}},
    "advance-screening": {"task": "ledger.tasks.advance_screening", "schedule": 30.0, "options": {"expires": 30.0}},
    "screening-by-clock": {
        "task": "ledger.tasks.screening_by_clock",
        "schedule": 3600.0,
        "options": {"expires": 600.0},
    },
    "make-partitions": {"task": "ledger.tasks.make_partitions", "schedule": 600.0, "options": {"expires": 600.0}},
    "watch-the-clock": {"task": "ledger.tasks.watch_the_clock", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "follow-positions": {"task": "sites.tasks.follow_positions", "schedule": 5.0, "options": {"expires": 5.0}},
    "forget-erased-positions": {
        "task": "sites.tasks.forget_erased_positions",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "advance-imports": {"task": "sites.tasks.advance_imports", "schedule": 5.0, "options": {"expires": 5.0}},
    "run-the-clock": {"task": "sites.tasks.run_the_clock", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "ring-incident-clocks": {
        "task": "ledger.tasks.ring_incident_clocks",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "print-labels": {"task": "ledger.tasks.print_labels", "schedule": 5.0, "options": {"expires": 5.0}},
    "forget-old-prints": {
        "task": "ledger.tasks.forget_old_prints",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "tell-new": {"task": "ledger.tasks.tell_new", "schedule": 5.0, "options": {"expires": 5.0}},
    "send-letters": {"task": "ledger.tasks.send_letters", "schedule": 15.0, "options": {"expires": 15.0}},
    "send-webhooks": {"task": "ledger.tasks.send_webhooks", "schedule": 5.0, "options": {"expires": 5.0}},
    "forget-old-news": {"task": "ledger.tasks.forget_old_news", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "verify-nightly": {"task": "ledger.tasks.verify_nightly", "schedule": crontab(hour=1, minute=30)},
    "retry-waiting": {"task": "ledger.tasks.retry_waiting", "schedule": 30.0, "options": {"expires": 30.0}},
}

# --- Logging: lines on standard error; paths and codes, never names, addresses, bodies or messages of errors ---------
# what a crash is reported with; in DEBUG Django's own report shows every value, on a developer's machine
DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter" if DEBUG else "config.error_reports.BareReport"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"class": "config.log_lines.Plain", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"class": "config.log_lines.Json", "format": "{asctime}{levelname}{name}{message}", "style": "{"},
    },
    "filters": {"discreet": {"()": "config.log_lines.Discreet"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": ENVIRONMENT.log_lines, "filters": ["discreet"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "ledger": {"level": "INFO"},
        "lodebook.requests": {"level": "INFO" if ENVIRONMENT.log_requests else "WARNING"},
        # a batch that loses a new key to another rolls back and runs again: no reason to warn of its pipeline
        "psycopg": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
