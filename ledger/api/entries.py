"""POST /api/v1/entries/: the one door for entries, over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.answers import NOT_ALLOWED, shaped
from ledger.api.doors import Door
from ledger.api.lists import PROBLEM
from ledger.api.permissions import SignedIn
from ledger.api.problems import Problem
from ledger.api.shapes import AnswersShape, BatchProblemShape, EntriesShape, ProblemShape
from ledger.errors import BadEntry
from ledger.inbox.receiving import MOST_ENTRIES, receive
from ledger.log.receipts import submissions

RESPONSES = {
    200: AnswersShape,
    (400, PROBLEM): BatchProblemShape,
    (401, PROBLEM): ProblemShape,
    (403, PROBLEM): BatchProblemShape,
    (413, PROBLEM): ProblemShape,
    (415, PROBLEM): ProblemShape,
    (503, PROBLEM): ProblemShape,
}


class Entries(Door):
    """Take a batch of entries and answer each, in order."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="enter", request=EntriesShape, responses=RESPONSES, tags=["entries"])
    def post(self, request: Request) -> Response:
        """Enter up to 400 entries. 200 if at least one was well formed; else the first problem and all answers.

        503 with Retry-After while the log takes nothing or is behind: nothing was written, and the same entries may
        be sent again under the same keys.
        """
        envelopes = _envelopes(request.data)
        received = receive(envelopes, self.actor)
        receipts = submissions([answer.event_id for answer in received if answer.event_id is not None])
        answers = [
            shaped(number, envelope, answer, receipts.get(answer.event_id or 0))
            for number, (envelope, answer) in enumerate(zip(envelopes, received, strict=True))
        ]
        _refuse_the_whole(answers)
        return Response({"answers": [answer.members for answer in answers]})


def _envelopes(body: Any) -> list[Any]:
    if not isinstance(body, dict) or not isinstance(body.get("entries"), list):
        raise Problem(400, "not_entries", field="entries")
    if extra := sorted(set(body) - {"entries"}):
        raise BadEntry("field_extra", extra[0], "only entries")
    envelopes = body["entries"]
    if not envelopes:
        raise Problem(400, "no_entries", field="entries")
    if len(envelopes) > MOST_ENTRIES:
        raise Problem(400, "too_many_lines", field="entries", given=len(envelopes), most=MOST_ENTRIES)
    return list(envelopes)


def _refuse_the_whole(answers: list[Any]) -> None:
    """Raise the first problem if not one entry was well formed and allowed: then nothing was kept at all."""
    if any(answer.well_formed for answer in answers):
        return
    first = next((answer for answer in answers if answer.code != NOT_ALLOWED), answers[0])
    status = 403 if first.code == NOT_ALLOWED else 400
    problem = Problem(status, first.code, **{**first.members["facts"], "field": first.members.get("field")})
    problem.more = {"answers": [answer.members for answer in answers]}
    raise problem
