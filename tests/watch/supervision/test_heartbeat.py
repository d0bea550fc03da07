"""If the watch stops, somebody is told, once per standstill."""

import shlex
import sys
from datetime import timedelta

from typer.testing import CliRunner

from hengjian.faces.cli.beside import works
from hengjian.faces.cli.main import app
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.publish import publish
from hengjian.watch.beside import Worker
from hengjian.watch.supervision.heartbeat import STALE_AFTER, beat, begin, pulse, tell_if_behind, tell_if_stopped
from hengjian.watch.supervision.messages import inbox, sentence
from hengjian.watch.supervision.models import Message
from hengjian.watch.supervision.publisher import PUBLICATION
from tests.ledger.make import history

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


def test_the_administrators_are_told_when_checkpoints_no_longer_leave_the_house(cast, start, settings):
    settings.CHECKPOINTS_TO = ["http://127.0.0.1:1/"]
    integrate_all(start)
    assert publish(start) == 0 and tell_if_behind(start) == 0
    late = start + timedelta(hours=3)
    assert [tell_if_behind(late), tell_if_behind(late + SECOND)] == [1, 0]
    message = inbox(cast.viewer("C", "system_admin")).get()
    assert message.code == "checkpoint.behind" and "http://127.0.0.1:1/" in sentence(message)
    said = CliRunner().invoke(app, ["heartbeat"])
    assert said.exit_code == 1 and "未能送达 http://127.0.0.1:1/" in said.output


def test_the_heartbeat_names_a_place_that_cannot_be_read_and_the_lawbook_that_differs(cast, start, settings):
    assert "尚未采用任何法规包" in CliRunner().invoke(app, ["heartbeat"]).output
    settings.CHECKPOINTS_TO = ["ftp://court.example"]
    said = CliRunner().invoke(app, ["heartbeat"])
    assert said.exit_code == 2 and "ftp://court.example" in said.output


def test_the_publisher_publishes_beside_the_watch_until_it_is_told_to_stop(db, start, settings, tmp_path):
    assert PUBLICATION not in works()
    settings.CHECKPOINTS_TO = [f"file://{tmp_path}/out"]
    history(3)
    assert PUBLICATION in works()
    publisher = Worker(PUBLICATION, lambda: start)
    publisher.stop.wait = lambda _seconds: publisher.stop.set()
    publisher.run()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["000000000003.checkpoint"]
