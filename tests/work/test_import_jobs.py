"""An import from the desk: columns chosen, checked, confirmed by somebody who is named, carried out by a worker that may die."""

import io
from datetime import timedelta

import openpyxl
import pytest

from hengjian.ledger import files
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event, MatterKey
from hengjian.ledger.verify import verify
from hengjian.watch.beside import Worker
from hengjian.watch.supervision.importer import IMPORTS
from hengjian.work.matters.intake import carrying, jobs
from hengjian.work.matters.intake.models import ImportJob
from hengjian.work.matters.intake.run import PORTION
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused
from hengjian.work.turns import DEAD_AFTER
from tests.work.test_intake import ROW
from tests.world import assert_replays

LEGAL = "S1.station_legal"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def text_of(*rows, headings=tuple(ROW)) -> bytes:
    lines = [",".join(headings), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines).encode("gb18030")


def rows(count, **more):
    return [{**ROW, "案件编号": f"旧案{number:04}", **more} for number in range(count)]


def uploaded(world, *given, seat=LEGAL, name="旧案.csv", **more) -> ImportJob:
    return jobs.upload(name, text_of(*given, **more), "admin_case", by=world.viewer(seat), now=world.now)


def worked(world) -> bool:
    return Worker(IMPORTS, lambda: world.now).once()


def fresh(job) -> ImportJob:
    return ImportJob.objects.select_related("unit").get(id=job.id)


def checked(world, *given, seat=LEGAL) -> ImportJob:
    job = uploaded(world, *given, seat=seat)
    jobs.choose(job, job.columns)
    assert worked(world)
    return fresh(job)


def test_a_file_is_checked_confirmed_and_brought_in_and_who_did_it_is_on_record(world):
    job = checked(world, *rows(3))
    assert (job.state, job.total, job.new, job.left_out) == ("checked", 3, 3, 0) and not Matter.objects.exists()
    jobs.confirm(job, now=world.later(minutes=1))
    assert worked(world) and not worked(world)
    job = fresh(job)
    assert (job.state, job.new, job.events, job.rows) == ("done", 3, 12, 3)
    begun, finished = Event.objects.get(kind="import.begun"), Event.objects.get(kind="import.finished")
    person = world.accounts[LEGAL].person
    assert (begun.by, begun.body["by_role"], begun.body["total"]) == (person, "station_legal", 3)
    assert (finished.by, finished.body["new"], finished.body["events"]) == (person, 3, 12)
    assert set(Event.objects.exclude(matter="").values_list("body__import_job", flat=True)) == {job.id}
    assert_replays(Matter.objects.first(), world.now)
    assert verify().problems == []


def test_the_file_lies_encrypted_and_goes_when_it_was_brought_in(world, tmp_path):
    job = checked(world, *rows(2))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "王安澜".encode("gb18030") not in kept and "旧案0001".encode("gb18030") not in kept
    assert "旧案" not in str(fresh(job).sealed)
    jobs.confirm(job, now=world.now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act: act())
        worked(world)
    assert not files.root().joinpath(job.id).exists()
    assert jobs.opened(fresh(job))["name"] == "旧案.csv"


def test_rows_with_faults_are_named_and_the_others_go_in(world):
    job = checked(world, *rows(2), {**ROW, "案由": "没有这种案由"})
    faults = jobs.opened(job)["faults"]
    assert [(one.row, one.column) for one in faults] == [(4, "案由")] and (job.new, job.left_out) == (2, 1)
    jobs.confirm(job, now=world.now)
    worked(world)
    assert Matter.objects.count() == 2
    again = checked(world, *rows(2), {**ROW, "案由": "寻衅滋事"})
    assert (again.new, again.known, again.left_out) == (1, 2, 0), "the mended file adds what was left out and nothing twice"


def test_nobody_brings_in_what_lies_beyond_their_own_unit(world):
    other = checked(world, {**ROW, "办案单位代码": "S2"})
    assert (other.new, other.left_out) == (0, 1) and "不归您的单位管" in jobs.opened(other)["faults"][0].sentence
    with pytest.raises(Refused, match="没有可导入的行"):
        jobs.confirm(other, now=world.now)
    above = checked(world, {**ROW, "办案单位代码": "S2"}, seat="D1.district_legal")
    assert (above.new, above.left_out) == (1, 0)


