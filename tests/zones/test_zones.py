"""Zones on a day, sites in them, titles under them, and bags declared elsewhere: findings, never refusals."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from ledger.log.reading import events_from
from ledger.parties import roles
from ledger.risk.engine import look_at_lots, look_at_places
from ledger.risk.models import Flag
from ledger.risk.rules import explain
from ledger.risk.watching import look_over
from sites.models import MineSite
from sites.positions.following import look
from sites.zones.lying import places_inside, zones_around, zones_on
from sites.zones.models import Zone
from tests import make

pytestmark = pytest.mark.usefixtures("replays")
TODAY = date(2026, 11, 3)


def square(west: float, south: float, size: float = 0.1) -> str:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def draw(world, code: str | None = None, outline: str = "", since: str = "2019-05-02", **said) -> str:
    zone = code or make.code("Z")
    facts = {"zone": zone, "name": "ZEA Kalehe 1", "kind": "artisanal_zone", "country": "CD", "status": "active",
             "valid_from": since, "outline": outline or square(28.8, -2.0), **said}  # fmt: skip
    make.entered(world.programme, make.envelope("zone.drawn.v1", **facts))
    return zone


def locate(world, latitude: float | None = -1.944, longitude: float = 28.885, place: str | None = None, **said) -> None:
    facts = {"place": place or world.site, "located_on": "2026-10-01", "by_whom": "Team", "method": "gps", **said}
    if latitude is not None:
        facts |= {"latitude_e6": round(latitude * 1e6), "longitude_e6": round(longitude * 1e6)}
    make.entered(world.programme, make.envelope("site.located.v1", **facts))
    follow_everything()


def follow_everything() -> None:
    """Let the positions be read, as their follower does once the log is sequenced."""
    from ledger.log.reading import events_by_id

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_event")
        look(events_by_id(number for (number,) in cursor.fetchall()))


def leaves() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event")
        return "".join(bytes(entry).decode() for (entry,) in cursor.fetchall())


def test_an_exact_place_stays_out_of_the_leaf_and_moves_the_cell(world):
    locate(world, precision_m=8, polygon=square(28.8801, -1.9501, 0.01))

    site = MineSite.objects.get(code=world.site)
    assert (site.cell, site.precision) == ("-1.9,28.9", "to_30_m")
    assert site.size_m2 == pytest.approx(1_230_000, rel=0.01)
    assert "1944000" not in leaves() and "28.8801" not in leaves()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"latitude_e6": 1}, "half_a_position"),
        ({}, "no_position"),
        ({"latitude_e6": 1, "longitude_e6": 1, "located_on": "2026-11-20"}, "day_in_future"),
        ({"polygon": "{}"}, "fact_not_outline"),
    ],
)
def test_half_a_place_is_refused(world, said, code):
    facts = {"place": world.site, "located_on": "2026-10-01", "by_whom": "Team", "method": "map", **said}

    (answer,) = make.enter(world.programme, make.envelope("site.located.v1", **facts))

    assert (answer.status, answer.code) == ("refused", code)


def test_a_zone_holds_the_sites_whose_point_lies_in_it(world):
    locate(world)
    inside, outside = draw(world), draw(world, outline=square(29.5, -2.0))

    assert [zone.zone for zone in zones_around(world.site, TODAY)] == [inside]
    assert places_inside(Zone.objects.get(code=inside)) == [world.site]
    assert places_inside(Zone.objects.get(code=outside)) == []


def test_a_site_without_a_position_lies_in_no_known_zone(world):
    draw(world)

    assert zones_around(world.site, TODAY) == []


@pytest.mark.parametrize(
    ("day", "names"),
    [("2019-05-01", []), ("2019-05-02", ["Old"]), ("2022-12-31", ["Old"]), ("2023-01-01", ["New"]), ("2026-07-01", [])],
)
def test_a_zone_is_what_was_drawn_for_the_day(world, day, names):
    zone = draw(world, name="Old")
    draw(world, zone, square(29.5, -2.0), "2023-01-01", name="New")
    closing = {"zone": zone, "closed_on": "2026-06-30", "legal_basis": "Order 9"}
    make.entered(world.programme, make.envelope("zone.closed.v1", **closing))
    draw(world, status="planned", name="Planned")

    assert [each.name for each in zones_on(date.fromisoformat(day))] == names


def test_a_zone_drawn_for_an_earlier_day_leaves_what_holds_now(world):
    zone = draw(world, name="New", since="2023-01-01")
    draw(world, zone, name="Old", since="2019-01-01")

    assert Zone.objects.get().name == "New"


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        ("zone.closed.v1", {"zone": make.code("Z"), "closed_on": "2026-01-01"}, "unknown_zone_code"),
        ("zone.drawn.v1", {"holder": make.code("Q")}, "unknown_party"),
        ("zone.drawn.v1", {"valid_to": "2018-01-01"}, "ends_before_it_begins"),
    ],
)
def test_what_cannot_be_drawn_is_refused(world, kind, said, code):
    facts = {"zone": make.code("Z"), "name": "N", "kind": "concession", "country": "CD", "status": "active",
             "valid_from": "2019-05-02", "outline": square(28.8, -2.0)}  # fmt: skip
    facts = {**facts, **said} if kind == "zone.drawn.v1" else said

    assert make.enter(world.programme, make.envelope(kind, **facts))[0].code == code


def flagged(rule: str) -> Flag | None:
    return Flag.objects.filter(rule=rule, cleared_on=None).first()


def test_only_overlap_with_the_title_of_another_is_told(world):
    locate(world, None, polygon=square(28.88, -1.95, 0.01))
    draw(world, kind="protected_area")
    draw(world, kind="concession", holder=world.cooperative)
    described = {"place": world.site, "as_of": "2026-10-01", "by_whom": "T", "operators": [world.cooperative]}
    make.entered(world.programme, make.envelope("site.described.v1", **described))

    look_at_places([world.site], TODAY)

    assert flagged("LIC-08") is None


@pytest.mark.rule("LIC-08")
def test_a_site_over_somebody_elses_title_is_flagged_until_the_holder_agrees(world):
    locate(world, None, polygon=square(28.88, -1.95, 0.01))
    title = draw(world, kind="concession", holder=world.rivals.party)

    look_at_places([world.site], TODAY)

    flag = flagged("LIC-08")
    assert flag.evidence == {"titles": 1, "shared_ha": 124}
    assert "124 ha" in explain("LIC-08", "warn", flag.evidence, TODAY)
    assert title not in json.dumps(flag.evidence), "a flag is public: it does not say where"

    consent = {"zone": title, "place": world.site, "valid_from": "2026-11-01", "given_by": "Holder"}
    make.entered(world.programme, make.envelope("zone.consent_given.v1", **consent))
    look_at_places([world.site], TODAY)

    assert flagged("LIC-08") is None
    assert sum(title in part for part in leaves().split('"kind":"zone.consent_given.v1"')[1:]) == 0


@pytest.mark.rule("LIC-08")
def test_drawing_a_title_looks_again_at_the_sites_near_it(world, tmp_path):
    locate(world, None, polygon=square(28.88, -1.95, 0.01))
    draw(world, kind="concession")
    sequence(tmp_path)

    look_over(events_from(0, 500))

    assert flagged("LIC-08") is not None


def test_a_point_overlaps_nothing(world):
    locate(world)
    draw(world, kind="concession")

    look_at_places([world.site], TODAY)

    assert flagged("LIC-08") is None


def sequence(folder) -> None:
    from tests.served import sequence_all

    sequence_all(folder)


def tagged(world, latitude: float, longitude: float) -> str:
    world.status()
    return world.lot(latitude_e6=round(latitude * 1e6), longitude_e6=round(longitude * 1e6))


@pytest.mark.rule("MINE-07")
@pytest.mark.parametrize(("latitude", "why"), [(-1.944, None), (-1.960, None), (-1.966, "far"), (-2.9, "far")])
def test_a_bag_declared_farther_than_two_kilometres_from_its_site_is_looked_at(world, latitude, why):
    locate(world)
    lot = tagged(world, latitude, 28.885)

    look_at_lots([lot])

    flag = flagged("MINE-07")
    assert (flag.evidence["why"] if flag else None) == why
    if flag:
        assert "registered point" in explain("MINE-07", "warn", flag.evidence, TODAY)


@pytest.mark.rule("MINE-07")
def test_a_bag_declared_outside_the_zone_of_its_site_is_looked_at(world):
    locate(world, -1.995, 28.885)
    draw(world)
    inside, outside = tagged(world, -1.999, 28.885), tagged(world, -2.004, 28.885)

    look_at_lots([inside, outside])

    assert [flag.subject for flag in Flag.objects.filter(rule="MINE-07")] == [outside]
    assert explain("MINE-07", "warn", flagged("MINE-07").evidence, TODAY).startswith("The bag was declared outside")


@pytest.mark.rule("MINE-07")
def test_the_follower_reads_positions_before_it_looks_at_bags(world, tmp_path):
    located = {"place": world.site, "located_on": "2026-10-01", "by_whom": "Team", "method": "gps",
               "latitude_e6": -1_944_000, "longitude_e6": 28_885_000}  # fmt: skip
    make.entered(world.programme, make.envelope("site.located.v1", **located))
    lot = tagged(world, -2.5, 28.885)
    sequence(tmp_path)

    look_over(events_from(0, 500))

    assert flagged("MINE-07").subject == lot


def test_outside_every_zone_is_no_finding_where_the_site_lies_in_none(world):
    locate(world)
    draw(world, outline=square(29.5, -2.0))
    lot = tagged(world, -1.944, 28.886)

    look_at_lots([lot])

    assert flagged("MINE-07") is None


def test_a_bag_without_a_declared_place_is_not_compared(world):
    locate(world)
    world.status()

    look_at_lots([world.lot()])

    assert flagged("MINE-07") is None


@pytest.fixture
def written(tmp_path):
    def write(*features: dict, name: str = "zones.geojson"):
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
        return path

    return write


def feature(outline: str, **said) -> dict:
    return {"type": "Feature", "geometry": json.loads(outline), "properties": said}


def run(path, *more: str) -> str:
    from io import StringIO

    said = StringIO()
    call_command("import_zones", str(path), *more, stdout=said)
    return said.getvalue()


def test_a_file_of_zones_is_drawn_once_and_its_bad_features_are_told(db, written):
    path = written(
        feature(square(28.8, -2.0), name="ZEA 1", kind="artisanal_zone", country="CD", valid_from="2019-05-02"),
        feature(square(29.8, -2.0), NAME="ZEA 2"),
        feature(square(29.8, -2.0), name="ZEA 3", kind="castle"),
        {"type": "Feature", "geometry": None, "properties": {"name": "ZEA 4"}},
    )
    defaults = ("--kind", "designated_area", "--country", "CD", "--valid-from", "2020-01-01")

    first, second = run(path, *defaults), run(path, *defaults)

    assert "2 drawn" in first and "2 refused" in first
    assert "feature 3 'ZEA 3': kind: expected one of artisanal_zone" in first
    assert "feature 4 'ZEA 4': geometry: expected" in first
    assert "2 repeated" in second and "0 drawn" in second
    assert set(Zone.objects.values_list("name", "kind")) == {("ZEA 1", "artisanal_zone"), ("ZEA 2", "designated_area")}


def test_a_file_with_a_fine_line_is_thinned_and_says_so(db, written):
    import shapely
    from shapely.geometry import mapping

    wild = json.dumps(mapping(shapely.Point(28, -2).buffer(1, quad_segs=2_000)))
    path = written(feature(wild, name="Park", kind="protected_area", country="CD", valid_from="1970-01-01"))

    assert "thinned" in run(path)
    assert Zone.objects.get().moved_m > 0


def test_a_changed_outline_of_a_file_is_drawn_anew_under_the_same_code(db, written):
    said = {"name": "ZEA 1", "kind": "artisanal_zone", "country": "CD"}
    run(written(feature(square(28.8, -2.0), **said, valid_from="2019-05-02")))
    run(written(feature(square(28.9, -2.0), **said, valid_from="2021-05-02")))

    zone = Zone.objects.get()
    assert zone.valid_from == date(2021, 5, 2)
    assert len(zones_on(date(2020, 1, 1))) == 1


@pytest.mark.parametrize("content", ["", "[]", '{"type":"FeatureCollection"}', "{" * 5_000])
def test_a_file_that_is_none_says_so(db, tmp_path, content):
    path = tmp_path / "bad.geojson"
    path.write_text(content)

    with pytest.raises(CommandError, match="bad.geojson"):
        run(path)


def test_a_dry_run_writes_nothing(db, written):
    path = written(feature(square(28.8, -2.0), name="Z", kind="concession", country="CD", valid_from="2019-05-02"))

    assert "1 drawn" in run(path, "--dry-run")
    assert not Zone.objects.exists()


@pytest.mark.parametrize(("role", "sees"), [(roles.AUDITOR, True), (roles.BUYER, False)])
def test_which_site_lies_in_a_zone_is_for_those_who_may_know_where_sites_lie(world, role, sees):
    locate(world)
    zone = draw(world)
    client = Client()
    client.force_login(make.user(role, role, world.programme_party))

    page = client.get(f"/zones/{zone}/").content.decode()

    assert "<path" in page and "ZEA Kalehe 1" in page
    assert ("Kashuvi Ouest" in page) is sees
    assert "ZEA Kalehe 1" in client.get("/zones/?kind=artisanal_zone").content.decode()


def test_an_unknown_zone_is_not_found(world):
    client = Client()
    client.force_login(make.user("a", roles.AUDITOR, world.programme_party))

    assert client.get(f"/zones/{make.code('Z')}/").status_code == 404


def test_the_list_of_zones_asks_as_much_for_many_as_for_one(world, django_assert_max_num_queries):
    client = Client()
    client.force_login(make.user("a", roles.AUDITOR, world.programme_party))
    for number in range(55):
        draw(world, name=f"Zone {number:02d}")

    with django_assert_max_num_queries(8):
        page = client.get("/zones/").content.decode()

    assert "Zone 49" in page and "Zone 50" not in page and 'rel="next"' in page
