"""Trigrams, for names that are searched as people remember them. A trusted extension: the owner may create it."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_rule_book")]
    operations = [TrigramExtension()]
