"""The tick by which who writes vouches for the words (RP-05). What asks for it, and refuses without it: `work/matters/vouching.py`."""

from collections.abc import Mapping

from django.http import HttpRequest

from hengjian.core.flow import Field
from hengjian.work.matters.models import Matter
from hengjian.work.matters.vouching import CONFIRM, hides, takes_words, unconfirmed


def must_confirm(matter: Matter | None, fields: Mapping[str, Field] | None = None) -> bool:
    """Whether the form asks for it: of a matter with a hidden reporter, where it takes words."""
    return hides(matter) and (fields is None or takes_words(fields))


def check_confirmed(request: HttpRequest, matter: Matter | None, fields: Mapping[str, Field] | None = None) -> None:
    """Refuses words that nobody has confirmed; what was typed stays in the form. Who confirmed them vouches for them on record."""
    if not must_confirm(matter, fields):
        return
    if request.POST.get(CONFIRM) != "1":
        raise unconfirmed()
    take_word(request)


def take_word(request: HttpRequest) -> None:
    """Whoever ticked vouches for the words of what is recorded next."""
    if request.POST.get(CONFIRM) == "1":
        request.viewer = request.viewer.vouching()
