"""A rehearsal is handed to the worker, carried out part by part, and kept with what it rests on; nothing of the record changes."""

from datetime import date

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import head
from hengjian.watch.beside import Worker
from hengjian.watch.rehearsal import carrying, jobs, queries
from hengjian.watch.rehearsal.jobs import FILES, LAW_FOLDER, PROPOSAL, Asked, ask
from hengjian.watch.rehearsal.models import DifferenceRow, Rehearsal
from hengjian.work.matters.actions_law import propose_law
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.people.refusal import Refused
from tests.amending import CLOSING, amend

RULE = "public-security.closing-period"
OLD = "  2026-01-01: {days: 30,"
LATER = f"  2027-03-01: {{days: 20, source: 测试修正 第一条}}\n{OLD}"


def carried_out(world, asked, seat="C.city_legal"):
    row = ask(asked, by=world.viewer(seat), now=world.now)
    Worker(carrying.REHEARSALS, lambda: world.now).catch_up()
    row.refresh_from_db()
    return row


def test_the_folder_is_run_as_if_it_had_always_been_in_force(world, law_here):
    amend(law_here, OLD, LATER)
    events = Event.objects.count()
    row = carried_out(world, Asked(LAW_FOLDER))
    assert (row.state, row.done, row.total, row.place, row.base) == (Rehearsal.DONE, 8, 8, head(), law_in_force().digest)
    assert (row.files, row.draft != row.judged, Event.objects.count()) == ([CLOSING], True, events)
    report = queries.report_of(row)
    assert (report.kinds["newly_at_fault"], report.kinds["moved"], DifferenceRow.objects.filter(rehearsal=row).count()) == (2, 6, 8)
    lines = report.lines(jobs.judged_law(row))
    assert lines[0] == "草案使 1 条规则的判断不同；假定草案一直有效，对 8 件事项作了 8 项判断。"
    assert "另有 2 项将超期或不符，0 项不再超期或不符（合计由 4 项变为 6 项）；6 项只是到期日改变" in lines[1]
    assert (lines[2], "S1公安机关“办理治安案件的期限”将超期或不符 1，只是到期日改变 3" in lines[3]) == (
        "在办事项中有 2 项的到期日会改变。",
        True,
    )


def test_from_its_own_day_on_the_past_is_not_touched_and_that_is_said(world, law_here):
    amend(law_here, OLD, LATER)
    row = carried_out(world, Asked(LAW_FOLDER, mode=Rehearsal.OWN_DAY))
    assert (row.state, row.draft == row.judged, row.differences.count()) == (Rehearsal.DONE, True, 0)
    assert "只对其生效之日以后开始的期限适用" in queries.report_of(row).lines(jobs.judged_law(row))[-1]


def test_single_files_are_laid_over_the_lawbook_in_force(world, law_here):
    changed = (law_here / CLOSING).read_text(encoding="utf-8").replace(OLD, "  2026-01-01: {days: 20,")
    row = carried_out(world, Asked(FILES, files={"my-draft.yaml": changed.encode()}))
    assert (row.state, row.files, row.differences.filter(kind="newly_at_fault").count()) == (Rehearsal.DONE, [CLOSING], 2)


def test_both_reasonings_stand_beside_each_difference(world, law_here):
    amend(law_here, OLD, LATER)
    row = carried_out(world, Asked(LAW_FOLDER))
    rows = list(queries.differences(world.viewer("C.city_legal"), row, kind="newly_at_fault", unit="S1"))
    (one,) = queries.with_reasons(row, rows, "zh-hans")
    assert (one.old.due, one.new.due) == ("2026-12-16（星期三）", "2026-12-07（星期一）")
    assert "30日" in "".join(one.old.reasons) and "测试修正 第一条" in "".join(one.new.reasons)
    assert (one.old.state, one.new.state) == ("met", "met_late")


def test_single_matters_are_shown_to_those_alone_who_may_see_them(world, law_here):
    amend(law_here, OLD, LATER)
    row = carried_out(world, Asked(LAW_FOLDER), seat="C.system_admin")
    seen = {seat: queries.differences(world.viewer(seat), row).count() for seat in ("C.system_admin", "C.city_chief")}
    assert seen == {"C.system_admin": 0, "C.city_chief": 8}
    with pytest.raises(Refused, match="不能推演"):
        ask(Asked(LAW_FOLDER), by=world.viewer("S1.station_chief"), now=world.now)


