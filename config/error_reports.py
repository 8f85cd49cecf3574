"""What Django tells of a crash, by mail or in the browser: what and where, and no value of anybody's entry.

Django's own report shows every local variable of every frame, what was sent, cookies and the exception's message. Here
a body may be a name, a local variable a phone number, a message `Key (name)=(...) already exists`.
"""

from django.utils.html import escape
from django.views.debug import ExceptionReporter

from config.log_lines import told


class BareReport(ExceptionReporter):
    """Kinds of the exceptions with their frames, the route and the method."""

    def get_traceback_data(self) -> dict[str, object]:
        """Return nothing that a template could show of values."""
        return {"frames": [], "request": None, "settings": {}, "exception_type": _kind(self.exc_value)}

    def get_traceback_text(self) -> str:
        """Return the report as text."""
        match = getattr(self.request, "resolver_match", None)
        asked = f"{self.request.method} /{match.route if match else ''}\n" if self.request else ""
        # a line that was logged without an exception comes as its text, which the mail says already
        crashed = isinstance(self.exc_value, BaseException)
        return asked + (told((self.exc_type, self.exc_value, self.tb)) if crashed else "") + "\n"

    def get_traceback_html(self) -> str:
        """Return the report as a page."""
        title, text = escape(_kind(self.exc_value)), escape(self.get_traceback_text())
        return f"<!doctype html><title>{title}</title><pre>{text}</pre>"


def _kind(error: object) -> str:
    return type(error).__name__ if isinstance(error, BaseException) else ""
