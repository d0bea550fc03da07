"""Where a finding came from: the internal loop (the unit and its own levels) or the external one (everybody else)."""

from collections.abc import Mapping

INTERNAL = "internal"
EXTERNAL = "external"

LOOP_OF: Mapping[str, str] = {
    "patrol": INTERNAL,
    "self_check": INTERNAL,
    "level_review": INTERNAL,
    "complaint": EXTERNAL,
    "call_back": EXTERNAL,
    "procuratorate": EXTERNAL,
    "court": EXTERNAL,
}
SELF_REPORTED = frozenset({"self_check"})
BYPASSES_THE_UNIT = frozenset({"complaint"})
