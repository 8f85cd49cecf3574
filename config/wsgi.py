"""The application for a WSGI server; it does not start on a login that could change the record."""

import os

from django.core.checks import Tags, run_checks
from django.core.wsgi import get_wsgi_application

from config.stopping import stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

for error in run_checks(tags=[Tags.database], databases=["default"]):
    if error.is_serious():
        stop(f"{error.msg} ({error.id})")
