"""Which unit has a finding in hand, and where it climbs: station → district → city. A complaint never goes to whom it is about."""

from django.utils.translation import gettext as _

from hengjian.work.findings.sources import BYPASSES_THE_UNIT, EXTERNAL, LOOP_OF
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused


def first_handler(unit: Unit, source: str) -> Unit:
    """The unit that takes a new finding in hand: the responsible unit itself, or the one above it for what comes from outside.

    Raises `Refused` for a complaint about an organ that has no organ above it here.
    """
    if LOOP_OF[source] != EXTERNAL:
        return unit
    above = next_above(unit)
    if above is None and source in BYPASSES_THE_UNIT:
        raise Refused(_("对{unit}的投诉不得由其本身受理，请转交上级机关或人民检察院。").format(unit=unit.name))
    return above or unit


def next_above(unit: Unit) -> Unit | None:
    """The unit of the next level, or nothing above the city."""
    return unit.parent


def district_of(unit: Unit) -> Unit:
    """The unit whose legal team reviews this unit's cases: its district, or the city for the city's own."""
    while unit.level == "station" and unit.parent is not None:
        unit = unit.parent
    return unit
