"""Files of facts give the law what the events themselves give it: whole, in parts, with later files, after corrections, as of a day."""

import random
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hengjian.bulk.facts.frame import Laid
from hengjian.bulk.facts.judging import added, in_order, judge_part, judge_part_live
from hengjian.bulk.facts.reading import Part, whole_file
from hengjian.bulk.refusal import BadLog
from hengjian.bulk.table.columns import rule_table
from hengjian.core.corrections import CORRECTED, facts
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Duty
from hengjian.core.explain import explain
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import LAW, ZONE, adversarial_law, matter
from tests.bulk.facts_files import corrected, files_of, named, parted
from tests.bulk.test_law_in_columns import made_up

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)


def silent(_done):
    """No progress bar."""


def made(seed, count=240, corrections=0.1):
    draw = random.Random(seed)
    matters = named([matter(draw) for _ in range(count)])
    return [(name, corrected(draw, events) if draw.random() < corrections else events, of) for name, events, of in matters]


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return adversarial_law(tmp_path_factory.mktemp("odd"))


def expected(matters, law, now=NOW):
    """Every answer of the live check with its reasons."""
    found = []
    for name, events, attributes in matters:
        answers = evaluate(facts(events), law, now, attributes=attributes)
        for one in (*answers.duties, *answers.judgements):
            state = one.state if isinstance(one, Duty) else one.verdict
            if state in ("overdue", "met_late", "breached", "undetermined"):
                found.append((name, one.rule, one.key, state, *explain(one, law, "zh")))
    return sorted(found)


def begun(matters):
    """How many matters there were by then; one that was corrected may always have been."""
    return sum(any(event.at <= NOW or event.kind == CORRECTED for event in events) for _name, events, _of in matters)


def judged(parts, law, now=NOW, live=False):
    laid = Laid(rule_table(law))
    found = None
    for part in parts:
        piece = judge_part_live(part, law, now, told=silent) if live else judge_part(part, laid, now, told=silent)
        if piece and found:
            added(found, piece)
        found = found or piece
    return in_order(found)


def said(found):
    both = [*found.findings, *found.undetermined]
    return sorted((one.matter, one.answer.rule, one.answer.key, one.state, *explain(one.answer, found.law, "zh")) for one in both)


def test_files_are_cut_where_a_matter_ends(tmp_path):
    matters = made(1)
    paths = files_of(tmp_path, matters)
    names = [whole_file(path, (), NOW + timedelta(days=9_999)).matters for path in paths]
    assert len(paths) > 3
    assert [name for one in names for name in one] == [name for name, _events, _of in matters]


def test_a_matter_read_back_is_what_was_recorded(tmp_path):
    matters = made(2)
    back = {}
    for path in files_of(tmp_path, matters):
        log = whole_file(path, (), NOW + timedelta(days=9_999))
        back |= {name: (log.facts(n), log.attributes[n], log.units[n]) for n, name in enumerate(log.matters)}
    for name, events, attributes in matters:
        found, of, unit = back[name]
        assert sorted(found, key=lambda one: one.seq) == sorted(facts(events), key=lambda one: one.seq)
        assert {k: v for k, v in of.items() if v is not None} == attributes
        assert unit == f"U{int(name) % 3}"


@pytest.mark.parametrize("live", [True, False], ids=["live", "columns"])
def test_files_have_the_findings_of_the_events(tmp_path, law, live):
    matters = made(3)
    found = judged([Part(path) for path in files_of(tmp_path, matters)], law, live=live)
    assert said(found) == expected(matters, law)
    assert (found.matters, len(found.findings) > 500) == (begun(matters), True)
    assert found.units.keys() == {"U0", "U1", "U2"}


@pytest.mark.parametrize("live", [True, False], ids=["live", "columns"])
def test_later_files_and_the_base_are_judged_together(tmp_path, law, live):
    matters = made(4)
    before, after = parted(random.Random(5), matters)
    base, first = files_of(tmp_path, before), len(files_of(tmp_path, after, names="later-{:05d}.parquet", file=10**6, group=40))
    assert first == 1
    later = (tmp_path / "later-00000.parquet",)
    ends = [whole_file(path, (), NOW + timedelta(days=9_999)).matters[-1] for path in base]
    parts = [Part(path, later, low, high) for path, low, high in zip(base, ["", *ends], [*ends[:-1], None], strict=False)]
    found = judged(parts, law, live=live)
    assert said(found) == expected(matters, law)
    assert found.matters == begun(matters)
    assert found.events == sum(len(events) for _name, events, _of in matters) - found.notes[0].count


def test_matters_that_only_later_files_know_are_judged(tmp_path, law):
    matters = made(6, 40)
    files_of(tmp_path, matters[:20], names="one-{:05d}.parquet")
    files_of(tmp_path, matters[20:], names="two-{:05d}.parquet")
    found = judged([Part(None, (tmp_path / "one-00000.parquet", tmp_path / "two-00000.parquet"))], law)
    assert said(found) == expected(matters, law)


@pytest.mark.parametrize("day", [datetime(2024, 3, 1, tzinfo=ZONE), datetime(2026, 1, 3, 12, tzinfo=ZONE)])
def test_a_matter_stands_as_it_stood_on_the_day_that_is_asked_for(tmp_path, law, day):
    matters = made(7, corrections=0)
    found = judged([Part(path) for path in files_of(tmp_path, matters)], law, day)
    assert said(found) == expected(matters, law, day)
    assert [note.code for note in found.notes] == ["future"]


def test_the_houses_law_gives_the_same_answers(tmp_path):
    draw, house = random.Random(42), read_lawbook(LAW)
    matters = named([made_up(draw, house) for _ in range(200)])
    found = judged([Part(path) for path in files_of(tmp_path, matters)], house)
    others = house.of_others(found.log.mapping.institution)
    assert said(found) == [one for one in expected(matters, house) if one[1] not in others]
    assert found.live_rules


def test_a_field_of_two_sorts_and_one_that_is_a_list_are_judged_live(tmp_path, law):
    matters = made(8, 60, corrections=0)
    for number, (_name, events, _of) in enumerate(matters):
        for event in events:
            if number % 3 == 0 and "amount" in event.body:
                event.body["amount"] = str(event.body["amount"])
            if number % 3 == 1 and "level" in event.body:
                event.body["level"] = [event.body["level"]]
    found = judged([Part(path) for path in files_of(tmp_path, matters)], law)
    assert said(found) == expected(matters, law)


def test_a_file_of_something_else_is_refused(tmp_path, law):
    pq.write_table(pa.table({"matter": ["m"]}), tmp_path / "facts-00000.parquet")
    with pytest.raises(BadLog, match="seq"):
        judged([Part(tmp_path / "facts-00000.parquet")], law)


def test_matters_out_of_order_are_refused(tmp_path):
    with pytest.raises(ValueError, match="comes after"):
        files_of(tmp_path, made(9, 4)[::-1])
