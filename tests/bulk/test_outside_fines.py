"""A real police log: every count that its description gives, from a law pack; the same sample as XES and as CSV."""

import csv
import os
from pathlib import Path

import pytest
from lxml import etree

from hengjian.bulk.intake import read_log
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.patrol import patrol
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, silent

OUTSIDE = os.environ.get("HENGJIAN_OUTSIDE_DATA", "")
FOLDER = Path(OUTSIDE) / "data" / "road_traffic_fines"
LATE = NOW.replace(year=2020)
pytestmark = [pytest.mark.outside, pytest.mark.skipif(not OUTSIDE, reason="HENGJIAN_OUTSIDE_DATA is not set: outside logs not judged")]


@pytest.fixture(scope="module")
def law():
    return read_lawbook(PACKS / "fines")


def judged(path, mapping, law, now=NOW, **rest):
    return patrol(read_log(path, read_mapping(PACKS / "fines" / mapping), now=now, tick=silent), law, now, told=lambda _done: None, **rest)


@pytest.fixture(scope="module")
def found(law):
    return judged(FOLDER / "traffic_fines.csv", "map_csv.yaml", law)


def test_the_whole_log_is_read(found):
    assert (len(found.log.matters), len(found.log)) == (10_000, 34_724)


COUNTS = {
    ("fines.sent-in-time", "met_late"): 3_970,
    ("fines.sent-in-time", "met"): 6_570 - 3_970,
    ("fines.penalty-by-the-sixtieth-day", "met"): 4_635,
    ("fines.penalty-by-the-sixtieth-day", "met_late"): 0,
    ("fines.no-penalty-before-sixty-days", "passed"): 4_635,
    ("fines.no-penalty-before-sixty-days", "breached"): 0,
    ("fines.no-penalty-on-a-paid-fine", "breached"): 70,
    ("fines.appeal-to-prefecture", "breached"): 36,
    ("fines.appeal-needs-notice", "passed"): 231,
    ("fines.appeal-to-judge", "breached"): 5,
    ("fines.appeal-to-judge", "passed"): 19 - 5,
}


@pytest.mark.parametrize("which", COUNTS, ids=".".join)
def test_each_count_of_the_description_is_found(found, which):
    assert found.counts[which] == COUNTS[which]


def test_the_median_and_the_longest_delay_of_sending_are_those_described(found):
    duties = [one.answer for one in found.findings if one.answer.rule == "fines.sent-in-time" and one.state == "met_late"]
    days = sorted((duty.met.at.date() - duty.started.at.date()).days for duty in duties)
    assert (min(days), days[-1]) == (91, 473)


def test_the_kernel_finds_the_same(found, law):
    again = judged(FOLDER / "traffic_fines.csv", "map_csv.yaml", law, large=0)
    assert not again.live_rules
    assert again.counts == found.counts
    assert described(again) == described(found)


def described(found):
    return [(one.matter, one.answer.rule, one.state, one.answer.identity) for one in found.findings]


def as_csv(folder):
    """The XES sample written as the CSV of the big log has it."""
    path = folder / "sample.csv"
    names = {"activity": "concept:name", "resource": "org:resource", "timestamp": "time:timestamp", "amount": "amount"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case_id", *names, "totalpaymentamount"])
        for trace in etree.parse(FOLDER / "sample100.xes").iterfind("{*}trace"):
            case = trace.find("{*}string[@key='concept:name']").get("value")
            for event in trace.iterfind("{*}event"):
                values = {child.get("key"): child.get("value") for child in event}
                cells = [values.get(key, "") for key in (*names.values(), "totalPaymentAmount")]
                writer.writerow([case, cells[0], cells[1], cells[2][:10], *cells[3:]])
    return path


def test_the_sample_gives_equal_findings_as_xes_and_as_csv(tmp_path, law):
    xes = judged(FOLDER / "sample100.xes", "map_xes.yaml", law, LATE)
    plain = judged(as_csv(tmp_path), "map_csv.yaml", law, LATE)
    assert len(xes.log.matters) == 100
    assert xes.counts == plain.counts
    assert comparable(xes) == comparable(plain)
    assert len(xes.findings) > 50


def comparable(found):
    return sorted((one.matter, one.answer.rule, one.state, str(one.answer.reasons)) for one in found.findings)
