"""Addresses of labels."""

from django.urls import path

from buyers.labels.pages import print_job, print_labels, printed_file, printer_test

urlpatterns = [
    path("labels/test/<str:layout>.pdf", printer_test, name="printer_test"),
    path("labels/<str:source>/<str:name>/", print_labels, name="print_labels"),
    path("print/<uuid:number>/", print_job, name="print_job"),
    path("print/<uuid:number>.pdf", printed_file, name="printed_file"),
]
