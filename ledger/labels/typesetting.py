"""Typesetting: a Typst file of this folder and data become a PDF, with fonts that come with the typesetter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent / "typst"


def typeset(name: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a file of the folder, filled with data (JSON values).

    Data are values to the typesetter, never its language: what somebody typed cannot become a command.
    """
    return typst.compile(
        FOLDER / f"{name}.typ",
        root=FOLDER,
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_tags=False,
    )
