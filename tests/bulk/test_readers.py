"""Bad files: each refused with a sentence that says where and what to do; good ones in any of the three formats."""

import gzip
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bulk.logs import PLAIN, log_in, refusal

GOOD = "case,what,when\n甲,case.opened,2012-01-05 10:00\n甲,case.decided,2012-01-06 10:00\n"
XES = """<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="甲"/>
<event><string key="concept:name" value="case.opened"/><date key="time:timestamp" value="2012-01-05T10:00:00+08:00"/></event>
<event><string key="concept:name" value="case.decided"/><date key="time:timestamp" value="2012-01-06T10:00:00+08:00"/></event>
</trace></log>"""
XES_MAP = 'matter: "case:concept:name"\nevent: "concept:name"\ntime: "time:timestamp"\nzone: Asia/Shanghai\n'


def kinds(log):
    return [fact.kind for fact in log.facts(0)]


def test_an_empty_file_is_refused(tmp_path):
    assert "文件是空的" in str(refusal(tmp_path, ""))


def test_a_header_alone_is_refused(tmp_path):
    assert "没有可检查的记录" in str(refusal(tmp_path, "case,what,when\n"))


def test_an_unknown_format_is_refused(tmp_path):
    assert "不认识的格式" in str(refusal(tmp_path, "x", name="log.docx"))


def test_a_workbook_called_csv_is_refused(tmp_path):
    assert "Excel" in str(refusal(tmp_path, b"PK\x03\x04rest"))


def test_gb18030_is_read_without_being_told(tmp_path):
    log = log_in(tmp_path, GOOD.replace("case,", "案号,").encode("gb18030"), mapping=PLAIN.replace("matter: case", "matter: 案号"))
    assert log.matters == ["甲"]


def test_a_mark_of_order_is_no_part_of_the_first_name(tmp_path):
    assert log_in(tmp_path, GOOD.encode("utf-8-sig")).matters == ["甲"]
    assert log_in(tmp_path, GOOD.encode("utf-16")).matters == ["甲"]


def test_bytes_of_no_encoding_are_refused_with_their_row(tmp_path):
    error = refusal(tmp_path, GOOD.encode() + b"\xff\xff,case.closed,2012-01-07\n")
    assert (error.row, "0xFF" in str(error)) == (4, True)


def test_a_named_encoding_is_the_only_one_tried(tmp_path):
    error = refusal(tmp_path, GOOD.encode("gb18030"), mapping=PLAIN + "encoding: utf-8\n")
    assert error.row == 2


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_seen(tmp_path, separator):
    assert kinds(log_in(tmp_path, GOOD.replace(",", separator))) == ["case.opened", "case.decided"]


def test_a_row_of_the_wrong_width_is_refused_with_its_number(tmp_path):
    error = refusal(tmp_path, GOOD + "乙,case.opened\n")
    assert error.row == 4
    assert "该行有 2 列，表头有 3 列" in str(error)


def test_a_missing_column_is_refused_with_the_nearest_name(tmp_path):
    assert "是否应为“when”？现有的列：case、what、when" in str(refusal(tmp_path, GOOD, mapping=PLAIN.replace("time: when", "time: wen")))


def test_a_column_name_given_twice_is_refused(tmp_path):
    assert "出现了两次" in str(refusal(tmp_path, GOOD.replace("case,what", "case,case")))


def test_a_truncated_archive_is_refused(tmp_path):
    packed = gzip.compress(GOOD.encode() * 500)
    assert "压缩文件不完整或已损坏" in str(refusal(tmp_path, packed[: len(packed) // 2], name="log.csv.gz"))
    assert kinds(log_in(tmp_path, gzip.compress(GOOD.encode()), name="log.csv.gz")) == ["case.opened", "case.decided"]


def test_parquet_is_read_and_a_damaged_one_refused(tmp_path):
    table = pa.table({"case": ["甲", "甲"], "what": ["case.opened", "case.decided"], "when": [date(2012, 1, 5), date(2012, 1, 6)]})
    pq.write_table(table, tmp_path / "good.parquet")
    whole = (tmp_path / "good.parquet").read_bytes()
    assert kinds(log_in(tmp_path, whole, name="log.parquet")) == ["case.opened", "case.decided"]
    assert "不是完整的 Parquet" in str(refusal(tmp_path, whole[:-20], name="log.parquet"))
    assert "Parquet" in str(refusal(tmp_path, whole[:4] + bytes(len(whole) // 3) + whole[4 + len(whole) // 3 :], name="log.parquet"))


def test_xes_is_read_also_packed(tmp_path):
    for name, content in (("log.xes", XES.encode()), ("log.xes.gz", gzip.compress(XES.encode()))):
        assert kinds(log_in(tmp_path, content, name=name, mapping=XES_MAP)) == ["case.opened", "case.decided"]


def test_a_truncated_xes_is_refused_with_its_line(tmp_path):
    error = refusal(tmp_path, XES[:-30], name="log.xes", mapping=XES_MAP)
    assert "XML 不完整或有错" in str(error)
    assert error.row >= 3


def test_entities_of_xes_are_not_expanded_without_bound(tmp_path):
    bomb = (
        '<!DOCTYPE log [<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 100}">' for a, b in zip("abcd", "bcde", strict=True))
        + "]>"
    )
    content = XES.replace("<log", bomb + "<log").replace('value="甲"', 'value="&e;"')
    assert "XML" in str(refusal(tmp_path, content, name="log.xes", mapping=XES_MAP))


def test_files_outside_are_never_opened_by_xes(tmp_path):
    (tmp_path / "secret").write_text("secret")
    doctype = f'<!DOCTYPE log [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    content = XES.replace("<log", doctype + "<log").replace("</trace>", "<event>&a;</event></trace>", 1)
    assert "该格是空的" in str(refusal(tmp_path, content, name="log.xes", mapping=XES_MAP))
