"""Cells of a tenth of a degree: how coarsely the open book says where something lies (law 7). Pure."""

from __future__ import annotations

from functools import lru_cache

TENTH_E6 = 100_000


def tenth(degrees_e6: int) -> str:
    """Return millionths of a degree as degrees to a tenth."""
    return _written(round(degrees_e6 / TENTH_E6))


def cell_of(latitude_e6: int, longitude_e6: int) -> str:
    """Return the cell of a point."""
    return _cell(round(latitude_e6 / TENTH_E6), round(longitude_e6 / TENTH_E6))


@lru_cache(maxsize=20_000)
def normal_cell(cell: str) -> str:
    """Return a cell as cell_of writes it: -0.0 is 0.0, and 180 degrees east are 180 degrees west."""
    return _cell(*_tenths(cell))


def around(cell: str) -> list[str]:
    """Return a cell and its neighbours, which are eight but near a pole; east of the date line lies the west."""
    south, west = _tenths(cell)
    return sorted(
        {_cell(south + up, west + aside) for up in (-1, 0, 1) for aside in (-1, 0, 1) if abs(south + up) <= 900}
    )


def _tenths(cell: str) -> tuple[int, int]:
    latitude, longitude = cell.split(",")
    return round(float(latitude) * 10), round(float(longitude) * 10)


def _cell(latitude: int, longitude: int) -> str:
    return f"{_written(latitude)},{_written((longitude + 1_800) % 3_600 - 1_800)}"


def _written(tenths: int) -> str:
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
