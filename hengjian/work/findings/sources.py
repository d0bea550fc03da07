"""Where a finding came from: the internal loop (the unit and its own levels) or the external one (everybody else)."""

from collections.abc import Mapping
from dataclasses import dataclass

INTERNAL = "internal"
EXTERNAL = "external"

LOOP_OF: Mapping[str, str] = {
    "patrol": INTERNAL,
    "self_check": INTERNAL,
    "level_review": INTERNAL,
    "complaint": EXTERNAL,
    "objection": EXTERNAL,
    "call_back": EXTERNAL,
    "procuratorate": EXTERNAL,
    "court": EXTERNAL,
}
SELF_REPORTED = frozenset({"self_check"})
BYPASSES_THE_UNIT = frozenset({"complaint"})

ANSWER_WANTED = "answer_wanted"
"""The breach of a finding that a recorded step from outside raised: an answer is due. No fault is seen yet."""


@dataclass(frozen=True)
class Outside:
    """What a step recorded from outside asks for: where it comes from, and the steps that answer it."""

    source: str
    answers: frozenset[str]


OUTSIDE: Mapping[str, Outside] = {
    "grievance.received": Outside("complaint", frozenset({"grievance.answered"})),
    "complaint.received": Outside("complaint", frozenset({"complaint.answered"})),
    "supervision.received": Outside("procuratorate", frozenset({"supervision.answered"})),
    "reasons.requested_by_procuratorate": Outside("procuratorate", frozenset({"reasons.given_to_procuratorate", "case.opened"})),
    "opening.ordered_by_procuratorate": Outside("procuratorate", frozenset({"case.opened"})),
    "reconsideration.requested": Outside("objection", frozenset({"reconsideration.served"})),
    "review.requested": Outside("objection", frozenset({"review.decided"})),
}
SETTLES_ALL = frozenset({"case.opened"})
ANSWERS = frozenset(kind for outside in OUTSIDE.values() for kind in outside.answers)
