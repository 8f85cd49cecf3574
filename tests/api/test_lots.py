"""Lots as their holders ask for them: what they are, where from, what became of them."""

import json

import pytest

from ledger import codes
from ledger.deeds.kinds import KINDS
from ledger.log.reading import events_by_id, openings_of
from ledger.models import EventKey, Lot, LotEvent
from ledger.reports.disclosing import disclosed
from ledger.risk.tainting.following import follow_findings
from ledger.risk.tainting.models import Taint
from sites.bringing import orders
from tests import make
from tests.make import DUG

pytestmark = pytest.mark.django_db


def got(who, path):
    response = who.get(path)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_lot_says_who_holds_how_much_of_what_and_where(served):
    lot = got(served.clerk, f"/api/v1/lots/{served.blend}/")

    head = str(Lot.objects.get(code=served.blend).head)
    assert lot == {
        "code": served.blend, "mass_g": 75_000, "holder": served.world.ours.party, "head": head,
        "mineral": "cassiterite", "state": "open", "place": served.world.ours.depot, "tag": None, "on_hold": False,
        "opened_on": "2026-11-03",
    }  # fmt: skip


def test_the_code_may_be_typed_as_it_is_read(served):
    typed = codes.shown(served.single).lower()

    assert got(served.clerk, f"/api/v1/lots/{typed}/")["code"] == served.single


def test_the_list_holds_what_went_through_ones_hands_newest_first(served):
    ours = [lot["code"] for lot in got(served.clerk, "/api/v1/lots/")["results"]]
    everything = [lot["code"] for lot in got(served.auditor, "/api/v1/lots/")["results"]]

    assert ours == [served.single, served.blend, served.second, served.first]
    assert everything == [served.rival, *ours]


def test_pages_go_on_where_the_last_one_ended_and_miss_nothing(served):
    path, seen = "/api/v1/lots/?limit=2", []
    while path:
        page = got(served.auditor, path)
        assert len(page["results"]) <= 2
        seen += [lot["code"] for lot in page["results"]]
        path = page["next"] and page["next"].removeprefix("http://testserver")

    assert seen == [lot["code"] for lot in got(served.auditor, "/api/v1/lots/?limit=500")["results"]]
    assert len(seen) == 5


@pytest.mark.parametrize(("asked", "found"), [
    ("state=consumed", ["second", "first"]),
    ("state=open&holder=me", ["single", "blend"]),
    ("mineral=coltan", []),
    ("holder=Q0000000F", []),
])  # fmt: skip
def test_the_list_can_be_narrowed(served, asked, found):
    lots = got(served.clerk, f"/api/v1/lots/?{asked}")["results"]

    assert [lot["code"] for lot in lots] == [getattr(served, name) for name in found]


def test_the_list_finds_codes_by_how_they_begin(served):
    shown = codes.shown(served.blend)

    lots = got(served.clerk, f"/api/v1/lots/?code={shown[:9].lower()}")["results"]

    assert served.blend in [lot["code"] for lot in lots]
    assert all(lot["code"].startswith(served.blend[:8]) for lot in lots)


def test_origins_add_up_to_the_mass_and_carry_the_states_word(served):
    origins = got(served.clerk, f"/api/v1/lots/{served.blend}/origins/")

    assert origins["total_g"] == sum(row["grams"] for row in origins["results"]) == 75_000
    assert [row["dug_on"] for row in origins["results"]] == ["2026-11-01", DUG]
    for row in origins["results"]:
        assert (row["place"], row["place_name"]) == (served.world.site, "Kashuvi Ouest")
        assert (row["custody_model"], row["status_on_day"], row["status_today"]) == ("segregated", "green", "green")


def test_a_backdated_red_reaches_the_origins_at_once(served):
    served.world.status("red", since="2026-11-02")

    rows = got(served.clerk, f"/api/v1/lots/{served.blend}/origins/")["results"]

    assert [(row["status_on_day"], row["status_today"]) for row in rows] == [("green", "red"), ("red", "red")]


def test_unknown_origin_is_an_origin_with_its_own_word(served):
    one, other = served.world.bought(mass_g=10_000), served.world.bought(mass_g=10_000)
    gained = [{"cause": "unexplained", "grams": 5_000}]
    lot = served.world.blended(one, other, mass_g=25_000, changes=gained)

    rows = got(served.clerk, f"/api/v1/lots/{lot}/origins/")["results"]

    unknown = [row for row in rows if row["place"] == "UNKNOWN"]
    (row,) = unknown
    assert (row["place_name"], row["grams"], row["status_today"]) == ("Unknown origin", 4_800, "none")


