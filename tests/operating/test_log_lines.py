"""Log lines tell what and where, and no value of anybody's entry: not through an error, a request or a task."""

import io
import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client

SECRET = "Mama Furaha, +243 970 000 000"


@pytest.fixture
def lines():
    """A logger with the product's own formatters and filter; returns what it wrote in each form."""
    written = {form: io.StringIO() for form in ("plain", "json")}
    configuration = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": settings.LOGGING["formatters"],
        "filters": settings.LOGGING["filters"],
        "handlers": {
            form: {"class": "logging.StreamHandler", "stream": stream, "formatter": form, "filters": ["discreet"]}
            for form, stream in written.items()
        },
        "loggers": {
            name: {"level": "DEBUG", "handlers": list(written), "propagate": False}
            for name in ("tests.lines", "celery.app.trace", "lodebook.requests", "django.request")
        },
    }
    loggers = [logging.getLogger(name) for name in configuration["loggers"]]
    kept = [(each, each.level, each.handlers[:], each.propagate) for each in loggers]
    logging.config.dictConfig(configuration)
    yield written
    for each, level, handlers, propagate in kept:
        each.setLevel(level)
        each.handlers[:], each.propagate = handlers, propagate


def test_an_error_is_told_without_its_message(lines):
    try:
        try:
            int(SECRET)
        except ValueError as fault:
            raise RuntimeError(f"no number: {SECRET}") from fault
    except RuntimeError:
        logging.getLogger("tests.lines").exception("import failed")

    for form, stream in lines.items():
        text = stream.getvalue()
        assert SECRET not in text, form
        assert "Furaha" not in text
        assert "builtins.RuntimeError" in text
        assert "builtins.ValueError" in text
        assert "test_log_lines.py" in text
    said = json.loads(lines["json"].getvalue())
    assert (said["levelname"], said["name"], said["message"]) == ("ERROR", "tests.lines", "import failed")


def test_a_failed_task_is_named_without_its_arguments(lines):
    data = {"name": "ledger.tasks.tell_new", "exc": f"ValueError({SECRET!r})", "args": SECRET, "traceback": SECRET}
    logging.getLogger("celery.app.trace").error("Task %(name)s raised: %(exc)s", data, extra={"data": data})

    for stream in lines.values():
        assert "Furaha" not in stream.getvalue()
        assert "ledger.tasks.tell_new" in stream.getvalue()


def test_a_request_is_one_line_without_its_path_and_query(db, lines):
    Client().get(f"/t/{SECRET}/?name={SECRET}")

    said = [json.loads(line) for line in lines["json"].getvalue().splitlines()]
    (line,) = [line for line in said if line["name"] == "lodebook.requests"]
    assert (line["method"], line["route"], line["name"]) == ("GET", "t/<path:code>/", "lodebook.requests")
    assert line["status"] in {200, 404}
    assert "Furaha" not in lines["plain"].getvalue() + lines["json"].getvalue()


def test_a_request_that_breaks_is_logged_without_the_request(lines):
    request = type("Request", (), {"__repr__": lambda self: SECRET})()
    logging.getLogger("django.request").error("Internal Server Error", extra={"request": request, "status_code": 500})

    for stream in lines.values():
        assert "Furaha" not in stream.getvalue()
