"""Tags and sites: a series is opened, boxed, allocated and issued; every evening the agents send their day's bags."""

from __future__ import annotations

from ledger import codes
from ledger.labels.printing import MOST_LABELS
from tests import make
from tests.make import envelope
from tests.month.calling import Browser
from tests.month.cast import PASSWORD, PREFIX, SERIES, SPARE, WITH_FILES, Site, bring, numbers
from tests.month.clock import at, day
from tests.month.ore import Desk, Ore

WITH_BOOKS = 3
"""So many sites write their bags into numbered paper books."""
FOR_RETAGGING = 5
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def stock_tags(desk: Desk) -> None:
    """Open the series, order and print a box, allocate a parcel to every site, issue booklets with two signatures."""
    desk.clock.set(-5, 9)
    cast, programme = desk.cast, desk.cast.programme
    each = desk.size.bags_of_site + SPARE
    whole = desk.known.tags = each * len(cast.sites) + FOR_RETAGGING
    box = desk.known.box = make.code("B")
    series = {"series": SERIES, "scheme": "TNS", "level": "mine", "prefix": PREFIX, "width": 7, "first": 1}
    programme.enter(
        envelope("tag_series.opened.v1", at=at(-5, 8), last=1_000_000, check_sign="luhn", colour="yellow", **series),
        *(
            envelope("tags.stocked.v1", at=at(-5, 8), parcel=box, series=SERIES, number=whole, state=state)
            for state in ("ordered", "printed", "in_stock")
        ),
    )
    print_box(desk)
    for site in cast.sites:
        first, parcel = 1 + site.number * each, make.code("B")
        facts = {"series": SERIES, "parcel": box, "to_parcel": parcel, "number": each, "to": site.agent.party}
        programme.enter(envelope("tags.allocated.v1", at=at(-5, 8), place=site.code, waybill="W-118", **facts))
        site.tags = numbers(first, each)
        for start in range(0, each, 400):
            said = {"place": site.code, "series": SERIES, "parcel": parcel, "agent": site.agent.id}
            issue(desk, site.tags[start : start + 400], booklet=f"{site.number}-{start}", **said)
    depot = cast.depots[0]
    desk.for_retagging = numbers(1 + len(cast.sites) * each, FOR_RETAGGING)
    issue(desk, desk.for_retagging, place=depot.place, series=SERIES, parcel=box)


def print_box(desk: Desk) -> None:
    """Print the labels of the whole box before any of it is handed out: orders of 10,000, drawn by the worker."""
    programme = Browser(desk.cast.programme.wire, desk.cast.programme.name, PASSWORD)
    for first in range(1, desk.known.tags + 1, MOST_LABELS):
        last = min(desk.known.tags, first + MOST_LABELS - 1)
        sheets = printed(desk, programme, f"/labels/box/{desk.known.box}/", first, last)
        desk.known.label_sheets.append((first, last, sheets))


def printed(desk: Desk, browser: Browser, path: str, first: int, last: int) -> bytes:
    """Order labels on their page, let the worker draw them, and fetch the PDF."""
    browser.get(path)
    asked = {"layout": "a4_21", "first": first, "last": last, "copies": 1, "right": 0, "down": 0, "printer": ""}
    status, headers, body = browser.post(path, **asked)
    assert status == 302, (status, body[:1_000])
    desk.background.print()
    return browser.get(headers["location"].rstrip("/") + ".pdf")[1]


def issue(desk: Desk, tags: list[str], **said: str) -> None:
    """Issue numbers: the programme proposes, the State signs."""
    issuing = envelope("tag.issued.v1", at=at(-5, 8), tags=tags, **said)
    desk.cast.programme.enter(issuing)
    desk.cast.regulator.enter(envelope("proposal.signed.v1", at=at(-5, 8), proposal=issuing["key"]))
    desk.known.issues.append(issuing["key"])


def evening(desk: Desk, today: int) -> None:
    """Every agent sends the bags of the day, and those with books the page as well; one brings them as a file."""
    desk.clock.set(today, 18)
    for site in desk.cast.sites:
        bags = [_bag(desk, site) for _ in range(desk.size.bags_a_day)]
        (_as_a_file if site.number == WITH_FILES else _through_the_api)(desk, site, bags, today)
        for ore in bags:
            desk.known.dug_g[ore.mineral] += ore.mass_g
            desk.known.tags_used.add(str(ore.tag))
        desk.coming[desk.depot_of(site).place] += bags


def _bag(desk: Desk, site: Site) -> Ore:
    mass_g = desk.random.randrange(30_000, 50_000, 10)
    return Ore(mineral=site.mineral, mass_g=mass_g, tag=site.tags.pop(0), site=site, last_g=mass_g)