@pytest.mark.parametrize("seat", ["S1.officer", "S1.station_chief", "C.system_admin", "C.auditor"])
def test_only_a_legal_officer_brings_cases_in(world, seat):
    with pytest.raises(Refused, match="您的岗位不能导入"):
        uploaded(world, ROW, seat=seat)


def test_nobody_sees_the_import_of_somebody_else(world):
    job = uploaded(world, ROW)
    with pytest.raises(Refused, match="不是您办理的"):
        jobs.job_of(world.viewer("D1.district_legal"), job.id)
    assert jobs.jobs_of(world.viewer("D1.district_legal")) == []


def test_other_headings_are_chosen_and_what_the_file_lacks_is_left_out(world):
    names = {"案件编号": "编号", "办案单位代码": "单位", "承办人账号": "", "原系统登记时间": "", "立案时间": "", "立案理由": ""}
    given = {names.get(column, column): value for column, value in ROW.items() if names.get(column, column)}
    job = jobs.upload("表.csv", text_of(given, headings=tuple(given)), "admin_case", by=world.viewer(LEGAL), now=world.now)
    assert job.columns["案件编号"] == "" and job.columns["案由"] == "案由"
    with pytest.raises(Refused, match="请为“案件编号”选择文件中的列"):
        jobs.choose(job, job.columns)
    jobs.choose(job, job.columns | names)
    worked(world)
    jobs.confirm(fresh(job), now=world.now)
    worked(world)
    matter = Matter.objects.get()
    assert (matter.number, matter.stage, matter.handler) == (ROW["案件编号"], "accepted", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"案由": ""}, "缺少必填的列：案由"),
        ({"案由": "简要案情"}, "选了不止一次"),
        ({"接报时间": "没有这一列"}, "请为“接报时间”选择文件中的列"),
    ],
)
def test_a_choice_of_columns_that_cannot_work_is_refused(world, change, said):
    job = uploaded(world, ROW)
    with pytest.raises(Refused, match=said):
        jobs.choose(job, job.columns | change)
    assert fresh(job).state == "uploaded"


@pytest.mark.parametrize(("content", "said"), [(b"", "请选择文件"), (b"PK broken", "可能已损坏")])
def test_a_file_that_is_no_table_is_refused_at_once(world, content, said):
    with pytest.raises(Refused, match=said):
        jobs.upload("旧案.xlsx", content, "admin_case", by=world.viewer(LEGAL), now=world.now)
    assert not ImportJob.objects.exists() and not MatterKey.objects.exists()


def test_a_file_that_breaks_off_is_told_and_can_be_dropped(world):
    job = jobs.upload("旧案.csv", text_of(*rows(2)) + b'\n"', "admin_case", by=world.viewer(LEGAL), now=world.now)
    jobs.choose(job, job.columns)
    worked(world)
    job = fresh(job)
    assert job.state == "failed" and "从第 4 行起不是有效的 CSV" in jobs.opened(job)["trouble"]
    jobs.drop(job)
    assert not ImportJob.objects.exists() and not MatterKey.objects.filter(matter=job.id).exists()


def test_excel_is_read_from_memory_alike(world):
    book = openpyxl.Workbook()
    for line in (tuple(ROW), tuple(ROW.values())):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    job = jobs.upload("旧案.xlsx", file.getvalue(), "admin_case", by=world.viewer(LEGAL), now=world.now)
    jobs.choose(job, job.columns)
    worked(world)
    assert (fresh(job).new, fresh(job).left_out) == (1, 0)


class Killed(BaseException):
    """The worker is gone without a word."""


def dies_after(monkeypatch, portions):
    told, left = carrying.told, [portions]

    def dying(job, outcome, now):
        left[0] -= 1
        if not left[0]:
            raise Killed
        return told(job, outcome, now)

    monkeypatch.setattr(carrying, "told", dying)


