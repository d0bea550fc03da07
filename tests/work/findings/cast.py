"""A city with one district and two stations, and the people who supervise there: what tests of findings stand on."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import hengjian
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.work.people import actions
from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Account, Unit

LAW = Path(hengjian.__file__).parent / "law"


@cache
def law() -> Lawbook:
    """The house's own law, read once."""
    return read_lawbook(LAW)


@dataclass
class Cast:
    """Units by code, and viewers made on demand: `cast.viewer("D1", "district_legal")`, a second one by another name."""

    now: datetime
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, code: str, level: str, parent: str = "") -> Unit:
        above = self.units.get(parent)
        self.units[code] = actions.add_unit(code, f"{code}公安", level=level, area="120101", parent=above, by=None, now=self.now)
        return self.units[code]

    def viewer(self, unit: str, role: str, name: str = "") -> Viewer:
        username = f"{unit}-{role}{name}"
        account = Account.objects.filter(username=username).first()
        if account is None:
            account = actions.add_account(username, username, password="not-used-to-sign-in", by=None, now=self.now)
            actions.give_post(account, self.units[unit], role, by=None, now=self.now)
        return viewer_for(account, self.now)


def city(now: datetime) -> Cast:
    cast = Cast(now)
    cast.unit("C", "city")
    cast.unit("D1", "district", "C")
    cast.unit("D2", "district", "C")
    cast.unit("S1", "station", "D1")
    cast.unit("S2", "station", "D1")
    cast.unit("S3", "station", "D2")
    return cast
