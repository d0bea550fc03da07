"""The law, the flows and the words in force, read once per process. What they say is decided elsewhere."""

from functools import cache

from django.conf import settings

from hengjian.core.flow import Flow, read_flows
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.terms import Terms, read_terms


@cache
def law_in_force() -> Lawbook:
    """The lawbook of this installation; raises `LawErrors` with every fault."""
    return read_lawbook(settings.LAW_FOLDER)


@cache
def flows() -> dict[str, Flow]:
    """Flows by kind of matter."""
    return read_flows(settings.LAW_FOLDER / "flows")


@cache
def terms() -> Terms:
    """Labels and code lists."""
    return read_terms(settings.LAW_FOLDER / "terms")
