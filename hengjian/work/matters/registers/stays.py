"""Who stays in the case area and what was done for them, from the facts of a matter. What falls due stands in the law."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hengjian.core.facts import Fact
from hengjian.work.matters.registers.models import StayRow


def stays_of(matter: str, facts: Sequence[Fact]) -> list[StayRow]:
    """Every stay of one matter, in the order of entry; a person who enters again begins another."""
    found: list[StayRow] = []
    here: dict[str, StayRow] = {}
    for fact in facts:
        for key in fact.about:
            if fact.kind == "area.entered" and key not in here:
                here[key] = entered(matter, key, fact)
                found.append(here[key])
            elif key in here and fact.kind in CHANGES:
                CHANGES[fact.kind](here[key], fact)
                if here[key].left_at is not None:
                    del here[key]
    return found


def entered(matter: str, key: str, fact: Fact) -> StayRow:
    body = fact.body
    return StayRow(
        matter_id=matter, key=key, event=fact.id, area=body.get("by_unit", ""), ground=body.get("ground", ""), entered_at=fact.at
    )


def at(name: str) -> Callable[[StayRow, Fact], None]:
    """Sets when something was last done."""

    def done(row: StayRow, fact: Fact) -> None:
        setattr(row, name, fact.at)

    return done


def back(row: StayRow, _fact: Fact) -> None:
    row.out_since = None


def left(row: StayRow, fact: Fact) -> None:
    row.left_at, row.destination, row.out_since = fact.at, fact.body.get("destination", ""), None


def listed(row: StayRow, _fact: Fact) -> None:
    row.belongings_kept = True


def given_back(row: StayRow, _fact: Fact) -> None:
    row.belongings_kept = False


CHANGES: dict[str, Callable[[StayRow, Fact], None]] = {
    "area.checked": at("checked_at"), "area.watched": at("watched_at"), "area.meal_given": at("meal_at"), "area.rest_given": at("rest_at"),
    "area.out": at("out_since"), "area.back": back, "area.left": left, "belongings.listed": listed, "belongings.returned": given_back,
}  # fmt: skip
KINDS = CHANGES.keys() | {"area.entered"}