def test_lineage_goes_back_whole_and_forward_into_seen_lots(served):
    world = served.world
    world.received(world.dispatched(served.blend))
    beyond = world.blended(served.blend, world.bought(by=world.rivals), by=world.rivals, mass_g=120_800)

    back = got(served.buyer, f"/api/v1/lots/{beyond}/lineage/")["back"]
    ours = got(served.clerk, f"/api/v1/lots/{served.first}/lineage/")
    all_of_it = got(served.auditor, f"/api/v1/lots/{served.first}/lineage/")

    assert {(edge["child"], edge["parent"]) for edge in back} >= {(beyond, served.blend), (served.blend, served.first)}
    assert [edge["child"] for edge in ours["forward"]] == [served.blend]
    assert {edge["child"] for edge in all_of_it["forward"]} == {served.blend, beyond}
    assert ours["forward"] == [{"child": served.blend, "parent": served.first, "grams": 45_800, "basis": "mass"}]


def test_events_tell_the_story_in_order_with_what_one_may_see(served):
    events = got(served.clerk, f"/api/v1/lots/{served.first}/events/")["results"]

    assert [event["kind"] for event in events] == ["lot.tagged.v1", "lot.bought.v1", "lot.blended.v1"]
    tagged, bought, _ = events
    assert (tagged["withheld"], tagged["opened"]) == (["trade"], {})
    assert bought["opened"]["trade"] == {"currency": "USD", "price_minor": 41_220}
    assert bought["heads"] == {served.first: tagged["key"]}
    assert (tagged["happened_at"], tagged["local_date"]) == ("2026-11-03T10:42:00+02:00", "2026-11-03")
    assert [event["position"] for event in events] == sorted(event["position"] for event in events)


def test_an_auditor_sees_trade_and_an_event_without_a_position_says_so(served):
    events = got(served.auditor, f"/api/v1/lots/{served.rival}/events/")["results"]

    assert [event["position"] for event in events] == [None, None]
    assert events[1]["opened"]["trade"]["price_minor"] == 41_220


def test_what_was_erased_is_said_to_be_erased(served):
    lot = served.world.lot(note="A remark about the digger.")
    (tagged,) = events_by_id(LotEvent.objects.filter(lot=lot).values_list("event_id", flat=True))
    kept = [opening for opening in openings_of([tagged.key])[tagged.key] if opening.group != "notes"]

    groups = disclosed(tagged, kept, served.world.ours.clerk)

    assert (groups.erased, groups.withheld, groups.opened) == (["notes"], ["trade"], {})


def test_lots_of_a_place_since_a_day_with_their_grams_from_there(served):
    place = f"/api/v1/places/{served.world.site}/lots/"

    everything = got(served.clerk, place)
    since = got(served.clerk, f"{place}?since={DUG}")

    assert [(lot["code"], lot["grams"]) for lot in everything["results"]] == [
        (served.single, 12_345), (served.blend, 75_000), (served.second, 30_200), (served.first, 45_800),
    ]  # fmt: skip
    assert everything["open_total_g"] == 12_345 + 75_000
    later = {lot["code"]: lot["grams"] for lot in since["results"]}
    assert served.second not in later
    assert later[served.blend] == since["open_total_g"] - 12_345 == 45_197
    assert got(served.clerk, f"{place}?since=2026-11-03") == {"results": [], "next": None, "open_total_g": 0}


def test_a_day_that_is_none_is_a_problem(served):
    response = served.clerk.get(f"/api/v1/places/{served.world.site}/lots/?since=yesterday")

    assert (response.status_code, response.json()["field"]) == (400, "since")


def test_kinds_are_listed_with_schema_example_and_roles(served):
    import jsonschema

    from ledger.deeds.kinds import KINDS
    from ledger.inbox.envelopes import read_envelope

    kinds = {kind["kind"]: kind for kind in got(served.buyer, "/api/v1/kinds/")["results"]}

    assert kinds.keys() == {name for name, kind in KINDS.items() if kind.by_hand}
    for name, kind in kinds.items():
        jsonschema.Draft202012Validator.check_schema(kind["schema"])
        jsonschema.validate(kind["example"]["facts"], kind["schema"])
        assert read_envelope(kind["example"], served.world.programme).kind == name
    tagged = kinds["lot.tagged.v1"]
    assert (tagged["roles"], tagged["groups"]) == (["tagging_agent"], ["notes", "people", "position", "trade"])


