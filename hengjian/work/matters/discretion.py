"""How a penalty stands in the organ's own discretion standard: tier, range, reasons written out. No limit of law is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.flow import Move
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.terms import tongue
from hengjian.ledger.record import Draft
from hengjian.work.people.refusal import Refused

POLICY = "discretion"
WRITTEN_OUT = ("evidence_relied", "law_applied", "bracket", "discretion_reasons")
"""What a penalty must say beside the facts: evidence, law, tier, and why this tier."""


@dataclass(frozen=True)
class Range:
    """What a tier leaves: fines in fen, detention in days, both ends included."""

    fine: tuple[int, int]
    days: tuple[int, int]


def ranges(law: Lawbook, offence: str) -> dict[str, Range]:
    """The range of each tier for an offence; empty where the organ's standard does not name it."""
    held = law.policies[POLICY].value.get(offence, {}) if POLICY in law.policies else {}
    return {tier: Range((one["fine"][0] * 100, one["fine"][1] * 100), tuple(one["days"])) for tier, one in held.items()}


def standard(law: Lawbook, move: Move, offence: str = "") -> Mapping[str, Any]:
    """The organ's standard for who fills in this step, in yuan and days: of one offence where it is known, else of all."""
    if "bracket" not in move.fields or POLICY not in law.policies:
        return {}
    held = law.policies[POLICY].value
    return {offence: held[offence]} if offence in held else held


def check(move: Move, step: Draft, law: Lawbook, language: str) -> None:
    """Refuses a penalty without its reasons, and one outside its tier without a reason for that."""
    if "bracket" not in move.fields or step.body.get("outcome", "penalty") != "penalty":
        return
    given = {**step.body, **step.sealed}
    faults = {
        name: _("处罚决定须写明“%(label)s”") % {"label": move.fields[name].label[tongue(language)]}
        for name in WRITTEN_OUT
        if name in move.fields and not given.get(name)
    }
    if not faults and not given.get("departure"):
        faults = outside(given, ranges(law, given.get("offence", "")))
    if faults:
        raise Refused(_("请改正标出的各项"), fields=faults)


def outside(given: Mapping[str, Any], tiers: Mapping[str, Range]) -> dict[str, str]:
    """A sentence where fine or detention leaves the tier chosen."""
    tier = tiers.get(given["bracket"])
    fine, days = given.get("fine") or 0, given.get("detention_days") or 0
    if tier is None:
        return {}
    if fine and not tier.fine[0] <= fine <= tier.fine[1]:
        low, high = (f"{edge / 100:g}" for edge in tier.fine)
        said = _("罚款%(given)s元超出所选档次的幅度（%(low)s至%(high)s元）：请改选档次，或者写明超出的理由")
        return {"departure": said % {"given": f"{fine / 100:g}", "low": low, "high": high}}
    if days and not tier.days[0] <= days <= tier.days[1]:
        said = _("拘留%(given)s日超出所选档次的幅度（%(low)s至%(high)s日）：请改选档次，或者写明超出的理由")
        return {"departure": said % {"given": days, "low": tier.days[0], "high": tier.days[1]}}
    return {}
