"""What somebody typed into the form of a step, looked at before the step is asked for. Values are checked by the action."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from hengjian.core.flow import Move
from hengjian.core.values import SHANGHAI
from hengjian.faces.desk.citing import check_cited, words_in
from hengjian.faces.desk.clocked import check_clocks
from hengjian.faces.desk.no_trace import check_confirmed
from hengjian.work.matters.models import Matter
from hengjian.work.matters.waiting import check_opened


def check_typed(request: HttpRequest, matter: Matter, move: Move, given: Mapping[str, Any], about: str | None, at: datetime) -> None:
    """Days that a clock knows, words that might give somebody away, a file to be opened before it is approved, articles cited as of the
    day of the act. Raises `Refused`.
    """
    check_clocks(matter, move, given, about, request.POST)
    check_confirmed(request, matter, move.fields)
    check_opened(request.viewer, matter, move)
    check_cited(request, words_in(move.fields, given), at.astimezone(SHANGHAI).date(), f"{matter.id}.{move.name}")
