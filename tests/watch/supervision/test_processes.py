"""The watch and the server as processes: several at once, streaming, told to stop; a fault is found seconds after its record."""

import http.client
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from hengjian.ledger.models import Place
from hengjian.watch.supervision.rounds import run_round
from hengjian.work.findings.models import DayStatement, FindingRow, QueueRow
from hengjian.work.people.models import Post
from tests.waiting import PATIENCE, answers, free_port, wait_for
from tests.world import small_world

pytestmark = pytest.mark.processes
COMMAND = [sys.executable, "-m", "hengjian"]


@pytest.fixture
def world(own_database):
    """The small city, its posts held for a year: processes read the real clock."""
    settled = small_world()
    Post.objects.update(since=datetime.now(UTC) - timedelta(days=365))
    return settled


@contextmanager
def running(own_database, *arguments):
    """A command of the house as a process of its own, stopped by SIGTERM at the end; its exit status must be 0."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=own_database.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        output, _none = process.communicate(timeout=PATIENCE)
        assert process.returncode in {0, -signal.SIGTERM}, output
        assert "Traceback" not in output, output
    except BaseException:
        process.kill()
        print(*arguments, *process.communicate(), sep="\n")
        raise


def forgotten_cases(world, count):
    """Cases that were opened forty days ago and forgotten."""
    world.now = datetime.now(UTC) - timedelta(days=40)
    cases = [world.case("S1.officer") for _number in range(count)]
    for case in cases:
        world.step(case, "accept", "S1.officer")
        world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    return cases


def overdue():
    return FindingRow.objects.filter(rule="public-security.closing-period").count()


def test_several_workers_at_once_raise_each_fault_once(own_database, world):
    cases = forgotten_cases(world, 6)
    now = datetime.now(UTC)
    troubles = []

    def work():
        try:
            for _round in range(6):
                run_round(now)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert troubles == []
    raised = FindingRow.objects.filter(rule="s.contact").values_list("matter", flat=True)
    assert sorted(raised) == sorted(case.id for case in cases)
    places = list(Place.objects.order_by("place").values_list("place", flat=True))
    assert places == list(range(1, len(places) + 1))
    assert DayStatement.objects.values("day", "unit").distinct().count() == DayStatement.objects.count()


def test_the_watch_finds_what_is_recorded_beside_it_and_stops_when_it_is_told(own_database, world):
    forgotten_cases(world, 1)
    with running(own_database, "watch"):
        wait_for(overdue)
        world.now = datetime.now(UTC)
        call = world.incident("D1.dispatcher", unit="S1")
        world.step(call, "withdraw", "D1.dispatcher", channel="call_110", stated_reason="other", account="不再报警")
        wait_for(lambda: QueueRow.objects.filter(matter=call.id, demanded_at__isnull=False).exists())
        beats = subprocess.run([*COMMAND, "heartbeat"], env=own_database.environment, capture_output=True, text=True)
        assert beats.returncode == 0, beats.stdout + beats.stderr


def test_watch_once_works_until_nothing_is_left(own_database, world):
    forgotten_cases(world, 3)
    done = subprocess.run([*COMMAND, "watch", "--once"], env=own_database.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert overdue() == 3


def test_the_heartbeat_command_says_when_no_watch_ever_ran(own_database, world):
    silent = subprocess.run([*COMMAND, "heartbeat"], env=own_database.environment, capture_output=True, text=True)
    assert silent.returncode == 1 and "hengjian watch" in silent.stdout


def test_the_server_shows_pages_streams_the_head_and_stops_with_a_stream_open(own_database, world):
    port = free_port()
    cookie = signed_in(world)
    with running(own_database, "serve", "--port", str(port), "--watch"):
        wait_for(lambda: answers(port))
        assert status_of(port, "/sign-in/") == 200
        assert status_of(port, "/live/head") == 403
        with asking(port, "/live/head", cookie) as stream:
            assert (stream.status, stream.getheader("Content-Type")) == (200, "text/event-stream")
            first = read_place(stream)
            world.now = datetime.now(UTC)
            world.incident("D1.dispatcher", unit="S1")
            assert read_place(stream) > first


@contextmanager
def asking(port, path, cookie=""):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asked.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        with asked.getresponse() as answer:
            yield answer
    finally:
        asked.close()


def status_of(port, path):
    with asking(port, path) as answer:
        return answer.status


def read_place(stream):
    """The place in the next `head` of the stream."""
    while True:
        line = stream.readline().decode()
        if line.startswith("data: "):
            return int(line.removeprefix("data: "))


def signed_in(world):
    account = world.accounts["S1.officer"]
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{django_settings.SESSION_COOKIE_NAME}={session.session_key}"
