"""Papers: what lies in the papers' folder, and who brought it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Paper(models.Model):
    """A file under the SHA-256 of its bytes. Entries name it by that hash; outside replay, as openings are.

    `group` is the disclosure group under which it may be seen, `parties` are those whose people uploaded it.
    The name that the file had is not kept: names of files name people.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.TextField()
    size = models.IntegerField()
    group = models.TextField()
    parties = ArrayField(models.CharField(max_length=9))
    uploaded_by = models.TextField()
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
