"""Every kind of entry as every role: allowed exactly when the access layer says so."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ledger.deeds.kinds import KINDS
from ledger.parties.entering import MAY_ENTER
from ledger.parties.roles import (
    AUDITOR,
    BUYER,
    DEPOT_CLERK,
    DEPOT_MANAGER,
    PROGRAMME_MANAGER,
    REGULATOR,
    TAGGING_AGENT,
)
from tests.access.people import EVERYBODY, NOBODY

pytestmark = pytest.mark.django_db
TABLE = {
    "incident.reported": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT, BUYER, AUDITOR},
    "incident.replied": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT, BUYER},
    "incident.acknowledged": {PROGRAMME_MANAGER, REGULATOR},
    "incident.level_changed": {PROGRAMME_MANAGER, REGULATOR},
    "incident.lots_named": {PROGRAMME_MANAGER, REGULATOR},
    "incident.plan_adopted": {PROGRAMME_MANAGER, REGULATOR},
    "incident.step_done": {PROGRAMME_MANAGER, REGULATOR},
    "incident.found": {PROGRAMME_MANAGER, REGULATOR, AUDITOR},
    "incident.decided": {PROGRAMME_MANAGER, REGULATOR},
    "incident.closed": {PROGRAMME_MANAGER, REGULATOR, AUDITOR},
    "incident.reopened": {PROGRAMME_MANAGER, REGULATOR},
    "incident.published": {PROGRAMME_MANAGER, REGULATOR},
    "incident.forwarded": {PROGRAMME_MANAGER, REGULATOR},
    "party.registered": {PROGRAMME_MANAGER},
    "device.enrolled": {PROGRAMME_MANAGER, REGULATOR, DEPOT_MANAGER},
    "device.revoked": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT, BUYER, AUDITOR},
    "place.registered": {PROGRAMME_MANAGER},
    "person.registered": {PROGRAMME_MANAGER, REGULATOR},
    "party.described": {PROGRAMME_MANAGER, REGULATOR},
    "party.people_stated": {PROGRAMME_MANAGER, REGULATOR},
    "party.account_stated": {PROGRAMME_MANAGER, REGULATOR},
    "party.status_decided": {PROGRAMME_MANAGER, REGULATOR},
    "membership.stated": {PROGRAMME_MANAGER, REGULATOR},
    "certificate.stated": {PROGRAMME_MANAGER, REGULATOR},
    "scale.calibrated": {PROGRAMME_MANAGER, REGULATOR, DEPOT_MANAGER},
    "site.registered": {PROGRAMME_MANAGER, REGULATOR},
    "site.merged": {PROGRAMME_MANAGER, REGULATOR},
    "site.unmerged": {PROGRAMME_MANAGER, REGULATOR},
    "site.status_decided": {REGULATOR, PROGRAMME_MANAGER},
    "act.signed": {PROGRAMME_MANAGER, REGULATOR},
    "blue.report_filed": {PROGRAMME_MANAGER, REGULATOR, DEPOT_MANAGER, BUYER},
    "blue.objected": {PROGRAMME_MANAGER, REGULATOR},
    "site.visited": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "site.described": {PROGRAMME_MANAGER, REGULATOR},
    "site.capacity_set": {PROGRAMME_MANAGER, REGULATOR},
    "site.located": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "zone.drawn": {PROGRAMME_MANAGER, REGULATOR},
    "zone.closed": {PROGRAMME_MANAGER, REGULATOR},
    "zone.consent_given": {PROGRAMME_MANAGER, REGULATOR},
    "conflict.events_brought": {PROGRAMME_MANAGER, REGULATOR},
    "conflict.events_taken_back": {PROGRAMME_MANAGER, REGULATOR},
    "roadblock.noted": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "roadblock.ended": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "cahra.determined": {PROGRAMME_MANAGER, REGULATOR},
    "cahra.taken_back": {PROGRAMME_MANAGER, REGULATOR},
    "tag.issued": {PROGRAMME_MANAGER},
    "tag_series.opened": {PROGRAMME_MANAGER},
    "tags.stocked": {PROGRAMME_MANAGER},
    "tags.allocated": {PROGRAMME_MANAGER, REGULATOR},
    "tags.returned": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "tags.counted": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "tag.voided": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "tag.missed": {PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT},
    "tag.stopped": {PROGRAMME_MANAGER, REGULATOR},
    "tag.resumed": {PROGRAMME_MANAGER, REGULATOR},
    "hit.decided": {PROGRAMME_MANAGER, REGULATOR},
    "lot.tagged": {TAGGING_AGENT},
    "lot.retagged": {DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "lot.weighed": {DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "lot.bought": {DEPOT_CLERK, DEPOT_MANAGER},
    "lot.assayed": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER},
    "lot.blended": {DEPOT_MANAGER},
    "lot.split": {DEPOT_MANAGER},
    "lot.processed": {DEPOT_MANAGER},
    "stock.brought_in": {DEPOT_MANAGER},
    "consignment.dispatched": {DEPOT_CLERK, DEPOT_MANAGER},
    "consignment.received": {DEPOT_CLERK, DEPOT_MANAGER, BUYER},
    "consignment.refused": {DEPOT_CLERK, DEPOT_MANAGER, BUYER},
    "consignment.returned": {DEPOT_CLERK, DEPOT_MANAGER},
    "lot.exported": {DEPOT_MANAGER},
    "export_certificate.issued": {PROGRAMME_MANAGER, REGULATOR},
    "export_certificate.noted": {PROGRAMME_MANAGER, REGULATOR},
    "lot.imported": {DEPOT_MANAGER},
    "flag.answered": {PROGRAMME_MANAGER, REGULATOR},
    "flag.explained": {DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT, BUYER},
    "lot.held": {PROGRAMME_MANAGER, REGULATOR},
    "lot.released": {PROGRAMME_MANAGER, REGULATOR},
    "reference.stated": {PROGRAMME_MANAGER, REGULATOR},
    "entries.withdrawn": {PROGRAMME_MANAGER, REGULATOR},
    "licence.granted": {PROGRAMME_MANAGER, REGULATOR},
    "licence.renewed": {PROGRAMME_MANAGER, REGULATOR},
    "licence.stopped": {PROGRAMME_MANAGER, REGULATOR},
    "agreement.stated": {PROGRAMME_MANAGER, REGULATOR},
    "lot.corrected": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "lot.voided": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "stock.counted": {DEPOT_CLERK, DEPOT_MANAGER},
    "custody.handed_over": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "log_book.page_typed": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "proposal.signed": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
    "proposal.dropped": {PROGRAMME_MANAGER, REGULATOR, DEPOT_CLERK, DEPOT_MANAGER, TAGGING_AGENT},
}
"""Said once more by hand: who widens the access layer changes this line too, knowingly."""


def example(kind):
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"key": str(uuid4()), "kind": kind.name, "happened_at": now, "facts": dict(kind.example)}


def test_the_access_layer_says_what_the_table_says():
    assert {kind: set(allowed) for kind, allowed in MAY_ENTER.items()} == TABLE


def test_every_kind_that_is_entered_by_hand_has_a_line():
    by_hand = {name.rsplit(".v", 1)[0] for name, kind in KINDS.items() if kind.by_hand}

    assert by_hand == TABLE.keys()


@pytest.mark.parametrize("person", [person for person in EVERYBODY if person != NOBODY], ids=str)
def test_a_role_may_enter_exactly_its_kinds(house, person):
    kinds = [kind for kind in KINDS.values() if kind.by_hand]

    response = house.people[person].api.enter(*map(example, kinds))

    allowed = {
        kind.name.rsplit(".v", 1)[0]
        for kind, answer in zip(kinds, response.json()["answers"], strict=True)
        if answer.get("code") != "not_allowed"
    }
    assert allowed == {kind for kind, may in TABLE.items() if person.role in may}
    assert response.status_code == (403 if not allowed else response.status_code)


@pytest.mark.parametrize("person", [person for person in EVERYBODY if person != NOBODY], ids=str)
def test_what_only_the_system_writes_nobody_enters(house, person):
    system = [kind for kind in KINDS.values() if not kind.by_hand]

    response = house.people[person].api.enter(*map(example, system))

    assert response.status_code == 400
    assert {answer["code"] for answer in response.json()["answers"]} == {"unknown_kind"}


def test_nobody_enters_nothing(house):
    response = house.people[NOBODY].api.enter(*map(example, KINDS.values()))

    assert (response.status_code, response.json()["code"]) == (401, "token_missing")
