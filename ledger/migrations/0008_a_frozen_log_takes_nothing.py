"""The trigger behind every insert of events refuses while the log is frozen, whichever door they came through.

What is kept of logs that have ended is never changed either.
"""

from django.db import migrations

TAKES = """
CREATE OR REPLACE FUNCTION ledger_event_to_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_logstate WHERE frozen IS NOT NULL) THEN
        RAISE EXCEPTION 'the log is frozen and takes no events' USING ERRCODE = 'read_only_sql_transaction';
    END IF;
    -- a program that was started before the log got its new name must not go on under the old one
    IF EXISTS (SELECT FROM ledger_endedlog) AND EXISTS (
        SELECT FROM appended, ledger_logstate state
        WHERE position(convert_to(format('"log":"%s"', state.origin), 'UTF8') IN appended.entry) = 0
    ) THEN
        RAISE EXCEPTION 'the log has another name by now' USING ERRCODE = 'read_only_sql_transaction';
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

NEVER_CHANGED = """
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_changed;
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_truncated;
"""
NEVER_CHANGED_UNDO = "DROP TRIGGER never_changed ON {table}; DROP TRIGGER never_truncated ON {table};"
ENDED = ("ledger_endedlog", "ledger_endedleaf", "ledger_endedtile", "ledger_endedcheckpoint")

# when an opening is erased, the hash of the same words goes from the key's row: of the rest nothing is ever changed
ONLY_BLANKED = """
CREATE FUNCTION ledger_eventkey_only_blanked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND octet_length(NEW.words_hash) = 0
       AND (NEW.key, NEW.actor, NEW.outcome, NEW.event_id, NEW.answer)
           IS NOT DISTINCT FROM (OLD.key, OLD.actor, OLD.outcome, OLD.event_id, OLD.answer) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is refused: the log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER never_changed ON ledger_eventkey;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON ledger_eventkey
    FOR EACH ROW EXECUTE FUNCTION ledger_eventkey_only_blanked();
ALTER TABLE ledger_eventkey ENABLE ALWAYS TRIGGER never_changed;
"""
ONLY_BLANKED_UNDO = """
DROP TRIGGER never_changed ON ledger_eventkey;
DROP FUNCTION ledger_eventkey_only_blanked();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON ledger_eventkey
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_eventkey ENABLE ALWAYS TRIGGER never_changed;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_the_log_in_full")]
    operations = [
        migrations.RunSQL(TAKES, TOOK),
        migrations.RunSQL(ONLY_BLANKED, ONLY_BLANKED_UNDO),
        *[
            migrations.RunSQL(NEVER_CHANGED.format(table=table), NEVER_CHANGED_UNDO.format(table=table))
            for table in ENDED
        ],
    ]
