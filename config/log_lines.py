"""How log lines look: plain or JSON. Of an exception they tell what and where, never its message.

A message carries values: `Key (name)=(...) already exists`, `could not convert string ...`. Whoever needs them finds
the place in the code and the entry in the ledger, which knows who may see it.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

RAISED = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def told(raised: Any) -> str:
    """The kinds of an exception and of those behind it, with their frames."""
    lines: list[str] = []
    error: BaseException | None = raised[1]
    while error is not None and len(lines) < 200:
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


class Discreet(logging.Filter):
    """Takes off a record what libraries hang on it: a whole request with its path, a task's arguments and error."""

    def filter(self, record: logging.LogRecord) -> bool:
        request, data = record.__dict__.pop("request", None), record.__dict__.pop("data", None)
        if request is not None and isinstance(record.args, tuple) and record.args:
            # the route instead of the path: whoever asks for an address may write anything into it
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = "%s: /%s", (record.args[0], match.route if match else "")
        if isinstance(data, dict) and record.name.startswith("celery."):
            record.msg, record.args = "task %s: %s", (data.get("name"), record.levelname.lower())
        return True


class Plain(logging.Formatter):
    """Lines for people."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's name)
        return told(ei)


class Json(JsonFormatter):
    """One JSON object a line, for machines that collect them."""

    def formatException(self, ei: Any) -> Any:  # noqa: N802  (logging's name)
        return told(ei)
