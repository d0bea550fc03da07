"""Findings as files: the same rows in each format, whole or not at all."""

import csv
import json
import resource
import subprocess
import sys

import openpyxl
import pyarrow.parquet as pq
import pytest

from hengjian.bulk.outputs.spool import Spool
from hengjian.bulk.outputs.table import NAMES, headings
from hengjian.bulk.outputs.write import check_output, in_place_of, write_findings, write_spooled
from hengjian.bulk.patrol import patrol
from hengjian.bulk.refusal import CannotWrite
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, log_in

LOG = "case,what,when,unit\n=1+1,Create Fine,2008-01-01,甲队\n=1+1,Send Fine,2008-06-01,甲队\nB,Create Fine,2008-01-01,\n"
MAP = (
    "matter: case\nevent: what\ntime: when\nzone: Europe/Rome\nunit: unit\nattributes: {matter: fine/traffic}\n"
    "events: {Create Fine: fine.created, Send Fine: fine.sent}\n"
)


@pytest.fixture
def found(tmp_path):
    return patrol(log_in(tmp_path, LOG, mapping=MAP), read_lawbook(PACKS / "fines"), NOW, told=lambda _done: None)


def test_every_finding_has_its_reasons_in_every_format(found, tmp_path):
    for suffix in (".csv", ".json", ".parquet", ".xlsx"):
        write_findings(found, tmp_path / f"out{suffix}", "zh")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert tuple(head) == headings()
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["问题"]
    assert [row["state"] for row in table] == ["met_late", "overdue"] == [one["state"] for one in content["findings"]]
    assert len(lines) == 2 == sheet.max_row - 1
    for place, row in enumerate(table):
        reasons = row["reasons"].split("\n")
        assert len(reasons) >= 5
        assert content["findings"][place]["reasons"] == reasons
        assert lines[place][NAMES.index("reasons")] == row["reasons"] == sheet.cell(place + 2, NAMES.index("reasons") + 1).value


def test_reasons_are_told_in_english_too(found, tmp_path):
    write_findings(found, tmp_path / "out.json", "en")
    first = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["findings"][0]
    assert first["title"] == "A fine is sent in time"
    assert any("90 days" in reason for reason in first["reasons"])


def test_a_cell_that_looks_like_a_formula_stays_text(found, tmp_path):
    write_findings(found, tmp_path / "out.xlsx", "zh")
    write_findings(found, tmp_path / "out.csv", "zh")
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["问题"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert "'=1+1,甲队" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_findings_are_counted_by_unit_and_matters_without_one_are_named(found):
    assert dict(found.units) == {"甲队": 1, "": 1}


def test_an_unknown_suffix_a_missing_folder_and_the_log_itself_are_refused(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("x")
    for path, words in ((tmp_path / "out.doc", "后缀"), (tmp_path / "none" / "out.csv", "文件夹不存在"), (log, "日志本身")):
        with pytest.raises(CannotWrite, match=words):
            check_output(path, log)


def test_what_stood_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(CannotWrite), in_place_of(path) as part:
        part.write_text("half")
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.processes
def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path):
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "hengjian",
        "patrol",
        "log.csv",
        "--map",
        "map.yaml",
        "--law",
        str(PACKS / "fines"),
        "--out",
        "out.csv",
    ]
    limit = (200, 200)  # bytes that a file of this process may have

    def few_bytes():
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, preexec_fn=few_bytes, check=False)
    assert ended.returncode == 2, ended.stderr
    assert "磁盘已满" in ended.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["log.csv", "map.yaml"]


@pytest.mark.parametrize("large", [1, 10**9], ids=["columns", "live"])
def test_findings_laid_down_on_their_way_are_those_that_stay(tmp_path, monkeypatch, large):
    monkeypatch.setattr("hengjian.bulk.patrol.STRETCH", 7)
    monkeypatch.setattr("hengjian.bulk.in_columns.STRETCH", 7)
    lines = [f"C{n:03},Create Fine,2008-01-01,队{n % 3}\nC{n:03},Send Fine,2008-06-01,队{n % 3}\n" for n in range(60)]
    log, law = log_in(tmp_path, LOG.splitlines()[0] + "\n" + "".join(lines), mapping=MAP), read_lawbook(PACKS / "fines")
    whole = patrol(log, law, NOW, told=lambda _done: None, large=large)
    write_findings(whole, tmp_path / "whole.json", "zh")
    with Spool("zh", show=2, out=tmp_path / "spilled.json") as spool:
        found = patrol(log, law, NOW, told=lambda _done: None, large=large, spill=spool.take)
        assert found.findings == [] and len(spool.findings) == 60 == len(whole.findings) and found.units == whole.units
        assert [one.matter for one in spool.findings.first] == ["C000", "C001"]
        write_spooled(found, spool, tmp_path / "spilled.json", "zh")
    assert (tmp_path / "spilled.json").read_text() == (tmp_path / "whole.json").read_text()
    content = json.loads((tmp_path / "spilled.json").read_text())
    assert [one["matter"] for one in content["findings"]] == [f"C{n:03}" for n in range(60)]
    assert (tmp_path / "spilled.json").read_text() == json.dumps(content, ensure_ascii=False, indent=1)


def test_rows_that_were_only_counted_are_not_told_as_if_there_were_none(found):
    with Spool("zh", show=1) as spool:
        spool.take(found)
        assert len(spool.findings) == 2 and len(spool.findings.first) == 1
        with pytest.raises(ValueError, match="counted, not kept"):
            list(spool.findings)


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(found, tmp_path, monkeypatch):
    monkeypatch.setattr("hengjian.bulk.outputs.excel.MOST_ROWS", 1)
    write_findings(found, tmp_path / "out.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames[:3] == ["问题", "问题 2", "无法判定"]
    assert [book[name]["A2"].value for name in book.sheetnames[:2]] == ["=1+1", "B"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [2, 2, 1]


def test_parquet_is_written_in_row_groups(found, tmp_path, monkeypatch):
    monkeypatch.setattr("hengjian.bulk.outputs.write.GROUP", 1)
    write_findings(found, tmp_path / "out.parquet", "zh")
    assert pq.ParquetFile(tmp_path / "out.parquet").num_row_groups == 2
