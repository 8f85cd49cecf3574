"""Compiles locale/*/LC_MESSAGES/*.po; as a program: python -m config.running.translations."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_translations(locale: Path = LOCALE) -> None:
    """Write a .mo beside each .po that is newer than its own; a reader sees the old one or the new."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with source.open("rb") as words, draft.open("wb") as compiled:
            write_mo(compiled, read_po(words, locale=source.parts[-3]))
        draft.replace(target)


if __name__ == "__main__":
    compile_translations()
