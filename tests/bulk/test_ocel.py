"""Object-centric logs: one made-up log in the shapes of the standard, JSON and SQLite, read alike and judged alike."""

import json
import sqlite3
from datetime import date

import pytest

from hengjian.bulk.patrol import patrol
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, log_in, refusal

MAP = """
matter: "object:case"
event: ocel_type
time: ocel_time
zone: Asia/Shanghai
about: {party: "object:person", item: "object:item/seized"}
fields: {amount: {column: fine, type: number}, level: "object:case.level"}
attributes: {matter: case/admin, area: {column: "object:case.area"}}
"""
EVENTS = [
    ("e1", "case.opened", "2012-01-05T10:00:00+08:00", {}, [("c1", "opens"), ("p1", "suspect"), ("p2", "suspect")]),
    ("e2", "item.seized", "2012-01-06T10:00:00+08:00", {}, [("c1", "in"), ("i1", "seized"), ("i2", "returned"), ("i1", "seen")]),
    ("e3", "case.joined", "2012-02-01T10:00:00+08:00", {}, [("c1", "from"), ("c2", "to")]),
    ("e4", "case.decided", "2012-02-06T10:00:00+08:00", {"fine": 500}, [("c1", "decides"), ("p1", "punished")]),
    ("e5", "rain.fell", "2012-02-07T10:00:00+08:00", {}, []),
]
STATES = [
    ("c1", "level", "1970-01-01T00:00:00Z", "station"),
    ("c1", "level", "2012-01-31T00:00:00Z", "district"),
    ("c1", "area", "1970-01-01T00:00:00Z", "320100"),
    ("c2", "level", "1970-01-01T00:00:00Z", "city"),
]
OBJECTS = {"c1": "case", "c2": "case", "p1": "person", "p2": "person", "i1": "item", "i2": "item"}


def as_json(events=EVENTS, **rest):
    objects = [
        {
            "id": one,
            "type": kind,
            "attributes": [{"name": name, "time": time, "value": value} for of, name, time, value in STATES if of == one],
            "relationships": [],
        }
        for one, kind in OBJECTS.items()
    ]
    content = {
        "objectTypes": [
            {"name": "case", "attributes": [{"name": "level", "type": "string"}, {"name": "area", "type": "string"}]},
            {"name": "person", "attributes": []},
            {"name": "item", "attributes": []},
        ],
        "eventTypes": [
            {"name": "case.decided", "attributes": [{"name": "fine", "type": "integer"}]},
            {"name": "case.opened", "attributes": []},
        ],
        "objects": objects,
        "events": [
            {
                "id": one,
                "type": kind,
                "time": time,
                "attributes": [{"name": name, "value": value} for name, value in values.items()],
                "relationships": [{"objectId": to, "qualifier": said} for to, said in refers],
            }
            for one, kind, time, values, refers in events
        ],
        **rest,
    }
    return json.dumps(content, ensure_ascii=False)


def as_sqlite(folder):
    """The same log in the tables of the standard."""
    path = folder / "made.sqlite"
    with sqlite3.connect(path) as base:
        base.executescript(
            """
            create table event (ocel_id text primary key, ocel_type text);
            create table object (ocel_id text primary key, ocel_type text);
            create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
            create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text);
            create table event_map_type (ocel_type text, ocel_type_map text);
            create table object_map_type (ocel_type text, ocel_type_map text);
            create table object_Case (ocel_id text, ocel_time timestamp, level text, area text, ocel_changed_field text);
            create table object_Person (ocel_id text, ocel_time timestamp, ocel_changed_field text);
            create table object_Item (ocel_id text, ocel_time timestamp, ocel_changed_field text);
            create table event_Decided (ocel_id text, ocel_time timestamp, fine integer);
            create table event_Other (ocel_id text, ocel_time timestamp);
            """
        )
        base.executemany("insert into object values (?, ?)", OBJECTS.items())
        base.executemany("insert into object_map_type values (?, ?)", [("case", "Case"), ("person", "Person"), ("item", "Item")])
        kinds = {kind for _one, kind, _time, _values, _refers in EVENTS}
        base.executemany(
            "insert into event_map_type values (?, ?)", [(k, "Decided" if k == "case.decided" else "Other") for k in sorted(kinds)]
        )
        base.executemany(
            "insert into object_Case values (?, ?, ?, ?, ?)",
            [
                ("c1", "2012-01-31T00:00:00Z", "district", None, "level"),
                ("c1", "1970-01-01T00:00:00Z", "station", "320100", None),
                ("c2", "1970-01-01T00:00:00Z", "city", None, None),
            ],
        )
        for one, kind, time, values, refers in EVENTS:
            base.execute("insert into event values (?, ?)", (one, kind))
            if kind == "case.decided":
                base.execute("insert into event_Decided values (?, ?, ?)", (one, time, values["fine"]))
            else:
                base.execute("insert into event_Other values (?, ?)", (one, time))
            base.executemany("insert into event_object values (?, ?, ?)", [(one, to, said) for to, said in refers])
    return path.read_bytes()


