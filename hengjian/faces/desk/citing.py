"""Articles that somebody cites in what they type: wrong ones are told before it is recorded. Sent again unchanged, it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hengjian.core.flow import Field
from hengjian.work.matters.law_library import wrong_citations
from hengjian.work.people.refusal import Refused

SEEN = "cited"


def check_cited(request: HttpRequest, texts: Iterable[str], day: date, form: str) -> None:
    """Refuses words with a wrong citation once for each `form`; who sends the same words again has seen it and means them."""
    words = [text for text in texts if text]
    wrong = wrong_citations(words, day)
    if not wrong:
        return
    mark = f"{form}:{hashlib.sha256(repr((words, day)).encode()).hexdigest()[:32]}"
    if request.session.get(SEEN) == mark:
        del request.session[SEEN]
        return
    request.session[SEEN] = mark
    lines = [answer.sentence(request.viewer.language) for answer in wrong]
    raise Refused("\n".join([_("引用的条文有疑问，还没有提交："), *lines, _("请改正；核对无误的，原样再提交一次即按原文记录。")]))


def words_in(fields: Mapping[str, Field], given: Mapping[str, Any]) -> list[str]:
    """What was typed into the text fields of a step."""
    return [str(given[name]) for name, field in fields.items() if field.type == "text" and given.get(name)]
