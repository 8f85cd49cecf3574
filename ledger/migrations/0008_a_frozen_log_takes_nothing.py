"""The trigger behind every insert of events refuses while the log is frozen, whichever door they came through."""

from django.db import migrations

TAKES = """
CREATE OR REPLACE FUNCTION ledger_event_to_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_logstate WHERE frozen IS NOT NULL) THEN
        RAISE EXCEPTION 'the log is frozen and takes no events' USING ERRCODE = 'read_only_sql_transaction';
    END IF;
    INSERT INTO ledger_pending (event_id) SELECT id FROM appended;
    RETURN NULL;
END $$;
"""
TOOK = """
CREATE OR REPLACE FUNCTION ledger_event_to_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_pending (event_id) SELECT id FROM appended;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_the_log_in_full")]
    operations = [migrations.RunSQL(TAKES, TOOK)]