@pytest.fixture(params=["json", "jsonocel", "sqlite"])
def log(request, tmp_path):
    content = as_sqlite(tmp_path) if request.param == "sqlite" else as_json()
    return log_in(tmp_path, content, name=f"log.{request.param}", mapping=MAP)


def test_an_event_stands_in_every_matter_that_it_refers_to(log):
    assert log.matters == ["c1", "c2"]
    assert [fact.kind for fact in log.facts(0)] == ["case.opened", "item.seized", "case.joined", "case.decided"]
    assert [fact.kind for fact in log.facts(1)] == ["case.joined"]


def test_rows_are_numbered_by_event_and_an_event_without_matter_gives_none(log):
    assert [fact.id for matter in (0, 1) for fact in log.facts(matter)] == ["1", "2", "3", "4", "3"]


def test_objects_of_other_types_are_what_an_event_is_about(log):
    opened, seized, joined, decided = (fact.about for fact in log.facts(0))
    assert opened == ("party:p1", "party:p2")
    assert seized == ("item:i1",)
    assert joined == ()
    assert decided == ("party:p1",)


def test_attributes_of_events_and_of_the_matter_at_the_time_are_values(log):
    assert [fact.body for fact in log.facts(0)] == [
        {"level": "station"},
        {"level": "station"},
        {"level": "district"},
        {"level": "district", "amount": 500},
    ]
    assert log.facts(1)[0].body == {"level": "city"}
    assert log.attributes == [{"matter": "case/admin", "area": "320100"}, {"matter": "case/admin"}]


FINES = "matter: 'object:case'\nevent: ocel_type\ntime: ocel_time\nzone: Europe/Rome\nattributes: {matter: fine/traffic}\n"


def test_it_is_judged_like_any_log(tmp_path):
    events = [
        ("e1", "fine.created", "2008-01-01T00:00:00Z", {}, [("c1", "")]),
        ("e2", "fine.sent", "2008-06-01T00:00:00Z", {}, [("c1", "")]),
    ]
    log = log_in(tmp_path, as_json(events), name="log.jsonocel", mapping=FINES)
    found = patrol(log, read_lawbook(PACKS / "fines"), NOW, told=lambda _done: None)
    assert [(one.matter, one.answer.rule, one.state) for one in found.findings] == [("c1", "fines.sent-in-time", "met_late")]
    assert found.findings[0].answer.due == date(2008, 3, 31)


def test_a_matter_may_be_told_by_how_events_refer_to_it(tmp_path):
    log = log_in(tmp_path, as_json(), name="log.json", mapping=MAP.replace('"object:case"', '"object:case/to"'))
    assert log.matters == ["c2"]


BAD = {
    "no list of events": (as_json(events=EVENTS, objects="none"), "四个列表"),
    "an event without a time": (as_json().replace('"time": "2012-02-07T10:00:00+08:00", ', ""), "events 第 5 项"),
    "an object that is not there": (as_json([*EVENTS, ("e6", "x", "2012-03-01", {}, [("c9", "")])]), "“c9”不在文件里"),
    "an id twice": (as_json([*EVENTS, EVENTS[0]]), "出现了两次"),
    "a state without a time that can be read": (as_json().replace("2012-01-31T00:00:00Z", "yesterday"), "不是时间"),
    "half a file": (as_json()[:200], "JSON 不完整"),
    "a list": ("[]", "四个列表"),
}


@pytest.mark.parametrize("which", BAD)
def test_what_is_not_whole_is_refused(tmp_path, which):
    content, sentence = BAD[which]
    assert sentence in str(refusal(tmp_path, content, name="log.jsonocel", mapping=MAP))


def test_a_type_that_is_not_there_is_named_with_those_that_are(tmp_path):
    said = str(refusal(tmp_path, as_json(), name="log.json", mapping=MAP.replace('"object:case"', '"object:cases"')))
    assert "object:cases" in said
    assert "object:person" in said


def test_a_column_that_is_not_there_is_refused(tmp_path):
    assert "object:persons" in str(refusal(tmp_path, as_json(), name="log.json", mapping=MAP.replace("object:person", "object:persons")))


def test_a_file_that_is_no_database_is_refused(tmp_path):
    assert "SQLite" in str(refusal(tmp_path, b"not a database at all", name="log.sqlite", mapping=MAP))


def test_a_database_without_the_tables_is_refused(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("create table event (ocel_id text)")
    assert "object_map_type" in str(refusal(tmp_path, path.read_bytes(), name="log.sqlite", mapping=MAP))
