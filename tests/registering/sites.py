"""Makes registrations of mine sites, as forms and phones send them."""

from ledger import codes
from sites.positions.cells import cell_of
from tests import make

KALEHE = (-1_964_100, 28_901_200)


def site(name="Kalimbi", at=KALEHE, version=2, **more):
    """Return an envelope that registers a site at a point, or nowhere."""
    facts = {
        "place": make.code(codes.PLACE),
        "name": name,
        "country": "CD",
        "zone": "Africa/Lubumbashi",
        "minerals": ["cassiterite"],
        **({"latitude_e6": at[0], "longitude_e6": at[1], "cell": cell_of(*at)} if at else {}),
        **more,
    }
    return make.envelope(f"site.registered.v{version}", **facts)


def number(register, written):
    return {"register": register, "number": written}


def registered(world, *args, **more):
    """Register a site and return its code."""
    envelope = site(*args, **more)
    make.entered(world.programme, envelope)
    return envelope["facts"]["place"]


def answer(world, *args, **more):
    """Return the answer to a registration."""
    (found,) = make.enter(world.programme, site(*args, **more))
    return found
