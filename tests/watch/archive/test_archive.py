"""Closed days as files: made from the ledger, tied to its checkpoints, judged as the ledger itself is; nothing sealed in them."""

import json
from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from hengjian.bulk.facts import writing
from hengjian.bulk.refusal import BadLog
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty
from hengjian.ledger import note
from hengjian.ledger.charter import charter
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Checkpoint, Event
from hengjian.ledger.read import facts_of
from hengjian.watch.archive import making, parts, segment
from hengjian.watch.archive.gathering import streams
from hengjian.watch.archive.judging import patrol_here
from hengjian.watch.archive.making import NothingToArchive, make
from hengjian.watch.archive.parts import parts_of
from hengjian.watch.archive.segment import LEAVES, read_archive
from hengjian.watch.archive.verifying import verify
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes
from tests.watch.archive.conftest import FIRST_DAY, a_day_of_work, silent

pytestmark = pytest.mark.django_db
FAULTS = ("overdue", "met_late", "breached", "undetermined")


def checked(folder, **how):
    return verify(read_archive(folder), **({"flows": flows(), "told": silent} | how))


def files_in(folder):
    archive = read_archive(folder)
    return [archive.path(one, name) for one in archive.segments for name in (*one.facts, *one.beside)]


def test_each_closed_day_becomes_a_segment_that_ends_with_its_checkpoint(three_days):
    _world, folder, _matters = three_days
    archive = read_archive(folder)
    assert [one.day for one in archive.segments] == ["2026-11-16", "2026-11-17"]
    assert [one.first for one in archive.segments] == [1, archive.segments[0].last + 1]
    for one in archive.segments:
        assert note.check(one.note, note.verifier_key(charter().origin)).size == one.last
    assert archive.last < Checkpoint.objects.order_by("-size").first().size


def test_an_archive_holds_together(three_days):
    _world, folder, _matters = three_days
    report = checked(folder, key=note.verifier_key(charter().origin))
    assert report.problems == []
    assert report.events == read_archive(folder).last
    assert report.stages and report.levels == {"C": "city", "D1": "district", "S1": "station", "S2": "station"}


def test_nothing_that_is_sealed_stands_in_any_file(three_days):
    _world, folder, _matters = three_days
    assert Event.objects.exclude(sealed={}).exists()
    rows = [row for path in files_in(folder) for row in pq.read_table(path).to_pylist()]
    said = json.dumps(rows, ensure_ascii=False, default=str)
    assert "李某" not in said
    assert "柳荫里" not in said
    assert not any(row["canonical"].count('"c":') for row in rows)


def test_a_day_that_is_not_over_is_not_archived(three_days):
    world, folder, _matters = three_days
    with pytest.raises(BadLog, match="还没有结束"):
        make(folder, world.now.date(), now=world.now, told=silent)
    with pytest.raises(NothingToArchive):
        make(folder, FIRST_DAY, now=world.now, told=silent)


def findings_of_ledger(now):
    """What the live check says of every matter as the ledger has it now."""
    found = []
    law = law_in_force()
    for row in Matter.objects.all():
        answers = evaluate(facts_of(row.id), law, now, attributes=attributes(row))
        for one in (*answers.duties, *answers.judgements):
            state = one.state if isinstance(one, Duty) else one.verdict
            if state in FAULTS and one.rule not in law.of_others("police"):
                found.append((row.id, row.unit.code, one.rule, one.key, state))
    return sorted(found)


def said(found):
    both = [*found.findings, *found.undetermined]
    return sorted((one.matter, one.unit, one.answer.rule, one.answer.key, one.state) for one in both)


