"""The register's indexes of trigrams need the extension, which the ledger's migration makes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mine_sites", "0002_a_line_of_the_register"), ("ledger", "0003_b_trigrams")]
    operations = []
