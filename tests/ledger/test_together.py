"""What is written together stands or falls together, on either engine, inside a transaction and alone."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from hengjian.ledger.models import Arrival, FollowerPlace
from hengjian.ledger.together import Overtaken, Part, write

NEW = "INSERT INTO ledger_arrival (event) VALUES (%s)"
FOLLOWER = "INSERT INTO ledger_followerplace (name, place) VALUES (%s, %s)"
MOVE = "UPDATE ledger_followerplace SET place = %s WHERE name = %s AND place = %s"


def names():
    return sorted(Arrival.objects.values_list("event", flat=True))


@pytest.mark.django_db
def test_every_part_is_written_whatever_the_order_in_which_it_is_given():
    write([Part(FOLLOWER, ["f", 1])])
    write([Part(NEW, ["a"]), Part(MOVE, [2, "f", 1], 1), Part(NEW, ["b"])])
    assert names() == ["a", "b"] and FollowerPlace.objects.get(name="f").place == 2
    write([])


@pytest.mark.django_db
def test_a_part_that_misses_its_rows_takes_every_other_with_it():
    write([Part(FOLLOWER, ["f", 1])])
    with pytest.raises(Overtaken), transaction.atomic():
        write([Part(NEW, ["a"]), Part(MOVE, [2, "f", 7], 1), Part(NEW, ["b"])])
    with pytest.raises(Overtaken), transaction.atomic():
        write([Part(MOVE, [2, "f", 1], 1), Part(MOVE, [3, "nobody", 1], 1)])
    assert names() == [] and FollowerPlace.objects.get(name="f").place == 1


@pytest.mark.django_db
def test_other_faults_of_the_database_stay_what_they_are():
    with pytest.raises(IntegrityError), transaction.atomic():
        write([Part(NEW, ["a"]), Part(FOLLOWER, ["f", 1]), Part(FOLLOWER, ["f", 1])])
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            write([Part(NEW, ["a"]), Part(FOLLOWER, ["f", 1], 1), Part(FOLLOWER, ["g", "no number"])])
    assert names() == []


@pytest.mark.processes
def test_outside_any_transaction_nothing_of_a_refused_writing_stands(own_database):
    write([Part(FOLLOWER, ["f", 1]), Part(NEW, ["kept"])])
    with pytest.raises(Overtaken):
        write([Part(MOVE, [2, "f", 1], 1), Part(NEW, ["a"]), Part(MOVE, [3, "nobody", 1], 1)])
    assert names() == ["kept"] and FollowerPlace.objects.get(name="f").place == 1
