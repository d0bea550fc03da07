"""A Spark gives the answers of this machine: on a real cluster, with a worker killed in mid-run, for archives and for anybody's logs."""

from __future__ import annotations

import threading
import time
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hengjian.bulk.clustered import cluster as sort_by_matter
from hengjian.bulk.event_log import EventLog
from hengjian.bulk.facts.reading import Part
from hengjian.bulk.intake import parts_in, read_parts
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.patrol import Patrol, patrol_parts
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.spark.parcel import LawParcel, add, packed, unpacked
from hengjian.bulk.spark.tasks import FactsTask, LogTask, Refused, judged
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import ZONE, adversarial_law
from tests.bulk.facts_files import files_of
from tests.bulk.logs import NOW as FINES_NOW
from tests.bulk.logs import PACKS, mapping_in, silent
from tests.bulk.test_clustered import MAP, log_of, rows
from tests.bulk.test_facts_in_columns import expected, made, said

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return adversarial_law(tmp_path_factory.mktemp("odd"))


def together(found, tasks_law, now=NOW):
    """One patrol of the pieces that came back."""
    whole = Patrol(EventLog.none(PACKS, Mapping("matter", "kind", None)), tasks_law, now)
    for piece in found:
        add(whole, piece)
    return whole


def tasks_in(folder, matters):
    return [FactsTask(Part(path), NOW, "id") for path in files_of(folder, matters)]


def test_a_law_arrives_as_it_was_sent(law):
    assert unpacked(packed(law)).rules.law.rules.keys() == law.rules.keys()


def test_a_law_that_is_read_otherwise_there_is_refused(law):
    with pytest.raises(BadLog, match="版本"):
        unpacked(LawParcel("another", packed(law).files))


def test_what_a_worker_cannot_read_comes_back_as_a_sentence(tmp_path, law):
    found = judged(FactsTask(Part(tmp_path / "gone.parquet"), NOW, "id"), packed(law), "zh")
    assert isinstance(found, Refused)
    assert "gone.parquet" in found.sentence


def test_what_workers_do_gives_the_answers_of_the_whole(tmp_path, law):
    matters = made(11)
    pieces = [judged(task, packed(law), "zh") for task in tasks_in(tmp_path, matters)]
    assert len(pieces) > 3
    assert said(together(pieces, law)) == expected(matters, law)


def fines(folder, monkeypatch):
    """A log of anybody's, sorted, in many parts."""
    monkeypatch.setattr("hengjian.bulk.clustered.GROUP", 40)
    monkeypatch.setattr("hengjian.bulk.readers.parquet_file.PART", 100)
    mapping = read_mapping(mapping_in(folder, MAP))
    sort_by_matter(log_of(folder, rows()), mapping, folder / "sorted.parquet", silent)
    path = folder / "sorted.parquet"
    whole = patrol_parts(
        read_parts(path, mapping, now=FINES_NOW, tick=silent), read_lawbook(PACKS / "fines"), FINES_NOW, told=lambda _n: None
    )
    return [LogTask(path, mapping, part, FINES_NOW) for part in parts_in(path, mapping)], whole


def test_a_mapped_log_is_cut_for_workers_too(tmp_path, monkeypatch):
    tasks, whole = fines(tmp_path, monkeypatch)
    assert len(tasks) > 2
    found = together([judged(task, packed(whole.law), "zh") for task in tasks], whole.law, FINES_NOW)
    assert said(found) == said(whole)
    assert (found.counts, found.units) == (whole.counts, whole.units)


@pytest.mark.spark
def test_a_cluster_gives_the_answers_of_the_live_check(cluster, tmp_path, law, engine):
    matters = made(12)
    assert said(together(engine.pieces(tasks_in(tmp_path, matters), law, cluster.url), law)) == expected(matters, law)


@pytest.mark.spark
def test_a_mapped_log_has_the_same_findings_on_a_cluster(cluster, tmp_path, monkeypatch, engine):
    tasks, whole = fines(tmp_path, monkeypatch)
    found = together(engine.pieces(tasks, whole.law, cluster.url), whole.law, FINES_NOW)
    assert (said(found), found.counts, found.units) == (said(whole), whole.counts, whole.units)


@pytest.mark.spark
def test_a_file_that_a_worker_cannot_read_is_named(cluster, tmp_path, law, engine):
    pq.write_table(pa.table({"matter": ["m"]}), tmp_path / "odd.parquet")
    with pytest.raises(BadLog, match=r"odd\.parquet.*seq"):
        list(engine.pieces([FactsTask(Part(tmp_path / "odd.parquet"), NOW, "id")], law, cluster.url))


@pytest.mark.spark
def test_a_master_that_is_not_there_is_said(law, engine, monkeypatch):
    with pytest.raises(BadLog, match="Spark"):
        list(engine.pieces([FactsTask(Part(None), NOW, "id")], law, "nonsense://nowhere"))


@pytest.mark.spark
def test_a_worker_killed_in_mid_run_changes_no_answer(cluster, tmp_path, law, engine):
    matters = made(13, 400)
    tasks = tasks_in(tmp_path, matters) * 6
    killed = threading.Event()

    def kill():
        while not (cluster.executors_of(1) and list((cluster.folder / "w1").glob("app-*/*/stderr"))):
            time.sleep(0.1)
        time.sleep(2)
        cluster.kill_worker(1)
        killed.set()

    threading.Thread(target=kill, daemon=True).start()
    found = list(engine.pieces(tasks, law, cluster.url))
    assert killed.is_set(), "the run was over before the worker was killed"
    assert len(found) == len(tasks)
    once = len(tasks) // 6
    assert said(together(found[:once], law)) == expected(matters, law)
    assert all(said(together(found[n * once : (n + 1) * once], law)) == expected(matters, law) for n in range(1, 6))
