"""Words for the states of consignments and certificates, and for reasons and seals."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CONSIGNMENT_STATES = {
    "sent": _("On its way"),
    "part_received": _("Part received"),
    "received": _("Received"),
    "refused": _("Refused, on its way back"),
    "returned": _("Back at the sender"),
}
PARTLY = {
    "refused": _("Part received, the rest refused and on its way back"),
    "returned": _("Part received, the rest back at the sender"),
}
"""States of a consignment of which something had arrived before."""


def state_of(consignment: Any) -> Any:
    """Return the state of a consignment in words."""
    partly = PARTLY.get(consignment.state) if consignment.came else None
    return partly or CONSIGNMENT_STATES.get(consignment.state, consignment.state)


WHEREABOUTS = {
    "awaited": _("not yet"),
    "came": _("yes"),
    "missing": _("Missing"),
    "turned_away": _("turned away"),
    "back": _("back at the sender"),
}
CERTIFICATE_STATES = {
    "issued": _("Issued, not used"),
    "foreign": _("Of another country, not used"),
    "used": _("Used"),
}
REASONS = {
    "weight": _("The weight is wrong"),
    "grade": _("The grade is wrong"),
    "seals": _("Seals are broken or absent"),
    "tags": _("Tags do not match"),
    "papers": _("Papers are missing or wrong"),
    "damage": _("Bags are damaged"),
    "origin": _("Doubt about the origin"),
    "not_ordered": _("It was not ordered"),
    "other": _("Another reason"),
}
SEALS_FOUND = {"intact": _("Intact"), "broken": _("Broken"), "absent": _("Absent"), "other": _("Another seal")}
MODES = {"road": _("Road"), "rail": _("Rail"), "river": _("River"), "sea": _("Sea"), "air": _("Air")}
