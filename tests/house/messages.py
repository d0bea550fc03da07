"""Collects the Chinese messages of the product and holds the English catalogue to them.

`python -m tests.house.messages` adds what is new to the catalogue, drops what is gone and names what still lacks English.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.house.tree import PACKAGE, product_files

CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "_": None,
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> list[tuple[Path, str]]:
    """Each source as Python that the extractor reads; templates are turned into calls first."""
    templates = sorted(PACKAGE.rglob("templates/**/*.html"))
    return [(p, p.read_text(encoding="utf-8")) for p in product_files()] + [
        (p, templatize(p.read_text(encoding="utf-8"))) for p in templates
    ]


def collect() -> Catalog:
    catalogue = Catalog(locale="en", project="hengjian", fuzzy=False)
    for path, text in sources():
        for line, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            catalogue.add(message, locations=[(str(path.relative_to(PACKAGE.parent)), line)], context=context)
    return catalogue


def standing() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="hengjian", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(catalogue: Catalog) -> list[str]:
    return [str(m.id) for m in catalogue if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def merge() -> Catalog:
    wanted, known = collect(), standing()
    for message in wanted:
        old = known.get(message.id, message.context) if message.id else None
        if old and old.string:
            message.string = old.string
    return wanted


def main() -> int:
    catalogue = merge()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=140, sort_output=True, no_location=True, omit_header=False)
    missing = untranslated(catalogue)
    print(f"{len(catalogue)} messages, {len(missing)} without English")
    for message in missing:
        print("  " + message.replace("\n", "\\n"))
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
