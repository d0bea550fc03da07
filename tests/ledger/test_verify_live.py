"""A record that is written while it is verified is verified as it stood at one instant."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections

from hengjian.ledger import verify as verifying
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.record import record_many
from tests.ledger.make import NOW, draft, history

pytestmark = pytest.mark.processes


def write_elsewhere():
    """Another process goes on recording and integrating."""

    def work():
        record_many([draft("m0"), draft("m9")], now=NOW + timedelta(hours=1))
        integrate_all(NOW + timedelta(hours=1))
        connections.close_all()

    other = Thread(target=work)
    other.start()
    other.join()


@pytest.mark.parametrize("at", ["waiting", "heads"])
def test_what_is_written_meanwhile_raises_no_false_alarm(own_database, monkeypatch, at):
    history(12)
    step = getattr(verifying._Walk, at)

    def after_others_wrote(walk):
        write_elsewhere()
        step(walk)

    monkeypatch.setattr(verifying._Walk, at, after_others_wrote)
    report = verifying.verify()
    assert (report.problems, report.size) == ([], 12)
    monkeypatch.undo()
    assert verifying.verify().size == 14