def _clock_of(desk: Desk, number: int) -> tuple[int, int]:
    minute = number * 480 // desk.size.bags_a_day
    return 8 + minute // 60, minute % 60


def _through_the_api(desk: Desk, site: Site, bags: list[Ore], today: int) -> None:
    sent = []
    for number, ore in enumerate(bags):
        ore.lot = make.code(codes.LOT)
        facts = {"lot": ore.lot, "tag": ore.tag, "place": site.code, "mineral": ore.mineral, "mass_g": ore.mass_g}
        near = {"latitude_e6": site.latitude_e6 + 1_000, "longitude_e6": site.longitude_e6 - 1_000}
        more = {"dug_on": day(today), "holder": site.cooperative, **near}
        sent.append(envelope("lot.tagged.v1", at=at(today, *_clock_of(desk, number)), **facts, **more))
    page = [_page(desk, site, today, sent)] if site.number < WITH_BOOKS else []
    for ore, said, answer in zip(bags, sent, site.agent.enter(*sent, *page), strict=False):
        ore.head, ore.said_by = said["key"], answer["event_id"]


def _as_a_file(desk: Desk, site: Site, bags: list[Ore], today: int) -> None:
    """Bring the day as CSV: every line of the paper book is a row, and Lodebook gives the lots their codes."""
    rows = [
        {
            "tag": ore.tag,
            "site": site.code,
            "mineral": ore.mineral,
            "mass": f"{ore.mass_g / 1_000:.2f}",
            "dug_on": day(today),
            "tagged_at": at(today, *_clock_of(desk, number))[:16].replace("T", " "),
            "holder": site.cooperative,
            "book": f"NG-{site.number:04d}",
            "page": desk.page_of(today),
            "line": number + 1,
            "page_lines": 25,
        }
        for number, ore in enumerate(bags)
    ]
    bring(site.agent, desk.background, "bags", rows)


def _page(desk: Desk, site: Site, today: int, sent: list[dict]) -> dict:
    lines = [{"line": line, "lot": each["facts"]["lot"], "entry": each["key"]} for line, each in enumerate(sent, 1)]
    facts = {"book": f"NG-{site.number:04d}", "place": site.code, "page": desk.page_of(today), "lines": lines}
    return envelope("log_book.page_typed.v1", at=at(today, 17), printed_lines=25, **facts)


def spoil_a_tag(desk: Desk, today: int) -> None:
    """A tag tears: the agent shows a photo of what is left, a colleague signs."""
    desk.clock.set(today, 19)
    site, other = desk.cast.sites[0], desk.cast.sites[1]
    facts = {"tag": site.tags.pop(0), "reason": "torn", "photo": site.agent.paper(PNG, "image/png")}
    site.agent.enter(voiding := envelope("tag.voided.v1", at=at(today, 18), **facts))
    other.agent.enter(envelope("proposal.signed.v1", at=at(today, 18), proposal=voiding["key"]))
    desk.known.spoilt_tags += 1


def lose_tags(desk: Desk, today: int) -> None:
    """Two tags are lost, and reported the same day."""
    desk.clock.set(today, 19)
    site = desk.cast.sites[1]
    lost = [site.tags.pop(0) for _ in range(2)]
    site.agent.enter(envelope("tag.missed.v1", at=at(today, 18), tags=lost, how="lost", noticed_at=at(today, 12)))
    desk.known.spoilt_tags += 2


def give_back_tags(desk: Desk, today: int) -> None:
    """Digging is over: every agent gives back what is left of the booklet."""
    desk.clock.set(today, 9)
    for site in desk.cast.sites:
        facts = {"series": SERIES, "tags": site.tags, "to": desk.cast.programme.party, "parcel": make.code("B")}
        site.agent.enter(envelope("tags.returned.v1", at=at(today, 8), **facts))
        site.tags = []


def count_tags(desk: Desk, today: int) -> None:
    """Two people count what each holder still has; both find what the book says."""
    desk.clock.set(today, 16)
    cast = desk.cast
    books = {each["holder"]: each["in_book"] for each in cast.auditor.get("/api/v1/tags/stock/")}
    one, other = cast.sites[0].agent, cast.sites[1].agent
    for first, second, holder in ((one, other, one.party), (cast.programme, cast.regulator, cast.programme.party)):
        counting = envelope("tags.counted.v1", at=at(today, 15), series=SERIES, holder=holder, counted=books[holder])
        first.enter(counting)
        second.enter(envelope("proposal.signed.v1", at=at(today, 15), proposal=counting["key"]))
