"""What chooses the rules of a matter and who has it in hand, from its facts alone: for columns outside the database. See `project.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hengjian.bulk.facts.columns import Heading
from hengjian.core.facts import Fact
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.project import MOVES_UNIT


def heading_of(matter: str, opening: Fact, facts: Sequence[Fact], levels: Mapping[str, str]) -> Heading:
    """The heading of a matter that `opening` made, after these facts in the order of recording. `levels`: of each unit by its code."""
    first = opening.body
    kind, unit, stage = str(first["kind_of_matter"]), str(first["unit"]), ""
    moves = flows()[kind].moves
    for fact in facts:
        move = moves.get(fact.body.get("move", ""))
        stage = move.to if move is not None and move.to else stage
        if fact.kind in MOVES_UNIT and fact.body.get("unit") in levels:
            unit = fact.body["unit"]
    return Heading(matter, unit, stage, {"matter": kind, "category": first.get("category", ""), "level": levels.get(unit, "")})
