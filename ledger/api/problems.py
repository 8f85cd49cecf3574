"""Problems: every refusal leaves as application/problem+json (RFC 9457) with a stable code."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from ledger.api.problem_words import WORDS
from ledger.errors import BadEntry, LogUnavailable, Refused
from ledger.inbox.wording import sentence

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
STATUS_OF_REFUSAL = {"not_allowed": 403, "lot_not_found": 404, "not_yet_sealed": 503}
OF_EXCEPTION: list[tuple[type[Exception], int, str]] = [
    (Http404, 404, "not_found"),
    (exceptions.NotFound, 404, "not_found"),
    (exceptions.NotAuthenticated, 401, "token_missing"),
    (exceptions.AuthenticationFailed, 401, "token_wrong"),
    (PermissionDenied, 403, "no_role"),
    (exceptions.PermissionDenied, 403, "no_role"),
    (exceptions.MethodNotAllowed, 405, "method_not_allowed"),
    (exceptions.NotAcceptable, 406, "not_acceptable"),
    (exceptions.UnsupportedMediaType, 415, "not_json_type"),
    (exceptions.ParseError, 400, "not_json"),
    (SuspiciousOperation, 400, "bad_request"),
]


class Problem(Exception):
    """A request that cannot be answered: HTTP status, stable code, facts for its sentence, perhaps a field."""

    def __init__(self, status: int, code: str, /, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.field, self.facts = status, code, field, facts
        self.headers: dict[str, str] = {}
        self.more: dict[str, Any] = {}


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """Answer any exception of a view with a problem; nothing inside the program is told."""
    problem = _problem_of(error)
    if problem is None:
        problem = _unexpected(error, context["request"])
    return respond(problem)


def respond(problem: Problem) -> Response:
    """Return the response of a problem."""
    members = {
        **members_of(problem.code, problem.facts, problem.field),
        "status": problem.status,
        **problem.more,
    }
    return Response(members, status=problem.status, headers=problem.headers, content_type=CONTENT_TYPE)


def members_of(code: str, facts: dict[str, Any], field: str | None) -> dict[str, Any]:
    """Return type, title, detail, code and facts of a problem, and its field where it has one."""
    said = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " ").capitalize(),
        "detail": _detail(code, facts, field),
        "code": code,
        "facts": facts,
    }
    return {**said, "field": field} if field else said


def _detail(code: str, facts: dict[str, Any], field: str | None) -> str:
    return str(WORDS[code]) % facts if code in WORDS else sentence(code, facts, field)


def _problem_of(error: Exception) -> Problem | None:
    if isinstance(error, Problem):
        return error
    if isinstance(error, BadEntry):
        return Problem(400, error.code, **{**error.facts, "field": error.field})
    if isinstance(error, LogUnavailable):
        return _later(error)
    if isinstance(error, Refused):
        return _of_refusal(error)
    for kind, status, code in OF_EXCEPTION:
        if isinstance(error, kind):
            problem = Problem(status, code)
            if header := getattr(error, "auth_header", None):
                problem.headers["WWW-Authenticate"] = header
            return problem
    return None


def _later(error: LogUnavailable) -> Problem:
    problem = Problem(503, error.code, **error.facts)
    problem.headers["Retry-After"] = str(error.retry_after_s)
    return problem


def _of_refusal(refusal: Refused) -> Problem:
    problem = Problem(STATUS_OF_REFUSAL.get(refusal.code, 409), refusal.code, **refusal.facts)
    if problem.status == 503:
        problem.headers["Retry-After"] = "2"
    return problem


def _unexpected(error: Exception, request: Any) -> Problem:
    """Log where it happened, without the values that a message may carry, and tell the client nothing of it."""
    got_request_exception.send(sender=None, request=getattr(request, "_request", request))
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s: %s\n%s", request.method, request.path, type(error).__name__, where)
    return Problem(500, "unexpected")
