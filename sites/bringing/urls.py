"""Addresses of imports, over HTTP and as pages."""

from django.urls import path, re_path

from sites.bringing.api import EnterImport, ImportProblems, Imports, OneImport, UndoImport
from sites.bringing.pages import enter_import, import_bad_rows, import_template, imports, one_import, undo_import

urlpatterns = [
    path("api/v1/imports/", Imports.as_view(), name="api-imports"),
    path("api/v1/imports/<uuid:run>/", OneImport.as_view(), name="api-import"),
    path("api/v1/imports/<uuid:run>/enter/", EnterImport.as_view(), name="api-enter-import"),
    path("api/v1/imports/<uuid:run>/undo/", UndoImport.as_view(), name="api-undo-import"),
    path("api/v1/imports/<uuid:run>/problems/", ImportProblems.as_view(), name="api-import-problems"),
    path("imports/", imports, name="imports"),
    re_path(r"^imports/templates/(?P<sheet>[a-z]{1,20})\.(?P<form>csv|xlsx)$", import_template, name="import_template"),
    path("imports/<uuid:run>/", one_import, name="import"),
    path("imports/<uuid:run>/enter/", enter_import, name="enter_import"),
    path("imports/<uuid:run>/undo/", undo_import, name="undo_import"),
    path("imports/<uuid:run>/bad-rows.csv", import_bad_rows, {"form": "csv"}, name="import_bad_rows"),
    path("imports/<uuid:run>/bad-rows.xlsx", import_bad_rows, {"form": "xlsx"}, name="import_bad_rows_xlsx"),
]
