"""What is written as OCEL 2.0 can be read back and judged alike; nobody who acted stands in it."""

import json
import sqlite3
from contextlib import closing

import pytest

from hengjian.bulk.intake import read_log
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.outputs.ocel_write import write_ocel
from hengjian.bulk.patrol import patrol
from hengjian.bulk.refusal import CannotWrite
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, mapping_in, silent
from tests.bulk.test_clustered import MAP, log_of, rows

BACK = (
    "matter: object:matter\nevent: ocel_type\ntime: ocel_time\nzone: Europe/Rome\nunit: object:unit\n"
    "attributes: {matter: {column: 'object:matter.matter'}}\n"
)
FIRST = (
    "matter: case\nevent: what\ntime: when\nzone: Asia/Shanghai\nunit: unit\nby: who\nabout: {party: whom}\n"
    "fields: {amount: {column: sum, type: number}, urgent: {column: fast, type: boolean}, note: note, handler: who}\n"
    "attributes: {matter: case/admin}\n"
)
LINES = (
    "case,what,when,unit,who,whom,sum,fast,note\n"
    "A1,case.accepted,2012-01-03 09:00,U1,p1,1,5,yes,first\n"
    "A1,note.added,2012-01-04 10:30,U1,p2,1;2,,no,\n"
    "A2,case.accepted,2012-02-03 08:00,U2,p1,,7,,second\n"
)


def small(folder):
    (folder / "log.csv").write_text(LINES, encoding="utf-8")
    return read_log(folder / "log.csv", read_mapping(mapping_in(folder, FIRST)), now=NOW, tick=silent)


@pytest.mark.parametrize("name", ["out.jsonocel", "out.sqlite"])
def test_a_log_written_and_read_back_has_the_same_findings(tmp_path, name):
    law = read_lawbook(PACKS / "fines")
    log = read_log(log_of(tmp_path, rows()), read_mapping(mapping_in(tmp_path, MAP)), now=NOW, tick=silent)
    shape = write_ocel(lambda: [log], tmp_path / name, frozenset())
    back = read_log(
        tmp_path / name,
        read_mapping(mapping_in(tmp_path, BACK.replace("fields: {amount: {column: amount, type: number}}\n", ""))),
        now=NOW,
        tick=silent,
    )
    before, after = (patrol(one, law, NOW, told=lambda _done: None) for one in (log, back))
    assert after.counts == before.counts
    assert len(after.findings) == len(before.findings) > 20
    assert (shape.matters, shape.count) == (len(back.matters), len(back))
    assert {unit.removeprefix("unit:") for unit in after.units} == before.units.keys()


def test_json_has_the_types_objects_and_events_of_the_standard(tmp_path):
    write_ocel(lambda: [small(tmp_path)], tmp_path / "out.jsonocel", frozenset({"handler"}))
    said = json.loads((tmp_path / "out.jsonocel").read_text(encoding="utf-8"))
    assert {one["name"] for one in said["objectTypes"]} == {"matter", "unit", "party"}
    accepted = next(one for one in said["eventTypes"] if one["name"] == "case.accepted")
    assert accepted["attributes"] == [
        {"name": "amount", "type": "integer"}, {"name": "urgent", "type": "boolean"}, {"name": "note", "type": "string"},
    ]  # fmt: skip
    assert [one["id"] for one in said["objects"]] == ["unit:U1", "A1", "A1/party:1", "A1/party:2", "unit:U2", "A2"]
    first = said["events"][0]
    assert (first["type"], first["time"]) == ("case.accepted", "2012-01-03T01:00:00.000Z")
    assert first["attributes"] == [{"name": "amount", "value": 5}, {"name": "urgent", "value": True}, {"name": "note", "value": "first"}]
    assert {(one["objectId"], one["qualifier"]) for one in first["relationships"]} == {
        ("A1", "matter"), ("unit:U1", "unit"), ("A1/party:1", "about"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["out.jsonocel", "out.sqlite"])
def test_nobody_who_acted_is_written(tmp_path, name):
    write_ocel(lambda: [small(tmp_path)], tmp_path / name, frozenset({"handler"}))
    content = (tmp_path / name).read_bytes()
    assert b"p1" not in content
    assert b"p2" not in content


def test_sqlite_has_the_tables_of_the_standard(tmp_path):
    write_ocel(lambda: [small(tmp_path)], tmp_path / "out.sqlite", frozenset({"handler"}))
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        named = dict(base.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
        told = base.execute(f"SELECT ocel_id, ocel_time, amount, note FROM event_{named['case.accepted']}").fetchall()  # noqa: S608
        refers = base.execute("SELECT count(*) FROM event_object").fetchone()
    assert {"event", "object", "event_object", "object_object", "event_map_type", "object_map_type"} < tables
    assert told == [("e1", "2012-01-03T01:00:00.000Z", 5, "first"), ("e3", "2012-02-03T00:00:00.000Z", 7, "second")]
    assert refers == (3 * 2 + 3,)


def test_an_attribute_of_two_kinds_is_a_text(tmp_path):
    log = small(tmp_path)
    log.fields["amount"] = [5, None, "seven"]
    write_ocel(lambda: [log], tmp_path / "out.jsonocel", frozenset())
    said = json.loads((tmp_path / "out.jsonocel").read_text(encoding="utf-8"))
    values = [one["value"] for event in said["events"] for one in event["attributes"] if one["name"] == "amount"]
    assert values == ["5", "seven"]


def test_another_suffix_or_folder_is_refused(tmp_path):
    for name in ("out.xml", "nowhere/out.sqlite"):
        with pytest.raises(CannotWrite):
            write_ocel(lambda: [small(tmp_path)], tmp_path / name, frozenset())
