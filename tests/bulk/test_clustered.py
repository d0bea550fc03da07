"""A log sorted by matter is judged part by part with the same answers; what cannot be cut is read whole."""

import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hengjian.bulk.clustered import cluster
from hengjian.bulk.intake import read_log, read_parts
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.patrol import patrol, patrol_parts
from hengjian.bulk.readers.parquet_file import parts_of
from hengjian.bulk.refusal import BadLog, CannotWrite
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, mapping_in, silent

MAP = (
    "matter: case\nevent: what\ntime: when\nzone: Europe/Rome\nunit: unit\nattributes: {matter: fine/traffic}\n"
    "events: {Create Fine: fine.created, Send Fine: fine.sent, Payment: fine.paid, Add penalty: fine.penalised}\n"
)
EVENTS = ("Create Fine", "Send Fine", "Payment", "Add penalty")


@pytest.fixture
def small(monkeypatch):
    """Parts and row groups of a few events."""
    monkeypatch.setattr("hengjian.bulk.clustered.GROUP", 40)
    monkeypatch.setattr("hengjian.bulk.readers.parquet_file.PART", 100)


def rows(count=120):
    """Matters whose events stand in the file as they came in, some of them twice, some after the day of judgement."""
    draw = random.Random(3)
    found = []
    for number in range(count):
        at = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=draw.randrange(300))
        for what in EVENTS[: draw.randrange(1, 5)]:
            found.append({"case": f"A{number:04}", "what": what, "when": at.isoformat(), "unit": f"队{number % 3}"})
            at += timedelta(days=draw.randrange(150))
    found += found[10:13]
    draw.shuffle(found)
    return found


def log_of(folder, found, name="log.parquet", group=60):
    pq.write_table(pa.Table.from_pylist(found), folder / name, row_group_size=group)
    return folder / name


def sorted_log(folder, found, **rest):
    log, mapping = log_of(folder, found, **rest), read_mapping(mapping_in(folder, MAP))
    return cluster(log, mapping, folder / "sorted.parquet", silent), folder / "sorted.parquet", mapping


def parts_read(path, mapping):
    return read_parts(path, mapping, now=NOW, tick=silent)


def test_sorting_changes_no_row_and_no_order_within_a_matter(tmp_path, small):
    found = rows()
    done, path, _mapping = sorted_log(tmp_path, found)
    assert pq.read_table(path).to_pylist() == sorted(found, key=lambda row: row["case"])
    assert done.events == len(found)
    assert done.groups == pq.read_metadata(path).num_row_groups > 3


def test_no_matter_stands_in_two_parts(tmp_path, small):
    _done, path, mapping = sorted_log(tmp_path, rows())
    matters = [set(log.matters) for log in parts_read(path, mapping)]
    assert len(matters) > 1
    assert sum(map(len, matters)) == len(set.union(*matters)) == 120


@pytest.mark.parametrize("large", [10_000, 0], ids=["live", "columns"])
def test_a_log_in_parts_has_the_findings_of_the_whole(tmp_path, small, large):
    _done, path, mapping = sorted_log(tmp_path, rows())
    law = read_lawbook(PACKS / "fines")
    whole = patrol(read_log(path, mapping, now=NOW, tick=silent), law, NOW, told=lambda _done: None, large=large)
    parts = patrol_parts(parts_read(path, mapping), law, NOW, told=lambda _done: None, large=large)
    assert parts.counts == whole.counts
    assert parts.units == whole.units
    assert [(one.matter, one.answer.rule, one.state) for one in parts.findings] == [
        (one.matter, one.answer.rule, one.state) for one in whole.findings
    ]
    assert (parts.matters, parts.events, parts.applied) == (whole.matters, whole.events, 120)
    assert [(note.code, note.count) for note in parts.notes] == [(note.code, note.count) for note in whole.notes]
    assert len(parts.findings) > 20


def test_rows_are_named_by_their_place_in_the_whole_file(tmp_path, small):
    _done, path, mapping = sorted_log(tmp_path, rows())
    whole = read_log(path, mapping, now=NOW, tick=silent)
    assert [row for log in parts_read(path, mapping) for row in log.row.tolist()] == whole.row.tolist()


def test_a_log_in_the_order_of_arrival_is_read_whole(tmp_path, small):
    path = log_of(tmp_path, rows())
    assert len(parts_of(path, "case")) == 1


def test_one_late_row_of_an_early_matter_keeps_everything_before_it_together(tmp_path, small):
    found = sorted(rows(), key=lambda row: row["case"])
    path = log_of(tmp_path, [*found, found[0]])
    assert len(parts_of(path, "case")) == 1


def test_a_log_whose_rows_count_once_by_id_is_read_whole(tmp_path, small):
    _done, path, _mapping = sorted_log(tmp_path, [{**row, "id": str(place)} for place, row in enumerate(rows())])
    mapping = read_mapping(mapping_in(tmp_path, MAP + "event_id: id\n"))
    assert len(list(parts_read(path, mapping))) == 1


def test_names_with_blanks_around_them_are_refused_where_the_log_is_cut(tmp_path, small):
    found = rows()
    found[0]["case"] += " "
    _done, path, mapping = sorted_log(tmp_path, found)
    with pytest.raises(BadLog, match="空格"):
        list(parts_read(path, mapping))


def test_a_csv_log_is_sorted_too(tmp_path, small):
    lines = "".join(f"{row['case']},{row['what']},{row['when']},{row['unit']}\n" for row in rows())
    (tmp_path / "log.csv").write_text("case,what,when,unit\n" + lines, encoding="utf-8")
    mapping = read_mapping(mapping_in(tmp_path, MAP))
    done = cluster(tmp_path / "log.csv", mapping, tmp_path / "sorted.parquet", silent)
    assert done.events == len(rows())
    assert len(list(parts_read(tmp_path / "sorted.parquet", mapping))) > 1


def test_what_cannot_be_written_or_read_is_refused(tmp_path):
    log, mapping = log_of(tmp_path, rows()), read_mapping(mapping_in(tmp_path, MAP))
    with pytest.raises(CannotWrite):
        cluster(log, mapping, tmp_path / "sorted.csv", silent)
    with pytest.raises(CannotWrite):
        cluster(log, mapping, log, silent)
    with pytest.raises(BadLog, match="cases"):
        cluster(log, read_mapping(mapping_in(tmp_path, MAP.replace("matter: case", "matter: cases"))), tmp_path / "sorted.parquet", silent)
    assert not (tmp_path / "sorted.parquet").exists()
