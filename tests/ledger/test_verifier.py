"""What an outsider finds with one file and a bundle: run as they would, in another process, without the house."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hengjian.ledger import bundle, note, read
from hengjian.ledger.charter import charter
from hengjian.ledger.models import Checkpoint
from hengjian.ledger.prove import NotInLog
from hengjian.ledger.verifier import verify as outside
from tests.ledger.make import history
from tests.ledger.tamper import cut_after, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(tmp_path):
    history(12)
    return export(tmp_path / "whole")


@pytest.fixture
def said(capsys):
    return lambda *arguments: (outside.main([str(a) for a in arguments]), capsys.readouterr().out)


def export(path: Path, lines=None) -> Path:
    bundle.write(str(path), lines or bundle.whole())
    return path


def altered(path: Path, change) -> Path:
    """The bundle after somebody's `change`, which gets the list of its lines."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    change(lines)
    other = path.with_name("altered")
    other.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return other


def events(lines):
    return [line for line in lines if line["type"] == "event"]


def key():
    return note.verifier_key(charter().origin)


def test_a_whole_bundle_holds_and_has_no_sealed_text(whole, said):
    status, text = said(whole, "--key", key())
    assert (status, "12 events" in text, "3 checkpoints up to 12" in text) == (0, True, True)
    assert "李某" not in whole.read_text()
    assert "李某".encode("unicode_escape").decode() not in whole.read_text()


def test_the_file_runs_alone_without_any_package_and_says_that_signatures_were_not_checked(whole, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(outside.__file__, alone / "verify.py")
    done = subprocess.run([sys.executable, "-I", "-S", alone / "verify.py", whole], capture_output=True, text=True, cwd=alone, env={})
    assert (done.returncode, done.stderr) == (0, "")
    assert "SIGNATURES WERE NOT CHECKED" in done.stdout


def flip(line):
    line["canonical"] = line["canonical"].replace('"n":', '"m":')


def date_back(line):
    line["canonical"] = line["canonical"].replace('"at":"2026', '"at":"2025')


@pytest.mark.parametrize("change", [flip, date_back])
@pytest.mark.parametrize("number", [0, 6, 11])
def test_a_changed_event_is_named(whole, said, change, number):
    other = altered(whole, lambda lines: change(events(lines)[number]))
    status, text = said(other)
    first = next(line for line in text.splitlines() if line.startswith("FAULT"))
    assert (status, f"at place {number + 1}:" in first) == (1, True)


def test_a_changed_event_with_its_hash_made_again_is_named(whole, said):
    def forge(lines):
        line = events(lines)[11]
        flip(line)
        line["leaf"] = outside.digest_of("sha256")(b"\x00" + line["canonical"].encode()).hex()

    status, text = said(altered(whole, forge))
    assert (status, "at place 12: the first 12 events are not what the checkpoint" in text) == (1, True)


@pytest.mark.parametrize("number", [0, 5, 11])
def test_a_removed_event_is_missed(whole, said, number):
    status, text = said(altered(whole, lambda lines: lines.remove(events(lines)[number])))
    assert status == 1
    assert ("is missing" if number < 11 else "events were removed") in text


def test_exchanged_events_are_missed(whole, said):
    def exchange(lines):
        a, b = events(lines)[3:5]
        a["place"], b["place"] = b["place"], a["place"]

    assert said(altered(whole, exchange))[0] == 1


def test_a_checkpoint_signed_by_somebody_else_is_refused(whole, said):
    name, _identity, _public = key().split("+", 2)
    stranger = f"{name}+00000000+AQ" + "A" * 41 + "E="
    status, text = said(whole, "--key", stranger)
    assert (status, "is not signed by" in text) == (1, True)
    status, text = said(altered(whole, lambda lines: lines[1].update(note=lines[1]["note"].replace("time 2026", "time 2025"))))
    assert (status, "is not signed by" in text) == (1, True)


def test_one_matter_is_proven_alone_and_tied_to_a_checkpoint_that_was_kept(tmp_path, said):
    history(12)
    kept = Checkpoint.objects.order_by("size").first()
    (tmp_path / "kept").write_text(kept.note)
    part = export(tmp_path / "part", bundle.of_matter("m1", from_size=kept.size))
    status, text = said(part, "--checkpoint", tmp_path / "kept", "--key", key())
    assert (status, "4 events, 4 by inclusion proof" in text) == (0, True)
    assert '"m2"' not in part.read_text()
    status, text = said(altered(part, lambda lines: flip(events(lines)[2])))
    assert (status, text.count("FAULT") >= 2) == (1, True)
    loose = export(tmp_path / "loose", bundle.of_matter("m1"))
    assert "nothing connects the kept checkpoint" in said(loose, "--checkpoint", tmp_path / "kept")[1]


def test_a_hole_in_one_matter_is_missed(tmp_path, said):
    history(12)
    part = export(tmp_path / "part", bundle.of_matter("m1"))
    assert "version 2 of its stream is missing" in said(altered(part, lambda lines: lines.remove(events(lines)[1])))[1]


def test_a_rewritten_log_is_found_by_what_was_kept_and_the_first_difference_named(whole, tmp_path, said):
    kept = Checkpoint.objects.order_by("size")[1]
    (tmp_path / "kept").write_text(kept.note)
    rewrite(6)
    after = export(tmp_path / "after")
    assert said(after, "--key", key())[0] == 0
    status, text = said(after, "--checkpoint", tmp_path / "kept")
    assert (status, "the log was forked" in text) == (1, True)
    status, text = said(after, "--earlier", whole)
    assert (status, f"event {read.events_after(5, 1)[0].id} at place 6 is not what it was" in text) == (1, True)
    part = export(tmp_path / "part", bundle.of_matter("m1", from_size=4))
    assert said(part, "--checkpoint", tmp_path / "kept")[0] == 1


def test_a_log_that_was_cut_off_is_found_by_what_was_kept(whole, tmp_path, said):
    cut_after(8)
    after = export(tmp_path / "after")
    assert said(after)[0] == 0
    status, text = said(after, "--earlier", whole)
    assert (status, "only 8 events are here" in text) == (1, True)


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"type": "bundle", "form": 2}', '{"type": "bundle", "form": 1}'])
def test_what_is_no_bundle_is_refused(tmp_path, content, capsys):
    (tmp_path / "file").write_text(content)
    assert outside.main([str(tmp_path / "file")]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_the_pure_sm3_of_the_file_checks_a_bundle_too(whole, said, monkeypatch):
    monkeypatch.setattr(outside.hashlib, "algorithms_available", set())
    assert outside.digest_of("sm3") is outside.sm3


def test_a_bundle_needs_a_checkpoint_and_overwrites_nothing(tmp_path):
    with pytest.raises(NotInLog, match="integrate"):
        list(bundle.whole())
    history(3)
    (tmp_path / "there").write_text("x")
    with pytest.raises(FileExistsError):
        bundle.write(str(tmp_path / "there"), bundle.whole())
