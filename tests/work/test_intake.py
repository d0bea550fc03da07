"""Existing cases from Excel and CSV: previewed, faults named by row and column, safe to run again, their origin stated."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.work.matters.intake import run as importing
from hengjian.work.matters.intake.mapping import BadMapping, read_mapping
from hengjian.work.matters.intake.run import PORTION
from hengjian.work.matters.intake.table import BadTable, file_source
from hengjian.work.matters.intake.template import write_template
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import Matter, PartyRow
from tests.world import assert_replays

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
ROW = {
    "案件编号": "旧案2026-17", "办案单位代码": "S1", "承办人账号": "S1.officer", "原系统登记时间": "2026-03-02 09:40",
    "接报时间": "2026-03-02 09:30",
    "报案方式": "上门报案", "案件类别": "治安案件", "案由": "寻衅滋事", "案发地点": "柳荫里", "简要案情": "酒后滋事",
    "嫌疑人姓名": "王安澜", "嫌疑人性别": "男", "嫌疑人出生日期": "2009-05-01", "嫌疑人证件号码": "", "受案时间": "2026-03-02 10:00",
    "立案时间": "2026-03-03", "立案理由": "有违法事实",
}  # fmt: skip


@pytest.fixture
def intake():
    return read_mapping(settings.LAW_FOLDER / "intake" / "admin_case.yaml", flows())


def table(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(path: Path, intake, now: datetime):
    return importing.run(file_source(path), intake, now)


def preview(path: Path, intake, now: datetime):
    return importing.preview(file_source(path), intake, now)


def test_a_row_becomes_a_matter_with_its_own_number_and_replays(world, intake, tmp_path):
    outcome = run(table(tmp_path / "old.csv", ROW), intake, NOW)
    assert (outcome.new, outcome.events, outcome.faults) == (1, 4, [])
    matter = Matter.objects.get(number="旧案2026-17")
    assert (matter.stage, matter.origin, matter.handler.username) == ("investigating", "原执法办案系统", "S1.officer")
    first = events_in(matter.id)[0]
    assert first.at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC) and first.recorded_at == NOW
    assert first.body["source_recorded_at"] == "2026-03-02 09:40" and "酒后" not in str(first.body)
    assert PartyRow.objects.get(matter=matter).age_band == "16_17"
    assert matter.overdue >= 1
    assert_replays(matter, NOW)


def test_running_again_writes_nothing_twice_and_adds_what_is_new(world, intake, tmp_path):
    early = {**ROW, "立案时间": "", "立案理由": ""}
    run(table(tmp_path / "a.csv", early), intake, NOW)
    assert (run(table(tmp_path / "b.csv", early), intake, NOW).known, Event.objects.filter(kind="case.reported").count()) == (1, 1)
    outcome = run(table(tmp_path / "c.csv", ROW), intake, NOW)
    assert (outcome.new, outcome.continued, outcome.events) == (0, 1, 1)
    assert Matter.objects.get().stage == "investigating"
    assert_replays(Matter.objects.get(), NOW)


def test_a_preview_writes_nothing_and_says_what_would_be_done(world, intake, tmp_path):
    before = Event.objects.count()
    outcome = preview(table(tmp_path / "old.csv", ROW), intake, NOW)
    assert (outcome.rows, outcome.new, Event.objects.count()) == (1, 1, before)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("案由", "没有这种案由", "没有“没有这种案由”这一项"),
        ("接报时间", "昨天", "看不懂时间"),
        ("接报时间", "", "登记时间是空的"),
        ("立案时间", "2026-02-01", "早于上一步"),
        ("受案时间", "2027-01-01", "晚于现在"),
        ("办案单位代码", "S7", "没有机构代码 S7"),
        ("承办人账号", "nobody", "没有账号 nobody"),
        ("嫌疑人出生日期", "2027-01-01", "晚于行为发生之日"),
        ("简要案情", "", "请填写"),
        ("案件编号", "", "编号是空的"),
    ],
)
def test_each_fault_names_its_row_and_column_and_the_good_rows_go_in(world, intake, tmp_path, column, value, said):
    good = {**ROW, "案件编号": "旧案2026-18"}
    outcome = run(table(tmp_path / "old.csv", {**ROW, column: value}, good), intake, NOW)
    assert {(fault.row, fault.column) for fault in outcome.faults if said in fault.sentence} == {(2, column)}
    assert list(Matter.objects.values_list("number", flat=True)) == ["旧案2026-18"]


def test_a_number_that_comes_twice_is_refused_once(world, intake, tmp_path):
    outcome = run(table(tmp_path / "old.csv", ROW, ROW), intake, NOW)
    assert [(fault.row, fault.sentence) for fault in outcome.faults] == [(3, "编号与第 2 行重复")]


def test_a_number_that_another_matter_bears_is_a_fault_of_its_row(world, intake, tmp_path):
    standing = world.case()
    outcome = run(table(tmp_path / "old.csv", {**ROW, "案件编号": standing.number}), intake, NOW)
    assert [(fault.row, fault.sentence) for fault in outcome.faults] == [(2, "编号已由另一事项使用")]


def test_gb18030_is_read_as_chinese_excel_saves_it(world, intake, tmp_path):
    assert run(table(tmp_path / "old.csv", ROW, encoding="gb18030"), intake, NOW).new == 1


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_unicode_text_is_read_as_excel_saves_it(world, intake, tmp_path, separator):
    lines = [separator.join(ROW), separator.join(ROW.values())]
    (tmp_path / "old.csv").write_text("\n".join(lines), encoding="utf-16")
    assert run(tmp_path / "old.csv", intake, NOW).new == 1


def test_a_missing_column_is_named_before_any_row_is_read(world, intake, tmp_path):
    (tmp_path / "old.csv").write_text("案件编号,案由\n1,2\n", encoding="utf-8")
    with pytest.raises(BadTable, match="缺少列：办案单位代码"):
        run(tmp_path / "old.csv", intake, NOW)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x81\x30\x81"])
def test_a_file_that_is_no_table_is_refused(world, intake, tmp_path, content):
    for name in ("broken.csv", "broken.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadTable):
            run(tmp_path / name, intake, NOW)


HEADING = ",".join(ROW)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.csv", HEADING + "\n" + ",".join(["旧案1", "S1", "S1.officer"]) + ',"没有关上的引号', "从第 2 行起"),
        ("old.csv", HEADING + "\n旧案1,S1,\0", "第 2 行有空字符"),
        ("old.csv", HEADING + "\n", "只有标题行"),
        ("old.csv", HEADING + ",案由\n1", "列名重复，不知以哪一列为准：案由"),
        ("old.csv", HEADING.replace(",", "|") + "\n1", "各列之间应以逗号分隔"),
        ("old.csv", HEADING + "\n" + "长" * 200_000, "从第 2 行起"),
        ("old.xls", "old", "旧式 Excel 文件"),
        ("old.xlsx", "PK cut off", "可能已损坏或不完整"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(world, intake, tmp_path, name, content, said):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadTable, match=said):
        run(tmp_path / name, intake, NOW)


def test_a_file_that_breaks_off_far_down_writes_nothing(world, intake, tmp_path):
    path = table(tmp_path / "old.csv", *({**ROW, "案件编号": f"旧案{number}"} for number in range(PORTION + 3)))
    path.write_text(path.read_text(encoding="utf-8") + '旧案9,S1,"', encoding="utf-8")
    with pytest.raises(BadTable, match=f"从第 {PORTION + 5} 行起"):
        run(path, intake, NOW)
    assert not Matter.objects.exists()


def test_a_folder_is_no_file(world, intake, tmp_path):
    with pytest.raises(BadTable, match="没有文件"):
        run(tmp_path, intake, NOW)


def test_a_day_without_a_time_is_kept_as_a_day(world, intake, tmp_path):
    days = {"接报时间": "2026-03-02 21:30", "受案时间": "2026年3月2日", "立案时间": "2026/3/2"}
    outcome = run(table(tmp_path / "old.csv", {**ROW, **days}), intake, NOW)
    assert outcome.faults == []
    matter = Matter.objects.get()
    assert [event.date_only for event in events_in(matter.id)] == [False, False, True, True]
    assert_replays(matter, NOW)


def test_the_template_filled_in_is_read_back(world, intake, tmp_path):
    path = tmp_path / "template.xlsx"
    with path.open("wb") as written:
        write_template(intake, written)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for place, cell in enumerate(sheet[1], 1):
        sheet.cell(2, place, ROW[cell.value])
    book.save(path)
    assert run(path, intake, NOW).faults == []
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: case/admin", "kind: case/odd", "kind 应为"),
        ("zone: Asia/Shanghai", "zone: Mars/Base", "没有时区"),
        ("move: open", "move: fly", "流程中没有步骤 fly"),
        ("reasons: 立案理由", "reason: 立案理由", "没有栏目 reason"),
        ("handler:", "hander:", "没有名为 hander"),
        (", reasons: 立案理由", "", "必填栏目 reasons"),
    ],
)
def test_each_fault_of_a_mapping_is_said(world, tmp_path, old, new, said):
    text = (settings.LAW_FOLDER / "intake" / "admin_case.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "map.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadMapping, match=said):
        read_mapping(tmp_path / "map.yaml", flows())


@pytest.mark.parametrize("name", ["incident", "admin_case", "criminal_case"])
def test_each_shipped_mapping_fits_its_flow(name, db):
    assert read_mapping(settings.LAW_FOLDER / "intake" / f"{name}.yaml", flows()).acts
