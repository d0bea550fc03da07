"""If the watch stops, somebody is told, once per standstill."""

import shlex
import sys
from datetime import timedelta

from hengjian.watch.supervision.heartbeat import STALE_AFTER, beat, begin, pulse, tell_if_stopped
from hengjian.watch.supervision.messages import inbox
from hengjian.watch.supervision.models import Message

SECOND = timedelta(seconds=1)


def test_a_watch_that_never_ran_is_not_beating(db, start):
    seen = pulse(start)
    assert not seen.beating and seen.last is None and "hengjian watch" in seen.sentence


def test_a_watch_beats_until_it_is_silent_for_a_minute(db, start):
    begin(start)
    beat(start + SECOND, behind=7)
    assert pulse(start + SECOND + STALE_AFTER).beating
    stopped = pulse(start + 2 * SECOND + STALE_AFTER)
    assert not stopped.beating and stopped.behind == 7 and "已停止" in stopped.sentence


def test_the_administrators_are_told_once_per_standstill_and_the_command_is_run(cast, start, tmp_path, caplog):
    mark = tmp_path / "told"
    command = shlex.join([sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')"])
    begin(start)
    assert not tell_if_stopped(start, command)
    late = start + STALE_AFTER + SECOND
    assert tell_if_stopped(late, command)
    assert not tell_if_stopped(late + SECOND, command)
    assert mark.read_text() == "x"
    assert inbox(cast.viewer("C", "system_admin")).get().code == "watch.stopped"
    assert not inbox(cast.viewer("S1", "officer")).exists()
    begin(late)
    assert tell_if_stopped(late + STALE_AFTER + SECOND)
    assert Message.objects.filter(code="watch.stopped").count() == 2
    assert "The watch has stopped" in caplog.text
