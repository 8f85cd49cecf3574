"""The settings of Lodebook, read once from the environment; pure, and loud when one is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from config import values
from config.database_login import DatabaseLogin, database_login
from config.mail_server import MailServer, mail_server

Value = TypeVar("Value")


class WrongSetting(Exception):
    """A setting that cannot be used; the message is one sentence that starts with its name."""


@dataclass(frozen=True)
class Environment:
    """Every setting, typed. None means: not given, so the program makes or embeds its own."""

    home: Path
    port: int
    database: DatabaseLogin | None
    database_app: DatabaseLogin | None
    broker: str | None
    secret_key: str | None
    origin: str | None
    log_key_file: Path | None
    log_clock_key_file: Path | None
    log_public_folder: Path | None
    log_bundles_folder: Path | None
    log_promise_s: int
    log_most_pending: int
    log_oldest_pending_s: int
    log_verify_nights: int
    log_witnesses: Path | None
    account_key_file: Path | None
    papers_folder: Path | None
    allowed_hosts: tuple[str, ...]
    debug: bool
    tag_url_prefix: str
    demo: bool
    csrf_trusted_origins: tuple[str, ...]
    login: str
    mail_server: MailServer | None
    mail_from: str | None
    webhook_key: str | None
    webhook_localhost: bool
    metrics_token: str | None
    log_lines: str
    log_requests: bool


@dataclass(frozen=True)
class Reader:
    """Takes settings out of a mapping by name; an empty text counts as not given."""

    environ: Mapping[str, str]

    def take(self, name: str, understand: Callable[[str], Value]) -> Value | None:
        """The value of `name`, or None when it is not given."""
        text = self.environ.get(name, "").strip()
        return self.understood(name, text, understand) if text else None

    def must(self, name: str, understand: Callable[[str], Value], default: str) -> Value:
        """The value of `name`, or that of its default."""
        return self.understood(name, self.environ.get(name, "").strip() or default, understand)

    def understood(self, name: str, text: str, understand: Callable[[str], Value]) -> Value:
        """The value of `text`. Raises WrongSetting, which never repeats the text: it may be a secret."""
        try:
            return understand(text)
        except ValueError as error:
            raise WrongSetting(f"{name} {error}.") from None


def read(environ: Mapping[str, str]) -> Environment:
    """All settings out of `environ`. Raises WrongSetting."""
    reader = Reader(environ)
    port = reader.must("PORT", values.port, "8000")
    return Environment(
        home=reader.must("LODEBOOK_HOME", values.path, "~/.lodebook"),
        port=port,
        database=(database := reader.take("DATABASE_URL", database_login)),
        database_app=serving_login(reader, database),
        broker=reader.take("CELERY_BROKER_URL", values.broker),
        secret_key=reader.take("SECRET_KEY", values.secret),
        origin=reader.take("LODEBOOK_ORIGIN", values.origin),
        log_key_file=reader.take("LOG_KEY_FILE", values.path),
        log_clock_key_file=reader.take("LOG_CLOCK_KEY_FILE", values.path),
        log_public_folder=reader.take("LOG_PUBLIC_FOLDER", values.path),
        log_bundles_folder=reader.take("LOG_BUNDLES_FOLDER", values.path),
        log_promise_s=reader.must("LOG_PROMISE_S", values.count, "10"),
        log_most_pending=reader.must("LOG_MOST_PENDING", values.count, "50000"),
        log_oldest_pending_s=reader.must("LOG_OLDEST_PENDING_S", values.count, "5"),
        log_verify_nights=reader.must("LOG_VERIFY_NIGHTS", values.count, "7"),
        log_witnesses=reader.take("LOG_WITNESSES", values.path),
        account_key_file=reader.take("ACCOUNT_KEY_FILE", values.path),
        papers_folder=reader.take("PAPERS_FOLDER", values.path),
        allowed_hosts=reader.must("ALLOWED_HOSTS", values.words, "localhost,127.0.0.1,[::1]"),
        debug=reader.must("DEBUG", values.flag, "0"),
        tag_url_prefix=reader.must("TAG_URL_PREFIX", values.web_address, f"http://127.0.0.1:{port}"),
        demo=reader.must("DEMO", values.flag, "1"),
        csrf_trusted_origins=reader.take("CSRF_TRUSTED_ORIGINS", values.web_addresses) or (),
        login=reader.must("LODEBOOK_LOGIN", values.login_name, "app"),
        mail_server=(server := reader.take("MAIL_SERVER", mail_server)),
        mail_from=sender(reader, server),
        webhook_key=reader.take("WEBHOOK_KEY", values.secret),
        webhook_localhost=reader.must("WEBHOOK_LOCALHOST", values.flag, "0"),
        metrics_token=reader.take("METRICS_TOKEN", values.secret),
        log_lines=reader.must("LOG_LINES", values.log_lines, "plain"),
        log_requests=reader.must("LOG_REQUESTS", values.flag, "0"),
    )


def sender(reader: Reader, server: MailServer | None) -> str | None:
    """The address that mail comes from; a server needs one, since others refuse mail from nowhere."""
    address = reader.take("MAIL_FROM", values.mail_address)
    if server is not None and address is None:
        raise WrongSetting("MAIL_SERVER is given without MAIL_FROM, the address that mail comes from.")
    return address


def serving_login(reader: Reader, owner: DatabaseLogin | None) -> DatabaseLogin | None:
    """The login that serves, if one is named: of the same database as the owner's, and another user.

    One login for both could take back every promise that the database keeps (see config.checks).
    """
    app = reader.take("DATABASE_APP_URL", database_login)
    if app is None:
        return None
    if owner is None:
        raise WrongSetting("DATABASE_APP_URL is given without DATABASE_URL, the login that owns the database.")
    if app.user == owner.user:
        raise WrongSetting("DATABASE_APP_URL must name another user than DATABASE_URL, which owns the tables.")
    if app.name != owner.name:
        raise WrongSetting("DATABASE_APP_URL must name the same database as DATABASE_URL.")
    return app