def test_health_tells_size_and_age(served):
    health = got(served.clerk, "/healthz")

    assert health["status"] == "ok"
    assert health["log_size"] == health["checkpoint_size"] > 0
    assert health["checkpoint_age_s"] >= 0


def test_health_is_503_when_the_database_is_away(served, monkeypatch):
    from django.db import OperationalError

    from ledger.api import health

    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "last_checkpoint", away)

    response = served.clerk.get("/healthz")

    assert (response.status_code, response.json()["code"], response["Retry-After"]) == (503, "database_away", "5")


BUDGETS = {
    "/api/v1/kinds/": 2,
    "/api/v1/lots/": 3,
    "/api/v1/lots/{lot}/": 3,
    "/api/v1/lots/{lot}/origins/": 7,
    "/api/v1/lots/{lot}/lineage/": 6,
    "/api/v1/lots/{lot}/events/": 6,
    "/api/v1/places/{site}/lots/": 6,
    "/healthz": 2,
}


@pytest.mark.parametrize(("path", "queries"), BUDGETS.items())
def test_an_address_asks_a_fixed_number_of_questions(served, django_assert_num_queries, path, queries):
    world = served.world
    parts = [world.bought(mass_g=10_000, dug_on=f"2026-10-{day:02}") for day in range(1, 13)]
    wide = world.blended(*parts, mass_g=120_000)
    world.blended(wide, served.single, mass_g=132_345)

    for lot in (served.first, wide):
        with django_assert_num_queries(queries):
            got(served.clerk, path.format(lot=lot, site=world.site))


def an_act_about(world):
    """Enter an act that leaves the site Green, and return its key."""
    facts = {"number": "1/2026", "by": "state", "status": "green", "valid_from": "2026-03-01"}
    signed = make.envelope("act.signed.v1", sites=[world.site], signed_on="2026-03-01", **facts)
    make.entered(world.regulator, signed)
    return signed["key"]


def a_finding_about(world):
    """Let the State turn the site Red and follow it through the ore; return the key of the finding."""
    world.status("red", since="2026-10-15")
    follow_findings(events_by_id(EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True)))
    return Taint.objects.get(subject=world.site).key


def a_device_of(world):
    """Enrol a device of ours and return its UUID."""
    facts = {**KINDS["device.enrolled.v1"].example, "party": world.ours.party}
    make.entered(world.ours.manager, make.envelope("device.enrolled.v1", **facts))
    return facts["device"]


def a_file_brought(world):
    """Bring a file of sites that nobody has tried yet, and return its run."""
    return orders.bring("sites", "sites.csv", [b"name,country\n"], world.programme).pk


def test_every_answer_fits_the_schema_that_is_shown(served):
    import jsonschema

    schema = got(served.clerk, "/api/v1/schema/")
    lot, site = served.blend, served.world.site
    named = {"table": "programmes", "run": a_file_brought(served.world), "device": a_device_of(served.world)}
    act, finding = an_act_about(served.world), a_finding_about(served.world)
    # tests/exporting holds what is said in the form of the ICGLR against the schema that the ICGLR publishes
    ours = [path for path in schema["paths"] if "icglr" not in path]
    asked = {
        path: path.format(code=site if "places" in path else lot, key=finding if "findings" in path else act, **named)
        for path in ours
    }
    asked["/api/v1/statements/"] += f"?place={served.world.ours.depot}&month=2026-11"
    asked["/api/v1/may/"] += "?act=export&mineral=lithium_ore&country=ZW&kind=company"
    for path, address in asked.items():
        operation = schema["paths"][path].get("get")
        if operation is None or "pack" in path or "schema" in path or "receipt" in path:
            continue
        shape = operation["responses"]["200"]["content"]["application/json"]["schema"]
        reader = served.programme if "imports" in path else served.auditor
        jsonschema.validate(got(reader, address), {**shape, "components": schema["components"]})
    answered = served.tagger.enter(served.world.tagging(), served.world.tagging(mass_g=0)).json()
    shape = {"$ref": "#/components/schemas/AnswersShape", "components": schema["components"]}
    jsonschema.validate(json.loads(json.dumps(answered)), shape)
    assert len(asked) >= 10


def test_the_schema_is_valid_openapi_and_nothing_in_it_is_guessed(served, tmp_path):
    from django.core.management import call_command

    out = tmp_path / "schema.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(out))

    assert out.read_text().startswith("openapi: 3.1.0")
    unknown = make.code("P")
    assert served.clerk.get(f"/api/v1/lots/{unknown}/").status_code == 404
