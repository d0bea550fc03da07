"""How deep a YAML text nests, told before it is built: what builds nodes calls itself at each level and would bring the process down."""

from __future__ import annotations

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 100


def too_deep(text: str) -> bool:
    """Whether it nests deeper than anybody writes. A text that is no YAML is not: its own fault is told when it is read."""
    if at_most(text) <= DEEPEST:
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return True
    except yaml.YAMLError:
        return False
    return False


def at_most(text: str) -> int:
    """A bound that costs little: every bracket opens a level, and so do, twice at most, the signs before a line's first word."""
    before = max((len(line) - len(line.lstrip(" -?:")) for line in text.split("\n")), default=0)
    return text.count("[") + text.count("{") + 2 * before
