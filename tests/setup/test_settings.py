"""A setting that is wrong is named in one sentence; every setting is documented."""

import re
import sys

import pytest

from config.database_login import database_login
from config.environment import WrongSetting, read
from tests.setup.starting import ROOT, said

OWNER = "postgresql://owner:pw@db.example.org:5432/lodebook"
WRONG = [
    ({"PORT": "eighty"}, "PORT must be a whole number from 1 to 65535."),
    ({"PORT": "65536"}, "PORT must be a whole number from 1 to 65535."),
    ({"LOG_PROMISE_S": "0"}, "LOG_PROMISE_S must be a whole number from 1 to 1000000000."),
    ({"LOG_MOST_PENDING": "many"}, "LOG_MOST_PENDING must be a whole number from 1 to 1000000000."),
    ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL must look like"),
    ({"DATABASE_URL": "postgresql://a:b@host:port/d"}, "DATABASE_URL must look like"),
    ({"DATABASE_URL": "postgresql://a:b@host"}, "DATABASE_URL must look like"),
    ({"DATABASE_APP_URL": OWNER}, "DATABASE_APP_URL is given without DATABASE_URL"),
    ({"DATABASE_URL": OWNER, "DATABASE_APP_URL": OWNER}, "DATABASE_APP_URL must name another user"),
    (
        {"DATABASE_URL": OWNER, "DATABASE_APP_URL": "postgresql://app:pw@db.example.org/other"},
        "DATABASE_APP_URL must name the same database",
    ),
    ({"CELERY_BROKER_URL": "kafka://somewhere"}, "CELERY_BROKER_URL must start with one of redis://"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
    ({"LODEBOOK_ORIGIN": "two words"}, "LODEBOOK_ORIGIN must be a name without spaces"),
    ({"LODEBOOK_ORIGIN": "a+b"}, "LODEBOOK_ORIGIN must be a name without spaces"),
    ({"DEBUG": "perhaps"}, "DEBUG must be 1 or 0."),
    ({"DEMO": "2"}, "DEMO must be 1 or 0."),
    ({"TAG_URL_PREFIX": "lodebook.example.org"}, "TAG_URL_PREFIX must be a web address"),
    ({"CSRF_TRUSTED_ORIGINS": "https://a.example, b.example"}, "CSRF_TRUSTED_ORIGINS must be a web address"),
    ({"MAIL_SERVER": "mail.example.org", "MAIL_FROM": "a@example.org"}, "MAIL_SERVER must look like smtp://"),
    ({"MAIL_SERVER": "smtp://u:pw@mail.example.org:x", "MAIL_FROM": "a@example.org"}, "MAIL_SERVER must look like"),
    ({"MAIL_SERVER": "smtp://u:pw@mail.example.org"}, "MAIL_SERVER is given without MAIL_FROM"),
    ({"MAIL_FROM": "Lodebook <a@example.org>"}, "MAIL_FROM must be a mail address"),
    ({"WEBHOOK_KEY": "short"}, "WEBHOOK_KEY must have at least 32 characters"),
    ({"WEBHOOK_LOCALHOST": "perhaps"}, "WEBHOOK_LOCALHOST must be 1 or 0."),
    ({"LODEBOOK_LOGIN": "root"}, "LODEBOOK_LOGIN must be app or owner."),
]
PYTHON = sys.executable
STARTS = {
    "manage.py": [PYTHON, "manage.py", "check"],
    "run": [PYTHON, "-m", "config.run"],
    "wsgi": [PYTHON, "-c", "import config.wsgi"],
    "gunicorn": [PYTHON, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi"],
    "celery": [PYTHON, "-m", "celery", "--app", "config.celery", "worker"],
}


@pytest.mark.parametrize(("environ", "sentence"), WRONG)
def test_a_wrong_setting_is_named_in_one_sentence_that_keeps_secrets(environ, sentence):
    with pytest.raises(WrongSetting) as refusal:
        read(environ)

    words = str(refusal.value)
    assert words.startswith(sentence)
    assert words.endswith(".") and "\n" not in words
    assert "pw" not in words and "short" not in words


def test_without_any_setting_there_is_a_default_for_each():
    environment = read({"HOME": "/home/clerk"})

    assert (environment.port, environment.demo, environment.debug) == (8000, True, False)
    assert environment.database is None and environment.broker is None
    assert environment.tag_url_prefix == "http://127.0.0.1:8000"
    assert environment.home.name == ".lodebook"


def test_an_empty_setting_counts_as_not_given():
    assert read({"DATABASE_URL": "", "PORT": " "}) == read({})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://us%40er:p%2Fw@db.example.org:6432/lode?sslmode=require",
        "postgresql://owner:pw@/lodebook?host=%2Fhome%2Fclerk%2Frun",
    ],
)
def test_a_database_login_reads_back_what_it_writes(url):
    login = database_login(url)

    assert database_login(login.url) == login
    assert login.password not in ("", "p%2Fw")


@pytest.mark.parametrize("start", STARTS)
def test_every_way_to_start_stops_with_one_sentence(start, tmp_path):
    done = said(STARTS[start], {"LODEBOOK_HOME": str(tmp_path), "PORT": "eighty"})

    assert done.returncode != 0
    assert done.stderr.splitlines() == ["Lodebook cannot start: PORT must be a whole number from 1 to 65535."]


def test_a_home_that_is_a_file_and_a_key_that_is_missing_are_named(tmp_path):
    (tmp_path / "file").write_text("")

    for settings, name in (
        ({"LODEBOOK_HOME": str(tmp_path / "file")}, "LODEBOOK_HOME"),
        ({"LODEBOOK_HOME": str(tmp_path / "home"), "LOG_KEY_FILE": str(tmp_path / "none.pem")}, "LOG_KEY_FILE"),
    ):
        done = said(STARTS["run"], settings)
        assert done.stderr.startswith(f"Lodebook cannot start: {name} must")
        assert len(done.stderr.splitlines()) == 1


def test_a_command_without_its_database_says_how_to_get_one(tmp_path):
    done = said([PYTHON, "manage.py", "showmigrations"], {"LODEBOOK_HOME": str(tmp_path)})

    assert done.stderr.startswith("Lodebook cannot start: the embedded database is not running; start it with make run")
    assert len(done.stderr.splitlines()) == 1


def test_every_setting_that_is_read_is_documented_and_every_documented_one_is_read():
    read_names = set(re.findall(r'reader\.\w+\("(\w+)"', (ROOT / "config/environment.py").read_text()))
    documented = set(re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))

    assert len(read_names) >= 14
    assert documented - {"postgres", "secrets", "log", "run", "static", "tests"} == read_names


def test_nothing_but_the_wiring_looks_into_the_environment():
    rooms = [path for room in ("ledger", "sites", "buyers") for path in (ROOT / room).rglob("*.py")]

    assert rooms
    assert [path for path in rooms if re.search(r"\benviron\b(?!_)|getenv", path.read_text())] == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://us%40er:p%2Fw@mail.example.org", ("mail.example.org", 587, "us@er", "p/w", "smtp")),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", "smtps")),
        ("smtp+plain://localhost:2525", ("localhost", 2525, "", "", "smtp+plain")),
    ],
)
def test_a_mail_server_is_read_out_of_one_setting(url, said):
    server = read({"MAIL_SERVER": url, "MAIL_FROM": "book@example.org"}).mail_server

    assert (server.host, server.port, server.user, server.password, server.scheme) == said
