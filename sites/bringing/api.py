"""Imports over HTTP: bring a file, ask how far it is, enter its rows, undo it, read its problems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from ledger.api.doors import Door
from ledger.api.lists import AFTER, answers
from ledger.api.permissions import SignedIn
from ledger.api.problems import Problem
from ledger.parties.access import may_bring_files
from sites.bringing import listing, orders, wording
from sites.bringing.entitled import is_of_trade, runs_seen_by
from sites.bringing.kicking import kick
from sites.bringing.models import FAILED, ImportProblem, ImportRun
from sites.bringing.sheets import SHEETS

RUN = OpenApiParameter("run", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The import.")
COUNTS = ("rows_total", "rows_done", "good", "repeated", "bad", "entries", "taken_back")


class Bringers(SignedIn):
    """Says yes to those who keep the register, tag bags or buy them."""

    let_in_by = staticmethod(may_bring_files)

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and may_bring_files(request.actor)


class ImportShape(serializers.ModelSerializer):
    """An import. `good`, `repeated` and `bad` are rows of the last pass; they add up to `rows_done`."""

    trouble = serializers.CharField(allow_blank=True, help_text="Why the file as a whole was not read.")
    undone_whole = serializers.BooleanField(
        help_text="Whether the file can be undone as a whole; deeds of the trade are corrected lot by lot."
    )

    class Meta:
        model = ImportRun
        fields = ["id", "sheet", "file_name", "sha256", "state", *COUNTS, "trouble", "undone_whole", "submitted_at"]


class ImportProblemShape(serializers.Serializer):
    """What is wrong with a cell, or with a row where `column` is blank."""

    row = serializers.IntegerField(help_text="As a spreadsheet counts: the header is row 1.")
    column = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    expected = serializers.CharField()
    suggestion = serializers.CharField(allow_blank=True)


class OrderShape(serializers.Serializer):
    """An order to enter."""

    only_good = serializers.BooleanField(required=False, help_text="Enter the good rows although others are bad.")


class ReasonShape(serializers.Serializer):
    """An order to undo."""

    reason = serializers.CharField(max_length=orders.MOST_REASON)


class FileShape(serializers.Serializer):
    """A file to bring."""

    sheet = serializers.ChoiceField(list(SHEETS))
    file = serializers.FileField()


PROBLEM_LIST = inline_serializer(
    "ImportProblemList",
    {"results": ImportProblemShape(many=True), "next": serializers.URLField(allow_null=True)},
)


class ImportDoor(Door):
    """What the addresses of imports have in common."""

    permission_classes = [Bringers]

    def found(self, run: UUID) -> ImportRun:
        try:
            return runs_seen_by(self.actor).get(pk=run)
        except ImportRun.DoesNotExist:
            raise Http404 from None

    def ordered(self, order: Any, status: int = 202) -> Response:
        """Carry out an order and answer with the run; a refused one is a problem."""
        try:
            run = order()
        except orders.OrderRefused as refused:
            problem = Problem(STATUS.get(refused.code, 409), refused.code)
            problem.more = {"detail": wording.order(refused.code)}
            raise problem from None
        kick()
        return Response(shown(run), status=status)


STATUS = {**dict.fromkeys(("unknown_sheet", "no_file", "empty_file", "reason_needed"), 400), "not_yours": 403}
"""Refused order -> status where it is not 409."""


def shown(run: ImportRun) -> dict[str, Any]:
    """Return a run as it leaves."""
    members = {name: getattr(run, name) for name in ("id", "sheet", "file_name", "sha256", "state", *COUNTS)}
    trouble = wording.trouble(run) if run.state == FAILED else ""
    return {**members, "trouble": trouble, "undone_whole": not is_of_trade(run), "submitted_at": run.submitted_at}


def problem_shown(run: ImportRun, problem: ImportProblem) -> dict[str, Any]:
    """Return a problem as it leaves, under the header of the file."""
    told = {name: getattr(problem, name) for name in ("row", "value", "code", "suggestion")}
    return {**told, "column": wording.header(run, problem.column), "expected": wording.expected(problem)}


class Imports(ImportDoor):
    """Take a file."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="bring_file",
        request={"multipart/form-data": FileShape},
        responses=answers(ImportShape, 400, 401, 403, 415, status=202),
        tags=["imports"],
    )
    def post(self, request: Request) -> Response:
        """Keep the file and try its rows; nothing is entered until `enter/` is called."""
        sheet, file = request.data.get("sheet"), request.FILES.get("file")
        return self.ordered(lambda: self._bring(sheet, file))

    def _bring(self, sheet: Any, file: Any) -> ImportRun:
        if file is None:
            raise orders.OrderRefused("no_file" if sheet in SHEETS else "unknown_sheet")
        return orders.bring(sheet, file.name or "", file.chunks(), self.actor)


class OneImport(ImportDoor):
    """How far an import is."""

    @extend_schema(
        operation_id="import", parameters=[RUN], responses=answers(ImportShape, 401, 403, 404), tags=["imports"]
    )
    def get(self, request: Request, run: UUID) -> Response:
        """Return the counts of an import."""
        return Response(shown(self.found(run)))


class EnterImport(ImportDoor):
    """Enter the rows."""

    @extend_schema(
        operation_id="enter_import",
        parameters=[RUN],
        request=OrderShape,
        responses=answers(ImportShape, 400, 401, 403, 404, 409, 415, status=202),
        tags=["imports"],
    )
    def post(self, request: Request, run: UUID) -> Response:
        """Begin to enter the rows of an import that was tried; a second call changes nothing."""
        body = request.data if isinstance(request.data, dict) else {}
        self.found(run)
        return self.ordered(lambda: orders.accept(run, self.actor, only_good=body.get("only_good") is True))


class UndoImport(ImportDoor):
    """Undo the whole."""

    @extend_schema(
        operation_id="undo_import",
        parameters=[RUN],
        request=ReasonShape,
        responses=answers(ImportShape, 400, 401, 403, 404, 409, 415, status=202),
        tags=["imports"],
    )
    def post(self, request: Request, run: UUID) -> Response:
        """Begin to take back all that an import entered; a second call changes nothing."""
        body = request.data if isinstance(request.data, dict) else {}
        reason = body.get("reason")
        self.found(run)
        return self.ordered(lambda: orders.undo(run, self.actor, reason if isinstance(reason, str) else ""))


class ImportProblems(ImportDoor):
    """The problems of the rows."""

    @extend_schema(
        operation_id="import_problems",
        parameters=[RUN, AFTER],
        responses=answers(PROBLEM_LIST, 401, 403, 404),
        tags=["imports"],
    )
    def get(self, request: Request, run: UUID) -> Response:
        """Return a page of problems, in the order of the rows."""
        found = self.found(run)
        page = listing.problems(found, request.query_params.get("after", ""))
        here = request.build_absolute_uri()
        following = replace_query_param(here, "after", page.after) if page.after else None
        return Response({"results": [problem_shown(found, each) for each in page.rows], "next": following})
