"""What is said of a person, and looks at what is left of it."""

from ledger.inbox.forgetting import erasing
from ledger.log.models import EventKey, Opening
from ledger.log.reading import events_by_id
from tests.make import entered, envelope
from tests.parties.people import NAME, PHONE
from tests.parties.people import described as describing

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def groups(key: str) -> dict[str, bool]:
    """Return the groups of an entry and whether they still say something."""
    return {each.group: bool(bytes(each.value)) for each in Opening.objects.filter(key=key)}


def erasures() -> list[dict]:
    """Return what the events that say so say."""
    ids = EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True)
    return [event.envelope for event in events_by_id(ids) if event.kind == erasing.KIND]


def told_everywhere(world, code: str) -> list[str]:
    """Let entries of many kinds speak of a person, by code or by name; return their keys."""
    tagging = world.tagging(holder=code, miner=NAME, note="Her own pit.")
    by_name = world.tagging(miner=NAME)
    entered(world.tagger, tagging, by_name)
    account = "gAAAA" + "b" * 95
    said = [
        describing(world, code, own_phone=PHONE, own_address="Behind the church, Kashuvi"),
        envelope(
            "party.account_stated.v1",
            party=code,
            account_kind="wallet",
            fingerprint="f" * 64,
            sealed=account,
            held_by=NAME,
        ),
        envelope("party.people_stated.v1", party=code, complete="yes", people=[{"name": NAME, "role": "owner"}]),
        envelope("lot.held.v1", lot=tagging["facts"]["lot"], rule="TAG-02", note=f"Ask {NAME} of Kashuvi."),
    ]
    entered(world.programme, *said)
    return [each["key"] for each in (tagging, by_name, *said)]


def witnessed(world, lot: str, old: str, new: str) -> dict:
    """Return an entry about a bag that got a new tag, which the person saw."""
    seen = {"how": "damaged", "place": world.site, "weighed_g": 45_800, "photo": "c" * 64, "witness": NAME}
    return envelope("lot.retagged.v1", lot=lot, old_tag=old, new_tag=new, **seen)
