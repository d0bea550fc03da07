"""Where somebody asked not to be revealed (RP-05), who writes vouches for the words first: no machine sees whom a sentence gives away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hengjian.core.flow import Field, Move
from hengjian.ledger.record import Draft
from hengjian.work.matters.models import Matter
from hengjian.work.matters.secrecy import HIDES_PARTIES
from hengjian.work.people.access import VOUCHED, Viewer
from hengjian.work.people.refusal import Refused

CONFIRM = "no_trace"
"""The field of a form by which somebody vouches, and under which a refusal speaks."""
WRITTEN = frozenset({"text"})


def hides(row: Matter | None) -> bool:
    """Whether what is written in a matter may give somebody away."""
    return row is not None and row.secrecy in HIDES_PARTIES


def takes_words(fields: Mapping[str, Field]) -> bool:
    return any(one.type in WRITTEN for one in fields.values())


def vouching_in(row: Matter, by: Viewer) -> Viewer:
    """Who acts, vouching where the matter asks for it: for sentences that the house itself makes."""
    return by.vouching() if hides(row) else by


def check_words(row: Matter | None, said: Mapping[str, Any]) -> None:
    """Refuses words in a matter with a hidden reporter; `said` is the clear body of the event, which tells whether somebody vouches."""
    if hides(row) and not said.get(VOUCHED):
        raise unconfirmed()


def check_step(row: Matter, step: Draft, move: Move) -> None:
    """The same of a step, where something is written in it."""
    if written(step, move):
        check_words(row, step.body)


def check_beginning(first: Draft, move: Move) -> None:
    """The same of what begins a matter that takes over the secrecy of a call."""
    if written(first, move) and not first.body.get(VOUCHED):
        raise unconfirmed()


def written(step: Draft, move: Move) -> bool:
    return any(name in step.sealed for name, one in move.fields.items() if one.type in WRITTEN)


def unconfirmed() -> Refused:
    sentence = _("本事项有人要求保密：请核对所写的文字，勾选确认后再提交")
    return Refused(sentence, fields={CONFIRM: sentence})