def test_what_was_run_as_a_draft_or_as_a_proposal_is_found_again_until_another_law_serves(world, law_here):
    amend(law_here, OLD, LATER)
    early = carried_out(world, Asked(LAW_FOLDER))
    proposed = propose_law(law_here, by=world.viewer("C.system_admin"), now=world.now)
    assert jobs.of_proposal(proposed).id == early.id
    world.later(minutes=1)
    row = carried_out(world, Asked(PROPOSAL))
    assert jobs.of_proposal(proposed).id == row.id and queries.digest_of(row) != queries.digest_of(early)
    Rehearsal.objects.update(base="another")
    assert jobs.of_proposal(proposed) is None


def test_a_draft_with_faults_says_where_they_are(world, law_here):
    broken = (law_here / CLOSING).read_text(encoding="utf-8").replace("check: deadline", "check: dead_line")
    row = carried_out(world, Asked(FILES, files={"closing-period.yaml": broken.encode()}))
    assert row.state == Rehearsal.FAILED and row.trouble.startswith(CLOSING)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked(PROPOSAL), "没有等待批准的法规包"),
        (Asked(LAW_FOLDER), "没有可推演的修改"),
        (Asked(FILES), "草案里没有文件"),
        (Asked(FILES, files={"x.yaml": b"id: nowhere.at-all"}), "找不到它在法规包里的位置"),
        (Asked(FILES, files={"x.yaml": b"title: no id"}), "没有 id"),
        (Asked(FILES, files={"x.yaml": b"a: [1"}), "不是能读的 YAML"),
        (Asked(LAW_FOLDER, since=date(2026, 2, 1), until=date(2026, 1, 1)), "起日晚于止日"),
        (Asked(LAW_FOLDER, mode="sometimes"), "请选择草案怎样适用"),
    ],
)
def test_what_cannot_be_run_is_refused_with_what_to_do(world, asked, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(asked, by=world.viewer("C.city_legal"), now=world.now)


def test_a_worker_that_is_stopped_gives_the_rehearsal_back_and_another_begins_anew(world, law_here, monkeypatch):
    monkeypatch.setattr("hengjian.watch.rehearsal.facts.AT_ONCE", 3)
    amend(law_here, OLD, LATER)
    row = ask(Asked(LAW_FOLDER), by=world.viewer("C.city_legal"), now=world.now)
    portions = carrying.take(lambda: world.now)
    next(portions)
    row.refresh_from_db()
    assert (row.done, row.beat_at, carrying.take(lambda: world.now)) == (3, world.now, None)
    portions.close()
    Worker(carrying.REHEARSALS, lambda: world.now).catch_up()
    row.refresh_from_db()
    assert (row.state, row.done, row.differences.count()) == (Rehearsal.DONE, 8, 8)


def test_one_that_was_stopped_ends_after_its_part_and_goes_when_it_is_dropped(
    world, law_here, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("hengjian.watch.rehearsal.facts.AT_ONCE", 3)
    amend(law_here, OLD, LATER)
    by = world.viewer("C.city_legal")
    row = ask(Asked(LAW_FOLDER), by=by, now=world.now)
    portions = carrying.take(lambda: world.now)
    next(portions)
    with pytest.raises(Refused, match="请先停止"):
        jobs.drop(row, by=by)
    jobs.stop(row)
    assert list(portions) == []
    row.refresh_from_db()
    with pytest.raises(Refused, match="只能删除本人的"):
        jobs.drop(row, by=world.viewer("C.city_chief"))
    folder = jobs.place_of(row)
    assert row.state == Rehearsal.STOPPED and folder.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.drop(row, by=by)
    assert not folder.exists() and not DifferenceRow.objects.exists()


def test_what_was_run_and_changed_on_disk_since_is_not_argued_with(world, law_here):
    amend(law_here, OLD, LATER)
    row = carried_out(world, Asked(LAW_FOLDER))
    path = jobs.judged_folder(row) / CLOSING
    path.write_text(path.read_text(encoding="utf-8").replace("days: 20", "days: 21"), encoding="utf-8")
    jobs.read_once.cache_clear()
    with pytest.raises(Refused, match="缺失或已改动"):
        jobs.judged_law(row)


def test_old_rehearsals_go_by_themselves(world, law_here):
    amend(law_here, OLD, LATER)
    carried_out(world, Asked(LAW_FOLDER))
    assert (jobs.drop_old(world.now), jobs.drop_old(world.later(days=181)), Rehearsal.objects.count()) == (0, 1, 0)