@pytest.mark.parametrize("large", [0, 10**9], ids=["columns", "live"])
def test_base_and_additions_are_judged_as_the_ledger_is(three_days, monkeypatch, large):
    world, folder, matters = three_days
    monkeypatch.setattr(making, "SHARE", 0)
    monkeypatch.setattr(segment, "GROUP_OF_LATER", 3)
    monkeypatch.setattr(parts, "GROUPS", 1)
    for case in matters[::2]:
        world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    moved = world.incident("C.dispatcher")
    world.step(moved, "dispatch", "C.dispatcher", unit="S2")
    integrate_all(world.now)
    world.later(days=1)
    make(folder, FIRST_DAY + timedelta(days=3), now=world.now, told=silent)
    assert len(read_archive(folder).segments) == 3
    assert checked(folder).stages
    assert len(parts_of(read_archive(folder))) > 3
    later = world.now + timedelta(days=400)
    found = patrol_here(read_archive(folder), law_in_force(), later, told=silent, large=large)
    assert checked(folder).problems == []
    assert said(found) == findings_of_ledger(later)
    assert found.matters == Matter.objects.count() == 10
    assert len(found.findings) > 2
    assert Matter.objects.get(id=moved.id).unit.code == "S2"


def test_findings_name_an_event_by_its_place_in_the_log(three_days):
    world, folder, _matters = three_days
    found = patrol_here(read_archive(folder), law_in_force(), world.now + timedelta(days=400), told=silent)
    marks = [one.answer.started if isinstance(one.answer, Duty) else one.answer.act for one in found.findings]
    assert {int(mark.id) for mark in marks} <= set(range(1, read_archive(folder).last + 1))


def test_what_outgrows_the_base_is_put_together_with_it(three_days, monkeypatch):
    world, folder, _matters = three_days
    before = [folder / one.name for one in read_archive(folder).segments]
    monkeypatch.setattr(making, "SHARE", 10**6)
    monkeypatch.setattr(writing, "FILE", 4)
    filled_from = []
    monkeypatch.setattr(making, "streams", lambda first, *rest: filled_from.append(first) or streams(first, *rest))
    make(folder, FIRST_DAY + timedelta(days=2), now=world.now, told=silent)
    archive = read_archive(folder)
    assert [(one.first, one.day) for one in archive.segments] == [(1, "2026-11-18")]
    assert not any(path.exists() for path in before)
    report = checked(folder)
    assert (report.problems, report.events, report.stages) == ([], archive.last, True)
    assert filled_from[0] > 1 and len(filled_from) == 1, "the base is made of files, not of the database"
    later = world.now + timedelta(days=400)
    found = patrol_here(archive, law_in_force(), later, told=silent)
    assert said(found) == findings_of_ledger(later)


def test_a_patrol_hands_its_findings_on_part_by_part_in_the_order_of_matters(three_days, monkeypatch):
    world, folder, matters = three_days
    monkeypatch.setattr(making, "SHARE", 10**6)
    monkeypatch.setattr(writing, "FILE", 4)
    for case in matters[::2]:
        world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    integrate_all(world.now)
    world.later(days=1)
    make(folder, FIRST_DAY + timedelta(days=3), now=world.now, told=silent)
    archive, later, laid_down = read_archive(folder), world.now + timedelta(days=400), []

    def spill(found):
        laid_down.append((list(found.findings), list(found.undetermined)))
        found.findings.clear()
        found.undetermined.clear()

    whole = patrol_here(archive, law_in_force(), later, told=silent, spill=spill)
    handed_on = [one for part in laid_down for both in part for one in both]
    assert len(laid_down) == len(parts_of(archive)) >= 2 and sum(any(part) for part in laid_down) >= 2
    assert (whole.findings, whole.undetermined) == ([], [])
    for sort in range(2):
        named = [one.matter for part in laid_down for one in part[sort]]
        assert named == sorted(named)
    assert sorted((one.matter, one.unit, one.answer.rule, one.answer.key, one.state) for one in handed_on) == findings_of_ledger(later)


def test_where_the_flows_have_changed_since_the_base_is_made_from_the_ledger(three_days, monkeypatch):
    world, folder, _matters = three_days
    path = folder / read_archive(folder).segments[0].name / "segment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"ways": "of other flows"}))
    report = checked(folder)
    assert (report.problems, report.stages) == ([], False)
    monkeypatch.setattr(making, "SHARE", 10**6)
    make(folder, FIRST_DAY + timedelta(days=2), now=world.now, told=silent)
    report = checked(folder)
    assert len(read_archive(folder).segments) == 1 and (report.problems, report.stages) == ([], True)


