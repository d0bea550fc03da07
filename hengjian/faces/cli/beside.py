"""The kinds of work that `hengjian watch` and `hengjian serve` carry out beside the watch. A new kind is one line here."""

import typer
from django.conf import settings

from hengjian.ledger.places import BadPlace, places
from hengjian.watch.beside import Work
from hengjian.watch.rehearsal.carrying import REHEARSALS
from hengjian.watch.supervision.archiver import ARCHIVING
from hengjian.watch.supervision.importer import IMPORTS
from hengjian.watch.supervision.publisher import PUBLICATION

GRACE = 3.0
"""Seconds that a portion at work is given to end."""


def works() -> list[Work]:
    """Every kind of work that this installation has; publishing where places are set, archiving where a folder is."""
    return [IMPORTS, REHEARSALS, *([PUBLICATION] if checked_places() else []), *([ARCHIVING] if settings.ARCHIVE_TO else [])]


def checked_places() -> bool:
    """Whether places are set. One that cannot be read ends the command before anything runs."""
    try:
        return bool(places())
    except BadPlace as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
