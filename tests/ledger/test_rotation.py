"""The checkpoint key is changed: by an event that the old and the new key sign, at one place of the log, and never otherwise."""

import json

import pytest

from hengjian.ledger import bundle, keys, note, read, signing
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Checkpoint, Event
from hengjian.ledger.record import record_many
from hengjian.ledger.rotate import rotate_key
from hengjian.ledger.tiles import Tiles
from hengjian.ledger.verifier import verify as outside
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import guards_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def rotated(home):
    """Twelve events, a rotation, three events more; gives the keys before and after."""
    history(12)
    record_many([draft("m9")], now=NOW)
    before = note.verifier_key(charter().origin)
    rotate_key(by="operator", now=NOW)
    record_many([draft("m9", body={"n": n}) for n in range(3)], now=NOW)
    integrate_all(NOW)
    return before, note.verifier_key(charter().origin)


def said(capsys, *arguments):
    return outside.main([str(one) for one in arguments]), capsys.readouterr().out


def exported(path, lines=None):
    bundle.write(str(path), lines or bundle.whole())
    return path


def test_what_waited_is_under_the_old_key_and_the_rotation_under_the_new(rotated):
    old, new = rotated
    assert [(reign.since, reign.key, reign.fault) for reign in signing.reigns(charter().origin)] == [(0, old, ""), (14, new, "")]
    notes = dict(Checkpoint.objects.values_list("size", "note"))
    assert sorted(notes) == [4, 8, 12, 13, 14, 17]
    assert note.check(notes[13], old).size == 13 and note.check(notes[14], new).size == 14
    with pytest.raises(note.BadNote):
        note.check(notes[14], old)
    assert verify([notes[4], notes[17]]).problems == []


def test_the_old_private_key_is_gone_and_the_new_one_is_found_by_its_name(rotated, home):
    assert sorted(path.name for path in (home / "keys").glob("checkpoint*")) == [signing.file_of(rotated[1])]
    rotate_key(by="operator", now=NOW)
    assert verify().problems == [] and len(signing.reigns(charter().origin)) == 3


def test_an_outsider_with_the_first_or_the_last_key_accepts_the_bundle(rotated, tmp_path, capsys):
    whole = exported(tmp_path / "whole")
    assert [said(capsys, whole, "--key", key)[0] for key in rotated] == [0, 0]
    part = exported(tmp_path / "part", bundle.of_matter("m9", from_size=4))
    assert [said(capsys, part, "--key", key)[0] for key in rotated] == [0, 0]
    (tmp_path / "kept").write_text(Checkpoint.objects.get(size=4).note)
    assert said(capsys, part, "--key", rotated[0], "--checkpoint", tmp_path / "kept")[0] == 0


def test_a_key_that_no_rotation_introduced_is_refused(rotated, tmp_path, capsys, settings, home):
    whole = exported(tmp_path / "whole")
    settings.HOME = tmp_path / "stranger"
    keys.make(signing.file_of(rotated[1]), b"7" * 32)
    lines = [json.loads(line) for line in whole.read_text().splitlines()]
    private = signing.Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    stranger = signing.vkeys.of_private(charter().origin, signing.vkeys.LOG, private)
    for line in lines:
        if line["type"] == "checkpoint":
            signed, _signatures = signing.vkeys.parts(line["note"])
            line["note"] = f"{signed.decode()}\n{signing.vkeys.line(stranger, private.sign(signed))}\n"
    forged = tmp_path / "forged"
    forged.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    status, text = said(capsys, forged, "--key", rotated[0])
    assert (status, "is not signed by the key" in text) == (1, True)
    status, text = said(capsys, forged, "--key", stranger)
    assert (status, "no rotation introduced it" in text) == (1, True)


def test_a_rotation_that_only_the_new_key_signed_is_refused(home, tmp_path, capsys):
    history(3)
    first = note.verifier_key(charter().origin)
    thief = signing.Ed25519PrivateKey.from_private_bytes(b"9" * 32)
    new = str(signing.vkeys.of_private(charter().origin, signing.vkeys.LOG, thief))
    sign = signing.base64.b64encode(thief.sign(signing.statement(first, new))).decode()
    body = {"old": first, "new": new, "by_old": sign, "by_new": sign}
    record_many([draft(signing.STREAM, matter="", kind=signing.ROTATED, body=body)], now=NOW)
    keys.make(signing.file_of(new), b"9" * 32)
    integrate_all(NOW)
    assert [problem.sentence for problem in verify().problems] == ["密钥轮换没有新旧密钥的有效签名"]
    status, text = said(capsys, exported(tmp_path / "whole"), "--key", first)
    assert (status, "the rotation at place 4 is not signed" in text) == (1, True)


def test_a_checkpoint_signed_by_a_key_after_its_time_is_found(rotated):
    old, new = rotated
    root = Tiles(digest()).subtree(0, 4)
    text = note.write(origin=charter().origin, size=4, root=root, suite=charter().suite, now=read.Checkpoint.objects.get(size=4).at)
    with guards_off():
        Checkpoint.objects.filter(size=4).update(note=text)
    assert [problem.where for problem in verify().problems] == ["检查点 4"]


def test_a_rotation_that_fails_leaves_the_old_key_in_use(home, monkeypatch):
    history(3)
    before = note.verifier_key(charter().origin)
    monkeypatch.setattr("hengjian.ledger.rotate.integrate_all", lambda now: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        rotate_key(by="operator", now=NOW)
    assert (note.verifier_key(charter().origin), Event.objects.filter(kind=signing.ROTATED).count()) == (before, 0)
    assert [path.name for path in (home / "keys").glob("checkpoint*")] == [signing.FIRST]


def test_a_lost_key_file_is_named_and_no_other_is_made(rotated, home):
    (home / "keys" / signing.file_of(rotated[1])).unlink()
    with pytest.raises(keys.KeyFileError, match="从备份恢复"):
        note.verifier_key(charter().origin)
    assert "从备份恢复" in verify().problems[0].sentence
