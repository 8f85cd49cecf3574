"""What the serving login may do, table by table. The default for anything not named here is: read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

READ = "SELECT"
APPEND = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"

LOG_TABLES = {
    "ledger_event": APPEND,
    # when openings are erased, the hash of the words goes as well: a trigger lets nothing else be changed
    "ledger_eventkey": "SELECT, INSERT, UPDATE (words_hash)",
    "ledger_opening": KEEP,
    "ledger_pending": "SELECT, INSERT, DELETE",
    "ledger_leaf": APPEND,
    "ledger_tile": KEEP,
    "ledger_checkpoint": APPEND,
    "ledger_logstate": KEEP,
    "ledger_published": KEEP,
    "ledger_endedlog": READ,
    "ledger_endedleaf": READ,
    "ledger_endedtile": READ,
    "ledger_endedcheckpoint": READ,
    "ledger_cursor": KEEP,
    "ledger_inboxentry": KEEP,
    "ledger_erasure": ALL,  # outside replay: goes when it is done
    "ledger_user": ALL,
    "ledger_user_groups": ALL,
    "ledger_user_user_permissions": ALL,
    "ledger_role": ALL,
    "ledger_apitoken": ALL,
    "ledger_origin": ALL,  # a correction lets origins flow anew: an owner's lines are replaced together
    "ledger_edge": ALL,
    "ledger_lotchange": ALL,
    "ledger_hold": ALL,  # a release writes the holds of its lot anew
    "ledger_incidentstep": ALL,  # a step that is done writes the steps of its plan anew
    # outside replay: what anonymous people sent goes when it is no longer needed
    "ledger_tip": ALL,
    "ledger_tipword": ALL,
    "ledger_tiphour": ALL,
    # outside replay: one stops following, and what people were told is forgotten after a time
    "ledger_follow": ALL,
    "ledger_news": ALL,
    "ledger_notice": ALL,
    "ledger_delivery": ALL,
    "ledger_attempt": ALL,
    "ledger_hit": ALL,  # a party's hits are replaced together
    # outside replay: what public lists say, and marks of parties, which go when their opening is erased
    "ledger_listedentry": ALL,
    "ledger_leftrow": ALL,
    "ledger_partymark": ALL,
    "ledger_printjob": ALL,  # paper orders are forgotten after a week
    "mine_sites_siteposition": ALL,  # outside replay: a position goes when its opening is erased
    "django_migrations": READ,
}
OURS = {"ledger", "mine_sites", "buyers"}


def grant_to_app(using: str = "default", **_: Any) -> None:
    """Give the serving login its rights after every migration; runs as the owner."""
    role = connections[using].ops.quote_name(settings.APP_ROLE)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.APP_ROLE])
        if cursor.fetchone() is None:
            return
        present = set(connections[using].introspection.table_names(cursor))
        for table, rights in _rights().items():
            if table in present or table == "ledger_event" and "ledger_eventkey" in present:
                # names come from the models and the list above, the role from the settings
                cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
                cursor.execute(f"GRANT {rights} ON {table} TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        if "ledger_eventkey" in present:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION ledger_make_partition(bigint) TO {role}")


def _rights() -> dict[str, str]:
    """Return rights by table: read tables are kept, Django's own tables are free, the log is only appended to."""
    rights = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        rights[table] = LOG_TABLES.get(table, KEEP if model._meta.app_label in OURS else ALL)
    return {**rights, **LOG_TABLES}
