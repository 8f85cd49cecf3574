"""Papers that labels are printed on: where each label lies, in millimetres from the upper left corner of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Layout:
    """A paper. Lengths in millimetres; `gap_x` and `gap_y` lie between labels, `left` and `top` before the first."""

    name: str
    title: Any
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Return where the label of this place on the page begins: left to right, then down."""
        row, column = divmod(place, self.columns)
        return (
            self.left + column * (self.label[0] + self.gap_x),
            self.top + row * (self.label[1] + self.gap_y),
        )


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            "a4_21",
            _("A4, 21 labels, 63.5 × 38.1 mm"),
            page=(210.0, 297.0),
            label=(63.5, 38.1),
            columns=3,
            rows=7,
            left=7.25,
            top=15.15,
            gap_x=2.5,
        ),
        Layout(
            "a4_8",
            _("A4, 8 labels, 99.1 × 67.7 mm"),
            page=(210.0, 297.0),
            label=(99.1, 67.7),
            columns=2,
            rows=4,
            left=4.65,
            top=13.1,
            gap_x=2.5,
        ),
        Layout("roll_62", _("Roll, 62 mm"), page=(62.0, 40.0), label=(62.0, 40.0)),
        Layout("label_100", _("Label, 100 × 50 mm"), page=(100.0, 50.0), label=(100.0, 50.0)),
    )
}
"""The sheets are those of common label papers (21 and 8 on A4); a paper of another size is one entry more."""
MOST_OFFSET_MM = 10.0