def test_an_import_whose_worker_died_is_taken_up_by_another_and_its_figures_are_whole(world, monkeypatch):
    job = checked(world, *rows(2 * PORTION + 5))
    jobs.confirm(job, now=world.now)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        dies_after(patch, 2)
        worked(world)
    assert (Matter.objects.count(), fresh(job).rows, fresh(job).state) == (PORTION, PORTION, "running"), "the portion at work is gone whole"
    assert not worked(world), "not while the first may still be at it"
    with pytest.raises(Refused, match="正在进行"):
        jobs.go_on(fresh(job), now=world.now)
    world.later(seconds=DEAD_AFTER.total_seconds() + 1)
    assert fresh(job).left_alone(world.now)
    jobs.go_on(fresh(job), now=world.now)
    assert worked(world)
    job = fresh(job)
    assert (job.state, job.new, job.known, job.events) == ("done", 2 * PORTION + 5, 0, 4 * (2 * PORTION + 5))
    assert Event.objects.filter(kind="import.finished").count() == 1


def test_a_worker_takes_up_what_another_left_without_being_asked(world, monkeypatch):
    job = checked(world, *rows(1))
    jobs.confirm(job, now=world.now)
    ImportJob.objects.filter(id=job.id).update(beat_at=world.now)
    assert not worked(world)
    world.later(minutes=2)
    assert worked(world) and fresh(job).state == "done"


def test_an_import_stops_after_the_portion_at_work_and_goes_on(world, monkeypatch):
    job = checked(world, *rows(PORTION + 5))
    jobs.confirm(job, now=world.now)
    told = carrying.told

    def stopping(row, outcome, now):
        jobs.stop(fresh(row))
        return told(row, outcome, now)

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "told", stopping)
        worked(world)
    assert fresh(job).state == "stopped" and Matter.objects.count() == PORTION
    jobs.go_on(fresh(job), now=world.now)
    worked(world)
    assert (fresh(job).state, fresh(job).new, Matter.objects.count()) == ("done", PORTION + 5, PORTION + 5)


def test_a_worker_that_is_told_to_stop_gives_the_import_back_after_its_portion(world):
    job = checked(world, *rows(2 * PORTION + 5))
    jobs.confirm(job, now=world.now)
    worker = Worker(IMPORTS, lambda: world.now)
    worker.stop.set()
    assert worker.once() and Matter.objects.count() == PORTION
    assert (fresh(job).state, fresh(job).beat_at, fresh(job).rows) == ("running", None, PORTION)
    assert worked(world), "another takes it up at once"
    assert (fresh(job).state, fresh(job).new, Matter.objects.count()) == ("done", 2 * PORTION + 5, 2 * PORTION + 5)


def test_what_nobody_foresaw_stops_an_import_with_a_sentence_and_it_can_go_on(world, monkeypatch):
    job = checked(world, *rows(1))
    jobs.confirm(job, now=world.now)
    with monkeypatch.context() as patch:
        patch.setattr(carrying, "bring_in", lambda *_: (_ for _ in ()).throw(StaleStream("x", 1)))
        worked(world)
    assert fresh(job).state == "stopped" and "导入中断" in jobs.opened(fresh(job))["trouble"]
    jobs.go_on(fresh(job), now=world.now)
    worked(world)
    assert fresh(job).state == "done"


def test_what_was_uploaded_and_never_brought_in_goes_after_a_week(world):
    job = uploaded(world, ROW)
    world.later(days=6)
    worked(world)
    assert ImportJob.objects.filter(id=job.id).exists()
    world.now += timedelta(days=2)
    worked(world)
    assert not ImportJob.objects.exists()


def test_an_import_at_work_is_not_dropped_and_no_step_is_taken_out_of_turn(world):
    job = uploaded(world, ROW)
    with pytest.raises(Refused, match="不在这一步"):
        jobs.confirm(job, now=world.now)
    jobs.choose(job, job.columns)
    with pytest.raises(Refused, match="请先停止"):
        jobs.drop(job)
