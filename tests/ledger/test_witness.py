"""Somebody outside watches the log with a key of their own: they cosign what continues what they saw, and nothing else."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from hengjian.ledger import bundle, note, witnesses
from hengjian.ledger.charter import charter
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Checkpoint, Cosignature
from hengjian.ledger.publish import request_of
from hengjian.ledger.read import ZONE
from hengjian.ledger.record import record_many
from hengjian.ledger.rotate import rotate_key
from hengjian.ledger.signing import rotations
from hengjian.ledger.verifier import verify as outside
from hengjian.ledger.verify import verify
from hengjian.ledger.vkeys import BadNote
from hengjian.ledger.witness import Refusal, Witness
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import guards_off, rewrite

pytestmark = pytest.mark.django_db
STAMP = 1_772_443_800


@pytest.fixture
def court(tmp_path):
    return Witness(tmp_path / "court", "court.example")


@pytest.fixture
def log(tmp_path, settings):
    """A log of twelve events in a home of its own; its verifier key."""
    settings.HOME = tmp_path / "home"
    history(12)
    return note.verifier_key(charter().origin)


def more():
    record_many([draft("more")], now=NOW)
    return integrate_all(NOW)


def last():
    return Checkpoint.objects.order_by("-size").first()


def named(court):
    witnesses.name_witness(court.key(), by="operator", now=NOW)


def test_cosignatures_are_kept_verified_and_asked_for_by_an_outsider(log, court, tmp_path, capsys):
    named(court)
    for size in (4, 12):
        row = Checkpoint.objects.get(size=size)
        assert len(witnesses.take(court.cosign(request_of(row, 4 if size == 12 else 0), log, STAMP), size, now=NOW)) == 1
    integrate_all(NOW)
    report = verify()
    assert (report.problems, report.cosignatures) == ([], 2)
    bundle.write(str(tmp_path / "whole"), bundle.whole())
    assert outside.main([str(tmp_path / "whole"), "--key", log, "--witness", court.key()]) == 0
    assert "cosigned by court.example: 2 checkpoints, the largest of 12 events" in capsys.readouterr().out
    stranger = Witness(tmp_path / "stranger", "court.example")
    assert outside.main([str(tmp_path / "whole"), "--witness", stranger.key()]) == 1
    assert "no checkpoint here is cosigned by court.example" in capsys.readouterr().out


def test_a_cosignature_that_was_exchanged_is_found(log, court):
    named(court)
    assert witnesses.take(court.cosign(request_of(last(), 0), log, STAMP), 12, now=NOW)
    with guards_off():
        row = Cosignature.objects.get()
        Cosignature.objects.update(line=row.line[:-8] + "AAAAAAA=")
    assert [problem.sentence for problem in verify().problems] == ["不是该见证人对这一检查点的有效签名"]


def test_lines_of_strangers_and_lines_that_do_not_hold_are_left_alone(log, court, tmp_path):
    stranger = Witness(tmp_path / "stranger", "court.example")
    named(court)
    said = stranger.cosign(request_of(last(), 0), log, STAMP)
    assert witnesses.take(said, 12, now=NOW) == witnesses.take("hello", 12, now=NOW) == witnesses.take(said, 99, now=NOW) == []
    assert witnesses.take(court.cosign(request_of(last(), 0), log, STAMP), 8, now=NOW) == []
    (tmp_path / "junk.cosigned").write_text("junk")
    assert witnesses.take_file(tmp_path / "junk.cosigned", now=NOW) == witnesses.take_file(tmp_path / "none", now=NOW) == 0
    for key in (log, court.key(), "nonsense"):
        with pytest.raises(BadNote):
            witnesses.name_witness(key, by="operator", now=NOW)


def test_a_log_that_was_rewritten_is_refused_and_what_was_seen_is_kept(log, court):
    court.cosign(request_of(last(), 0), log, STAMP)
    rewrite(5)
    more()
    with pytest.raises(Refusal, match="it was rewritten"):
        court.cosign(request_of(last(), 12), log, STAMP)
    with pytest.raises(Refusal, match="is older"):
        court.cosign(request_of(Checkpoint.objects.get(size=8), 0), log, STAMP)
    with pytest.raises(Refusal, match="begins at 4"):
        court.cosign(request_of(last(), 4), log, STAMP)
    assert (court.folder / "seen.note").read_text().split("\n")[1] == "12"


def test_another_checkpoint_of_the_same_size_is_a_fork_and_refused(log, court):
    court.cosign(request_of(last(), 0), log, STAMP)
    assert court.cosign(request_of(last(), 12), log, STAMP + 1)
    rewrite(5)
    with pytest.raises(Refusal, match="it was rewritten"):
        court.cosign(request_of(last(), 12), log, STAMP)


def test_what_the_log_did_not_sign_is_refused_and_its_rotation_followed(log, court):
    with pytest.raises(BadNote, match="does not know the log's key"):
        court.cosign(request_of(last(), 0), "", STAMP)
    with pytest.raises(BadNote, match="begins with"):
        court.cosign(last().note, log, STAMP)
    court.cosign(request_of(last(), 0), log, STAMP)
    rotate_key(by="operator", now=NOW)
    with pytest.raises(BadNote, match="not signed by"):
        court.cosign(request_of(last(), 12), "", STAMP)
    with pytest.raises(BadNote, match="another key"):
        court.cosign(request_of(last(), 12), note.verifier_key(charter().origin), STAMP)
    body = rotations()[0].body
    with pytest.raises(BadNote, match="not signed by the key"):
        court.follow_rotation(body["old"], body["new"], body["by_new"], body["by_new"])
    court.follow_rotation(**body)
    for known in (log, "", note.verifier_key(charter().origin)):
        assert "court.example" in court.cosign(request_of(last(), 12), known, STAMP)


DAY = NOW.date() + timedelta(days=3)
LATER = STAMP + 9 * 86_400


def retired(name="court.example", since=None):
    return witnesses.retire(name, since=since or DAY, told={"reason": "key_lost", "agreed_by": "p-2"}, by="p-1", now=NOW)


def test_a_retired_witness_counts_until_its_day_and_no_more(log, court, tmp_path, capsys):
    named(court)
    assert witnesses.take(court.cosign(request_of(Checkpoint.objects.get(size=4), 0), log, STAMP), 4, now=NOW)
    event = retired()
    assert (event.kind, event.body["since"], event.body["reason"]) == ("witness.retired", DAY.isoformat(), "key_lost")
    assert (len(witnesses.standing(NOW)), witnesses.standing(NOW + timedelta(days=9))) == (1, [])
    integrate_all(NOW)
    assert witnesses.take(court.cosign(request_of(last(), 4), log, LATER), last().size, now=NOW) == []
    assert verify().problems == []
    bundle.write(str(tmp_path / "whole"), bundle.whole())
    assert outside.main([str(tmp_path / "whole"), "--key", log, "--witness", court.key()]) == 0
    assert f"1 checkpoints, the largest of 4 events; retired from {DAY} on" in capsys.readouterr().out
    bundle.write(str(tmp_path / "some"), bundle.of_events([]))
    assert outside.main([str(tmp_path / "some"), "--key", log, "--witness", court.key()]) == 1
    assert f"0 checkpoints, the largest of 0 events; retired from {DAY} on" in capsys.readouterr().out


def test_a_cosignature_put_after_the_retirement_holds_nothing_up(log, court, tmp_path, capsys):
    named(court)
    retired()
    integrate_all(NOW)
    said = court.cosign(request_of(last(), 0), log, LATER)
    line = next(one for one in said.splitlines() if one.startswith("— court.example "))
    with guards_off():
        Cosignature.objects.create(size=last().size, witness="court.example", line=line, stamp=NOW, taken_at=NOW)
    assert [problem.sentence for problem in verify().problems] == ["签名时该见证人已停用"]
    bundle.write(str(tmp_path / "whole"), bundle.whole())
    assert outside.main([str(tmp_path / "whole"), "--witness", court.key()]) == 1
    assert "no checkpoint here is cosigned by court.example" in capsys.readouterr().out


def test_only_a_witness_that_stands_is_retired_once_and_another_key_may_follow(log, court, tmp_path):
    with pytest.raises(BadNote, match="在用见证人"):
        retired()
    named(court)
    with pytest.raises(BadNote, match="不能早于今天"):
        retired(since=NOW.date() - timedelta(days=1))
    retired(since=NOW.astimezone(ZONE).date())
    with pytest.raises(BadNote, match="在用见证人"):
        retired()
    with pytest.raises(BadNote, match="已有名为"):
        named(court)
    successor = Witness(tmp_path / "successor", "court.example")
    named(successor)
    assert [str(one.key) for one in witnesses.standing(NOW)] == [successor.key()]
    assert witnesses.take(successor.cosign(request_of(last(), 0), log, STAMP), 12, now=NOW)
    assert witnesses.complete(NOW) == [12]
    assert verify().problems == []


def typed(*words):
    result = CliRunner().invoke(app, ["ledger", *map(str, words)])
    return result.exit_code, result.output


def test_the_whole_way_by_hand(log, tmp_path, settings):
    court, out = tmp_path / "court", tmp_path / "out"
    key = typed("witness", "key", court, "--name", "court.example")[1].strip()
    assert typed("trust", key)[0] == 0 and typed("trust", key)[0] == 2
    assert typed("integrate")[0] == 0
    settings.CHECKPOINTS_TO = [f"file://{out}#every=0m"]
    assert "已送达 1 处" in typed("publish")[1]
    assert typed("key")[1].strip() == log
    assert typed("witness", "cosign", court, out, "--name", "court.example", "--log", log)[0] == 0
    assert typed("publish")[0] == 0
    assert "court.example  13 / 4" in typed("places")[1]
    assert typed("rotate-key")[0] == 0
    status, said = typed("witness", "cosign", court, tmp_path / "asked.checkpoint", "--name", "court.example")
    assert status == 1
    assert typed("request", tmp_path / "asked.checkpoint", "--from-size", 13)[0] == 0
    assert typed("request", tmp_path / "asked.checkpoint")[0] == typed("request", tmp_path / "x", "--from-size", 99)[0] == 2
    assert typed("witness", "cosign", court, tmp_path / "asked.checkpoint", "--name", "court.example")[0] == 1
    assert typed("key", "--rotations", tmp_path / "rotations")[0] == 0
    status, said = typed("witness", "follow", court, tmp_path / "rotations", "--name", "court.example")
    assert (status, said.strip()) == (0, note.verifier_key(charter().origin))
    assert typed("witness", "cosign", court, tmp_path / "asked.checkpoint", "--name", "court.example")[0] == 0
    assert "收下 1 个见证签名" in typed("cosigned", tmp_path / "asked.cosigned")[1]
    assert typed("cosigned", tmp_path / "asked.cosigned")[0] == 1
    assert verify().problems == []
