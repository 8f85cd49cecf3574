"""The event table with its partitions, the outbox trigger, and the triggers that refuse to change the past."""

from django.db import migrations

EVENT = """
CREATE SEQUENCE ledger_event_id_seq CACHE 1;
CREATE TABLE ledger_event (
    id bigint NOT NULL,
    key uuid NOT NULL,
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ledger_event_pkey PRIMARY KEY (id),
    CONSTRAINT ledger_event_entry_fits_a_bundle CHECK (octet_length(entry) <= 65535),
    CONSTRAINT ledger_event_hash_is_sha256 CHECK (octet_length(hash) = 32)
) PARTITION BY RANGE (id);
"""
EVENT_UNDO = "DROP TABLE ledger_event; DROP SEQUENCE ledger_event_id_seq;"

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

OUTBOX = """
CREATE FUNCTION ledger_event_to_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_pending (event_id) SELECT id FROM appended;
    RETURN NULL;
END $$;
CREATE TRIGGER event_to_outbox AFTER INSERT ON ledger_event
    REFERENCING NEW TABLE AS appended FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_to_outbox();
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER event_to_outbox;
"""

# One partition holds a million ids. A direct insert into a partition would skip the outbox trigger of the parent, so
# nobody is granted anything on partitions; TRUNCATE of the parent does not fire for partitions, so each has its own.
PARTITIONS = """
CREATE FUNCTION ledger_make_partition(number bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    partition text := format('ledger_event_p%s', lpad(number::text, 5, '0'));
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF ledger_event FOR VALUES FROM (%s) TO (%s)',
                   partition, number * 1000000, (number + 1) * 1000000);
    EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON %I
                    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()', partition);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_changed', partition);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()', partition);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_truncated', partition);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION ledger_make_partition(bigint) FROM PUBLIC;
SELECT ledger_make_partition(number) FROM generate_series(0, 3) AS number;
"""

NEVER_CHANGED = """
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_changed;
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_truncated;
"""
NEVER_CHANGED_UNDO = "DROP TRIGGER never_changed ON {table}; DROP TRIGGER never_truncated ON {table};"

TILES = """
CREATE FUNCTION ledger_tile_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.level <> OLD.level OR NEW.idx <> OLD.idx
       OR substr(NEW.hashes, 1, octet_length(OLD.hashes)) <> OLD.hashes THEN
        RAISE EXCEPTION 'a tile only ever grows' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON ledger_tile
    FOR EACH ROW EXECUTE FUNCTION ledger_tile_only_grows();
ALTER TABLE ledger_tile ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE ledger_logstate SET (fillfactor = 50);
"""
TILES_UNDO = "DROP TRIGGER only_grows ON ledger_tile; DROP FUNCTION ledger_tile_only_grows();"

GUARDED = ("ledger_eventkey", "ledger_leaf", "ledger_checkpoint")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(EVENT, EVENT_UNDO),
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse();"),
        migrations.RunSQL(OUTBOX, "DROP FUNCTION ledger_event_to_outbox() CASCADE;"),
        migrations.RunSQL(PARTITIONS, "DROP FUNCTION ledger_make_partition(bigint);"),
        *[
            migrations.RunSQL(NEVER_CHANGED.format(table=table), NEVER_CHANGED_UNDO.format(table=table))
            for table in GUARDED
        ],
        migrations.RunSQL(TILES, TILES_UNDO),
    ]
