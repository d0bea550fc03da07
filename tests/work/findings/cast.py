"""A city with two districts and three stations, the people who supervise there, and cases taken up: what tests of findings stand on."""

from dataclasses import dataclass, field
from datetime import datetime

from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record_many
from hengjian.work.matters.models import Matter
from hengjian.work.people import actions
from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Account, Unit


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

    def case(self, name: str, unit: str, *, now: datetime, at: datetime | None = None, **body) -> str:
        """A case taken up at a station: its row and its acceptance. Gives back its id."""
        matter = name.ljust(32, "0")
        row = Matter(id=matter, kind="case/admin", number=name, stage="accepted", unit=self.units[unit], version=1)
        row.opened_at = row.reported_at = row.changed_at = now
        row.save()
        self.happens(matter, "case.accepted", now=now, at=at, **body)
        return matter

    def happens(self, matter: str, kind: str, *, now: datetime, at: datetime | None = None, **body) -> Event:
        """One more event of a case, recorded `now`, of the moment `at`."""
        return record_many([Draft(matter, matter, kind, at or now, "p1", body)], now=now)[0]


def city(now: datetime) -> Cast:
    cast = Cast(now)
    cast.unit("C", "city")
    for district in ("D1", "D2"):
        cast.unit(district, "district", "C")
    for station, district in (("S1", "D1"), ("S2", "D1"), ("S3", "D2")):
        cast.unit(station, "station", district)
    return cast
