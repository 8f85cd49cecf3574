"""The Celery app; tasks are found in the files named tasks.py of the apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lodebook")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
