"""History that was brought in is looked at when nothing newer waits, and every case of it is."""

from datetime import timedelta

from hengjian.watch.supervision import rounds
from hengjian.watch.supervision.rounds import LOOKS, due_for_a_look, enough, run_round
from hengjian.work.findings.models import DayCase, FindingRow
from hengjian.work.matters.models import Matter

OLD = {"origin": "原系统"}
DAY = timedelta(days=1)


def brought_in(cast, count, now):
    return [cast.case(f"old{number:03}.", "S1", now=now, at=now - 90 * DAY, **OLD) for number in range(count)]


def test_a_new_case_behind_a_heap_of_old_ones_is_looked_at_in_the_first_round(cast, start):
    old = brought_in(cast, 2 * rounds.BATCH, start)
    new = cast.case("new", "S1", now=start)
    cast.happens(new, "case.decided", now=start)
    done = run_round(start)
    assert done.followed > len(old)
    assert {"s.notice", "s.outcome"} <= set(FindingRow.objects.filter(matter=new).values_list("rule", flat=True))
    assert done.swept == LOOKS and DayCase.objects.filter(origin="原系统").count() == len(old)


def test_every_old_case_is_looked_at_in_the_end(cast, start):
    old = brought_in(cast, LOOKS + 5, start)
    while run_round(start).busy:
        pass
    assert set(FindingRow.objects.values_list("matter", flat=True)) == set(old)
    assert not Matter.objects.filter(next_look_at__lte=start).exists()


def test_whose_time_came_last_and_who_waits_longest_are_looked_at_first(cast, start):
    ids = brought_in(cast, 5, start)
    for number, matter in enumerate(ids):
        Matter.objects.filter(id=matter).update(next_look_at=start + timedelta(minutes=number))
    now = start + DAY
    assert list(due_for_a_look(now, 2)) == [ids[4], ids[0]]
    assert sorted(due_for_a_look(now, 100)) == sorted(ids)
    assert list(due_for_a_look(start + timedelta(minutes=1), 100)) == [ids[1], ids[0]]


def test_events_of_people_are_followed_in_small_parts_and_history_in_large_ones(cast, start):
    old = [cast.happens(cast.case("a", "S1", now=start), "case.decided", now=start, **OLD)] * 300
    new = [cast.happens(cast.case("b", "S1", now=start), "case.decided", now=start)] * 300
    assert len(enough(old)) == 300 and len(enough(new)) == rounds.BATCH
    assert len(enough([*old, *new])) == 300 + rounds.BATCH
