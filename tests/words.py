"""Every translatable text of the house, in Python and in templates, without the gettext programs.

As a program, python -m tests.words: brings locale/*/LC_MESSAGES/django.po up to date. New texts get a place for their
words, texts that are gone lose theirs, and what is still without words is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import normalize, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ledger", "sites", "buyers", "config")
HEADER = (
    "Project-Id-Version: Lodebook",
    "Language: {language}",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "Plural-Forms: {plural};",
)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
Text = tuple[str | None, str | tuple[str, str]]
"""Context and text; a text with a plural is both forms."""


def texts() -> dict[Text, str]:
    """Return every text with the file where it was found first."""
    found: dict[Text, str] = {}
    for path, source in _sources():
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            found.setdefault((context, _message(message)), str(path.relative_to(ROOT)))
    return found


def _message(message: Any) -> str | tuple[str, str]:
    return message if isinstance(message, str) else (message[0], message[1])


def _sources() -> Iterator[tuple[Path, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))


def missing(language: str = "fr") -> list[Text]:
    """Return the texts that a language's catalogue has no words for."""
    catalogue = read(language)
    return [text for text in texts() if not all(words_of(catalogue, text))]


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it stands in locale/."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def words_of(catalogue: Catalog, text: Text) -> tuple[str, ...]:
    """Return the words of a text: one, or one for each plural form; an empty one where there is none."""
    context, message = text
    found = catalogue.get(message if isinstance(message, str) else message[0], context)
    if found is None:
        return ("",)
    return (found.string,) if isinstance(found.string, str) else tuple(found.string)


def write(language: str) -> None:
    """Write a language's catalogue anew: every text of today, in the order of the house, with the words it has."""
    catalogue = read(language)
    head = [line.format(language=language, plural=catalogue.plural_forms.rstrip(";")) for line in HEADER]
    lines = [f"# {language}. Made by python -m tests.words; the words are written by hand.", 'msgid ""', 'msgstr ""']
    lines += [f'"{line}\\n"' for line in head]
    shown = ""
    for text, file in texts().items():
        lines += ["", *([f"#. {file}"] if file != shown else []), *_entry(text, words_of(catalogue, text))]
        shown = file
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _entry(text: Text, words: tuple[str, ...]) -> list[str]:
    context, message = text
    forms = (message,) if isinstance(message, str) else message
    lines = ["#, python-format"] if any("%(" in form for form in forms) else []
    lines += [f"msgctxt {_quoted(context)}"] if context else []
    lines += [f"{name} {_quoted(form)}" for name, form in zip(("msgid", "msgid_plural"), forms, strict=False)]
    if len(forms) == 1:
        return [*lines, f"msgstr {_quoted(words[0])}"]
    plural = words if len(words) > 1 else ("", "")
    return [*lines, *(f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(plural))]


def _quoted(words: str) -> str:
    return str(normalize(words, width=118))


def main() -> None:
    """Bring every catalogue up to date."""
    for folder in sorted((ROOT / "locale").glob("*/LC_MESSAGES")):
        write(folder.parent.name)
        for _context, message in missing(folder.parent.name):
            print(f"{folder.parent.name}: {message}")


if __name__ == "__main__":
    main()
