"""Home of the tag stock, a series, a box, the hot list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from buyers.labels.choosing import may_print_box
from buyers.pages import newest_first
from buyers.tags.words import DEEDS, tag_word
from ledger import codes
from ledger.custody.models import Lot, Tag
from ledger.custody.seeing import hot_tags, parcels_seen_by, tags_of_parcel
from ledger.custody.signing import SIGNABLE, WAITING
from ledger.custody.stock_models import Proposal, TagParcel, TagSeries
from ledger.custody.tags.numbers import spelled
from ledger.custody.tags.showing import shown_state
from ledger.custody.tags.stock import stock_seen_by
from ledger.deeds.entries import Actor
from ledger.labels.printed import printed_of, times_printed
from ledger.parties import access
from ledger.parties.doors import for_actors, has_any_role
from ledger.parties.models import Party, Place
from ledger.risk.models import Flag
from ledger.risk.rules import explain

MOST_SERIES, MOST_WAITING, PER_PAGE = 200, 50, 100
RULES = ("TAG-04", "TAG-05", "TAG-06", "TAG-07", "TAG-08")


@for_actors(access.may_read_tag_stock)
def tags(request: HttpRequest) -> HttpResponse:
    """Show who has how many tags, what waits for a signature, and what the rules noticed."""
    lines = stock_seen_by(request.actor)
    series = list(TagSeries.objects.order_by("code")[:MOST_SERIES])
    context = {
        "lines": lines,
        "holders": Party.objects.in_bulk({line.holder for line in lines}),
        "series": [(each, tag_word("level", each.level), each.last - each.next + 1) for each in series],
        "waiting": waiting_for(request.actor),
        "flags": _flags(request.actor),
        "today": datetime.now(UTC).date(),
        "may": {
            "keep": access.may_keep_tag_stock(request.actor),
            "allocate": access.may_allocate_tags(request.actor),
            "issue": access.may_issue_tags(request.actor),
            "account": access.may_account_for_tags(request.actor),
            "stop": access.may_stop_tags(request.actor),
        },
    }
    return render(request, "tags/home.html", context)


def waiting_for(actor: Actor) -> list[dict[str, Any]]:
    """Return the proposals about tags that an actor may look at, with whether it is theirs to sign."""
    waiting = Proposal.objects.filter(kind__in=DEEDS, state=WAITING).order_by("-event_id")
    if not access.sees_everything(actor):
        waiting = waiting.filter(party=actor.party)
    return [
        {
            "proposal": each,
            "what": tag_word("deed", each.kind),
            "says": _says(each),
            "left": each.needed - len(each.signed),
            "may_sign": actor.id not in each.signed and SIGNABLE[each.kind].may_sign(actor, each),
        }
        for each in waiting[:MOST_WAITING]
    ]


def _says(proposal: Proposal) -> str:
    facts = proposal.facts
    if "tags" in facts:
        number = len(facts["tags"])
        return ngettext("%(n)d tag of box %(box)s", "%(n)d tags of box %(box)s", number) % {
            "n": number,
            "box": codes.shown(facts["parcel"]),
        }
    if "counted" in facts:
        number = facts["counted"]
        return ngettext("%(n)d tag of %(series)s found", "%(n)d tags of %(series)s found", number) % {
            "n": number,
            "series": facts["series"],
        }
    return codes.shown(str(proposal.subject))


def _flags(actor: Actor) -> list[tuple[Flag, str]]:
    """Return what rules about tags noticed; others than overseers see what concerns their party."""
    flags = Flag.objects.filter(rule__in=RULES, cleared_on=None).order_by("-event_id")
    if not access.sees_everything(actor):
        flags = flags.filter(subject=actor.party)
    today = datetime.now(UTC).date()
    return [(flag, explain(flag.rule, flag.severity, flag.evidence, today)) for flag in flags[:MOST_WAITING]]


@for_actors(access.may_read_tag_stock)
def tag_series(request: HttpRequest, code: str) -> HttpResponse:
    """Show a series and its boxes, the newest first."""
    series = TagSeries.objects.filter(code=code).first()
    if series is None:
        raise Http404
    asked = {name: request.GET.get(name, "") for name in ("before", "after")}
    page = newest_first(parcels_seen_by(request.actor).filter(series=code), asked, _range)
    holders = Party.objects.in_bulk({box.holder for box in page.rows})
    places = Place.objects.in_bulk({box.place for box in page.rows if box.place})
    context = {
        "series": series,
        "level": tag_word("level", series.level),
        "check": tag_word("check", series.check_sign),
        "first": codes.shown(spelled(series, series.first)),
        "last": codes.shown(spelled(series, series.last)),
        "left": series.last - series.next + 1,
        "page": page,
        "rows": [_line(box, holders, places) for box in page.rows],
        "may_keep": access.may_keep_tag_stock(request.actor),
    }
    return render(request, "tags/series.html", context)


def _line(box: TagParcel, holders: dict[str, Party], places: dict[str, Place]) -> dict[str, Any]:
    said = {"box": box, "state": tag_word("box", box.state), "left": box.last - box.next + 1}
    return {
        **said,
        "number": box.last - box.first + 1,
        "holder": holders.get(box.holder),
        "place": places.get(box.place),
    }


def _range(rows: Sequence[Any]) -> str:
    return ngettext("%d box", "%d boxes", len(rows)) % len(rows) if rows else ""


@for_actors(access.may_read_tag_stock)
def tag_box(request: HttpRequest, code: str) -> HttpResponse:
    """Show a box: what is in it, and where the tags are that were issued out of it."""
    box = parcels_seen_by(request.actor).filter(code=codes.normal(code)).first()
    if box is None:
        raise Http404
    series = TagSeries.objects.get(code=box.series)
    issued, after = _page_by_code(tags_of_parcel(request.actor, box.code), request.GET.get("after", ""))
    lots = Lot.objects.in_bulk({tag.lot for tag in issued if tag.lot})
    printed = times_printed(tag.code for tag in issued)
    holder, place = Party.objects.filter(code=box.holder).first(), Place.objects.filter(code=box.place).first()
    context = {
        **_line(box, {box.holder: holder} if holder else {}, {box.place: place} if place else {}),
        "series": series,
        "first": codes.shown(spelled(series, box.first)),
        "last": codes.shown(spelled(series, box.last)),
        "next": codes.shown(spelled(series, box.next)) if box.next <= box.last else "",
        "tags": [
            (tag, tag_word("state", shown_state(tag, lots.get(tag.lot))), printed.get(tag.code, 0)) for tag in issued
        ],
        "after": after,
        "printed": printed_of(box.series, box.first, box.last),
        "may_print": may_print_box(request.actor, box),
        "may_issue": access.may_issue_tags(request.actor) and box.state in {"in_stock", "allocated"},
        "may_allocate": access.may_allocate_tags(request.actor) and box.state in {"in_stock", "allocated"},
    }
    return render(request, "tags/box.html", context)


@for_actors(has_any_role)
def hot_list(request: HttpRequest) -> HttpResponse:
    """Show the numbers that must be on no bag."""
    found, after = _page_by_code(hot_tags(request.actor), request.GET.get("after", ""))
    rows = [(tag, tag_word("state", tag.state)) for tag in found]
    return render(
        request, "tags/hot.html", {"rows": rows, "after": after, "may_retag": access.may_retag(request.actor)}
    )


def _page_by_code(rows: QuerySet[Tag], after: str) -> tuple[list[Tag], str]:
    """Return tags by their number behind one, and the number that the next page begins behind."""
    found = list(rows.filter(code__gt=after[:60]).order_by("code")[: PER_PAGE + 1])
    return found[:PER_PAGE], found[PER_PAGE - 1].code if len(found) > PER_PAGE else ""
