"""Whether who reviews for legality may: what the account holds of their qualification goes into the record of the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hengjian.core.values import SHANGHAI
from hengjian.ledger.record import Draft
from hengjian.work.people.access import Viewer

REVIEWED = "legal_review.done"
BINDS_FROM = date(2021, 7, 15)
"""Who had taken up legal review before this day is not first to do so (行政处罚法（2021）第五十八条第二款, in force from it)."""


def with_qualification(step: Draft, by: Viewer) -> Draft:
    """A review says whether who first took it up is qualified; of somebody who has long reviewed it says nothing."""
    account = by.account
    if step.kind != REVIEWED or (account.reviews_since and account.reviews_since < BINDS_FROM):
        return step
    day = step.at.astimezone(SHANGHAI).date()
    qualified = account.qualified_on is not None and account.qualified_on <= day
    return replace(step, body={**step.body, "first_qualified": qualified})
