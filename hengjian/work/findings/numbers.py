"""Numbers of opinions: one series per unit, type and year, without a gap. Call inside the transaction that records the opinion."""

from hengjian.work.matters import paper_numbers
from hengjian.work.matters.paper_values import form_of
from hengjian.work.people.models import Unit

ADVICE = "监建字"


def word_of(type: str) -> str:
    """The word in the numbers of this type of opinion."""
    return form_of("notice").series if type == "rectification" else ADVICE


def text(organ: Unit, type: str, year: int, number: int) -> str:
    """The number as the profession writes it, with the mark that the organ bears now: 云泽公（临溪）监改字〔2026〕12号."""
    return paper_numbers.text(organ, word_of(type), year, number)