def test_one_process_at_a_time_makes_the_archive(three_days):
    world, folder, _matters = three_days
    with making.alone(folder), pytest.raises(BadLog, match="另一进程"):
        make(folder, FIRST_DAY + timedelta(days=2), now=world.now, told=silent)


def test_an_interrupted_run_leaves_the_archive_as_it_was(three_days, monkeypatch):
    world, folder, _matters = three_days
    before = read_archive(folder)

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_leaves", fail)
    with pytest.raises(OSError, match="space"):
        make(folder, FIRST_DAY + timedelta(days=2), now=world.now, told=silent)
    assert read_archive(folder) == before
    assert not list(folder.glob(".making-*"))


def test_an_archive_of_another_ledger_is_left_alone(three_days):
    world, folder, _matters = three_days
    head = json.loads((folder / "archive.json").read_text())
    (folder / "archive.json").write_text(json.dumps(head | {"origin": "elsewhere"}))
    with pytest.raises(BadLog, match="elsewhere"):
        make(folder, FIRST_DAY + timedelta(days=2), now=world.now, told=silent)


def rewritten(path, change):
    """A file of facts with one thing changed in its first row."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows[0])
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)


ATTACKS = {
    "an event is said otherwise": (lambda row: row.update(canonical=row["canonical"].replace('"at":"2026', '"at":"2025')), "散列不符"),
    "a column is moved": (lambda row: row.update(at=row["at"] - 86_400_000_000), "“at”列"),
    "a field is blotted out": (lambda row: row.update({"text:by_role": None}), "“text:by_role”列"),
    "another kind of matter": (lambda row: row.update({"of:matter": "petition"}), "种类"),
    "another unit": (lambda row: row.update(unit="S9"), "单位"),
    "another stage": (lambda row: row.update(stage="closed"), "阶段"),
    "another level": (lambda row: row.update({"of:level": "city"}), "层级"),
    "a place is taken twice": (lambda row: row.update(place=row["place"] + 1), "出现两次|缺少"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_changed_in_a_file_is_found(three_days, attack):
    _world, folder, _matters = three_days
    change, expected = ATTACKS[attack]
    archive = read_archive(folder)
    rewritten(archive.path(archive.segments[0], archive.segments[0].facts[0]), change)
    problems = checked(folder).problems
    assert problems
    assert any(word in problem for problem in problems for word in expected.split("|"))


def test_events_and_hashes_changed_together_do_not_meet_the_checkpoint(three_days):
    _world, folder, _matters = three_days
    archive = read_archive(folder)
    path = archive.path(archive.segments[0], LEAVES)
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    assert any("根不符" in problem for problem in checked(folder).problems)


def test_a_checkpoint_that_was_signed_by_somebody_else_is_found(three_days):
    _world, folder, _matters = three_days
    other = "elsewhere+1b7a3b52+ATX3pUD2Q2Yv0vSZbZ0m7YpYh8d0C1nVb1mQm2s3xQpZ"
    assert checked(folder, key=other).problems


def test_a_checkpoint_kept_outside_must_be_met(three_days):
    _world, folder, _matters = three_days
    kept = Checkpoint.objects.get(size=read_archive(folder).segments[0].last)
    assert checked(folder, checkpoints=(kept.note,)).problems == []
    beyond = Checkpoint.objects.order_by("-size").first()
    assert any("没有到达" in problem for problem in checked(folder, checkpoints=(beyond.note,)).problems)


def test_a_missing_segment_is_found(three_days):
    world, folder, _matters = three_days
    head = json.loads((folder / "archive.json").read_text())
    (folder / "archive.json").write_text(json.dumps(head | {"segments": head["segments"][1:]}))
    assert any("不相接" in problem for problem in checked(folder).problems)


def test_what_is_no_archive_is_refused(tmp_path):
    with pytest.raises(BadLog, match="archive.json"):
        read_archive(tmp_path)


def test_an_empty_archive_cannot_be_judged(world, tmp_path):
    a_day_of_work(world)
    archive = making.standing(tmp_path / "new")
    with pytest.raises(BadLog, match="空"):
        parts_of(archive)
