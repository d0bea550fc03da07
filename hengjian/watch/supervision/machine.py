"""The watch as somebody who acts: in the name of the centre at the head of a unit's tree. It sees every matter and no sealed word."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_noop as noop

from hengjian.work.findings.rights import MACHINE
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Account, Unit

NAME = noop("监督引擎")


@dataclass(frozen=True)
class Machine(Viewer):
    """A viewer for actions that the watch takes through the same door as a person; it has no account and cannot sign in."""

    @cached_property
    def minor_unit_ids(self) -> frozenset[int]:
        return self.unit_ids


def acting_over(unit: Unit) -> Machine:
    """The watch, seated as the centre of the topmost unit above `unit`."""
    top = unit
    while top.parent is not None:
        top = top.parent
    return Machine(Account(username=MACHINE, person=MACHINE, display_name=NAME), (Seat(top, "centre"),))
