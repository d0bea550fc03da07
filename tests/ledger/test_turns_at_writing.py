"""The threads of one process write one SQLite file in the order in which they came, and nobody keeps a turn that is over."""

import threading

import pytest
from django.db import connection, transaction

from hengjian.ledger.sqlite.turn import Turn, turn_at

SOON = 120
pytestmark = pytest.mark.processes


def test_the_turn_goes_to_whoever_has_waited_longest():
    turn, got = Turn(), []
    assert turn.take(0)

    def wait(name):
        assert turn.take(SOON)
        got.append(name)
        turn.give()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(turn.waiting) <= number:
            pass
    turn.give()
    assert turn.take(SOON)
    assert got == [0, 1, 2, 3, 4], "the one that gave it waits behind all who waited already"
    for thread in threads:
        thread.join(SOON)


def test_who_waits_too_long_goes_on_without_and_leaves_no_gap():
    turn = Turn()
    assert turn.take(0) and not turn.take(0.01) and not turn.waiting
    turn.give()
    assert turn.take(0)


@pytest.fixture
def turn(own_database):  # noqa: ARG001 (a file of its own)
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has turns of its own")
    return turn_at(str(connection.settings_dict["NAME"]))


def test_a_transaction_has_the_turn_until_it_ends_well_or_badly(turn):
    with transaction.atomic():
        assert turn.taken
        with transaction.atomic():
            assert turn.taken
    assert not turn.taken
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert not turn.taken
    with transaction.atomic():
        connection.close()
    assert not turn.taken


def test_a_single_write_waits_for_its_turn_and_a_read_does_not(turn):
    done = []

    def outside():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_arrival")
            done.append("read")
            cursor.execute("DELETE FROM ledger_arrival")
            done.append("written")
        connection.close()

    assert turn.take(0)
    thread = threading.Thread(target=outside)
    thread.start()
    while not turn.waiting:
        pass
    assert done == ["read"]
    turn.give()
    thread.join(SOON)
    assert done == ["read", "written"] and not turn.taken
