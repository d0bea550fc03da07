"""What chooses the rules of a matter and who has it in hand, from its own events alone: for columns outside the database.

The rows of the database: `work/matters/project.py`, which these columns must agree with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from hengjian.bulk.facts.columns import Heading
from hengjian.core.corrections import Recorded, fact, facts
from hengjian.core.flow import MOVES_UNIT, Flow


def heading_of(matter: str, events: Sequence[Recorded], levels: Mapping[str, str], flows: Mapping[str, Flow]) -> Heading:
    """The heading of a matter after all of these events in the order of recording, the first of which made it.

    `levels`: of each unit by its code. `flows`: by kind of matter; without the flow of its kind the stage stays empty.
    """
    stated = facts(events)
    opening = next((one for one in stated if one.id == events[0].id), fact(events[0])).body
    kind, unit, stage = str(opening["kind_of_matter"]), str(opening["unit"]), ""
    moves = flows[kind].moves if kind in flows else {}
    for one in stated:
        move = moves.get(one.body.get("move", ""))
        stage = move.to if move is not None and move.to else stage
        if one.kind in MOVES_UNIT and one.body.get("unit") in levels:
            unit = one.body["unit"]
    return Heading(matter, unit, stage, {"matter": kind, "category": opening.get("category", ""), "level": levels.get(unit, "")})


def ways(flows: Mapping[str, Flow]) -> str:
    """The hash (hex) of all that a stage follows from: where each step of each flow leads."""
    leads = {kind: {name: move.to for name, move in flow.moves.items() if move.to} for kind, flow in flows.items()}
    return sha256(json.dumps(leads, sort_keys=True).encode()).hexdigest()
