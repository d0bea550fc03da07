"""How a bench says what it measured of a goal of the engine (E1 to E12): one line each, with the figure, the goal and whether it is met.

`run.sh` gathers these lines at its end.
"""

from __future__ import annotations


def at_most(goal: str, what: str, found: float, most: float, beside: str = "") -> None:
    """A ratio that may not be larger. `beside`: what else was measured."""
    say(goal, what, found, f"at most {most:g}", beside, "met" if found <= most else "NOT met")


def at_least(goal: str, what: str, found: float, least: float, beside: str = "") -> None:
    """A ratio or a speed that may not be smaller."""
    say(goal, what, found, f"at least {least:g}", beside, "met" if found >= least else "NOT met")


def say(goal: str, what: str, found: float, wanted: str, beside: str, verdict: str) -> None:
    print(f"{goal:<4}{what}: {found:.3g}{f' ({beside})' if beside else ''}; goal {wanted}: {verdict}", flush=True)
