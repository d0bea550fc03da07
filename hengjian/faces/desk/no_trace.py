"""Where somebody asked not to be revealed (RP-05), who writes confirms the words first: no machine sees whom a sentence gives away."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hengjian.core.flow import Field
from hengjian.work.matters.models import Matter
from hengjian.work.matters.secrecy import HIDES_PARTIES
from hengjian.work.people.refusal import Refused

CONFIRM = "no_trace"
WRITTEN = frozenset({"text"})


def must_confirm(matter: Matter | None, fields: Mapping[str, Field] | None = None) -> bool:
    """Whether the form asks for it: of a matter with a hidden reporter, where it takes words."""
    takes_words = fields is None or any(one.type in WRITTEN for one in fields.values())
    return matter is not None and matter.secrecy in HIDES_PARTIES and takes_words


def check_confirmed(request: HttpRequest, matter: Matter | None, fields: Mapping[str, Field] | None = None) -> None:
    """Refuses words that nobody has confirmed; what was typed stays in the form. Who confirmed them vouches for them on record."""
    if not must_confirm(matter, fields):
        return
    if request.POST.get(CONFIRM) != "1":
        sentence = _("本事项有人要求保密：请核对所写的文字，勾选确认后再提交")
        raise Refused(sentence, fields={CONFIRM: sentence})
    request.viewer = request.viewer.vouching()
