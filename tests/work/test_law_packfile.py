"""Law packs as signed files: out of one installation, into another that trusts the publisher, and refused for every other reason."""

import io
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hengjian.ledger import vkeys
from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law, standing
from hengjian.work.matters.lawmaking import packfile, publishers
from hengjian.work.people.refusal import Refused
from tests.amending import amend, law_here

__all__ = ["law_here"]
TIMES, MORE = "    times: 2\n", "    times: 3\n"


@pytest.fixture
def founded(world, law_here):
    adopt_first_law(law_here, now=world.now)
    return world


def entries(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def packed(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def signed_by(key, files, name="elsewhere"):
    """The same pack, signed by another installation."""
    text = files[packfile.NOTE].decode().split("\n\n")[0] + "\n"
    line = vkeys.line(vkeys.of_private(name, vkeys.LOG, key), key.sign(text.encode()))
    return packed(files | {packfile.NOTE: f"{text}\n{line}\n".encode()})


def refused(content, trusted):
    with pytest.raises(Refused) as caught:
        packfile.opened(content, trusted)
    return caught.value.sentence


def test_the_same_pack_makes_the_same_file_and_opens_again(founded):
    pack = standing().pack
    content = packfile.signed_file(pack)
    assert content == packfile.signed_file(pack)
    found = packfile.opened(content, publishers.trusted_keys())
    assert (found.pack, str(found.by)) == (pack, str(packfile.own_key()))
    assert "statutes/public-security/closing-period.yaml" in found.files


def test_what_was_changed_added_or_taken_away_after_the_signature_is_refused(founded):
    files, keys = entries(packfile.signed_file(standing().pack)), publishers.trusted_keys()
    rule = "law/statutes/public-security/closing-period.yaml"
    for changed in (
        files | {rule: files[rule] + b"\n"},
        files | {"law/more.yaml": b"x: 1"},
        {name: one for name, one in files.items() if name != rule},
        files | {"beside.txt": b"x"},
    ):
        assert "与签名时不同" in refused(packed(changed), keys)
    assert "没有 pack.note" in refused(packed({name: one for name, one in files.items() if name != packfile.NOTE}), keys)
    assert "说的不是法规包" in refused(packed(files | {packfile.NOTE: b"something else\n\n"}), keys)
    assert "不是签名的说明" in refused(packed(files | {packfile.NOTE: b"no note"}), keys)


@pytest.mark.parametrize("name", ["../outside", "/etc/x", "law\\x", "law/"])
def test_a_file_that_reaches_outside_its_folder_is_refused(founded, name):
    assert "不应有的条目" in refused(packed({name: b"x"}), [])


def test_what_is_no_zip_or_too_large_is_refused(founded, monkeypatch):
    whole = packfile.signed_file(standing().pack)
    assert "不是法规包文件" in refused(b"PK nothing", [])
    assert "不是法规包文件" in refused(whole[: len(whole) // 2], [])
    monkeypatch.setattr(packfile, "LARGEST", 10_000)
    assert "太大" in refused(whole, [])


def test_a_publisher_counts_once_the_security_administrator_named_the_key(founded):
    other = Ed25519PrivateKey.generate()
    key = str(vkeys.of_private("elsewhere", vkeys.LOG, other))
    theirs = signed_by(other, entries(packfile.signed_file(standing().pack)))
    assert "elsewhere" in refused(theirs, publishers.trusted_keys())
    with pytest.raises(Refused, match="安全管理员"):
        publishers.trust(key, by=founded.viewer("C.system_admin"), now=founded.now)
    security = founded.viewer("C.security_admin")
    publishers.trust(key, by=security, now=founded.now)
    assert str(packfile.opened(theirs, publishers.trusted_keys()).by) == key
    publishers.drop(key, by=security, now=founded.now)
    assert "没有本装置信任" in refused(theirs, publishers.trusted_keys())


def test_a_key_that_is_none_is_known_already_or_never_was_is_refused(founded):
    security = founded.viewer("C.security_admin")
    witness = str(vkeys.of_private("w", vkeys.WITNESS, Ed25519PrivateKey.generate()))
    for key, sentence in (("nonsense", "验证公钥"), (witness, "不是发布法规包"), (str(packfile.own_key()), "已经受信任")):
        with pytest.raises(Refused, match=sentence):
            publishers.trust(key, by=security, now=founded.now)
    with pytest.raises(Refused, match="没有登记"):
        publishers.drop(witness, by=security, now=founded.now)


def test_another_ones_signature_under_a_trusted_name_does_not_count(founded):
    files = entries(packfile.signed_file(standing().pack))
    assert "没有本装置信任" in refused(signed_by(Ed25519PrivateKey.generate(), files, packfile.own_key().name), publishers.trusted_keys())


def test_a_pack_taken_in_is_a_proposal_that_says_whose_it_is(founded, law_here):
    first = packfile.signed_file(standing().pack)
    amend(law_here, TIMES, MORE)
    legal, chief = founded.viewer("C.city_legal"), founded.viewer("C.city_chief")
    pack = propose_law(law_here, by=legal, now=founded.now).body["pack"]
    approve_law(pack, effective=founded.now.date(), by=chief, now=founded.now)
    event = publishers.propose_file(first, by=legal, now=founded.now)
    assert event.body["publisher"] == str(packfile.own_key()) and event.body["base"] == pack
    with pytest.raises(Refused, match="岗位不能"):
        publishers.propose_file(first, by=founded.viewer("S1.officer"), now=founded.now)


def test_a_signed_pack_that_cannot_be_read_says_so_and_leaves_nothing(founded, law_here):
    files = entries(packfile.signed_file(standing().pack))
    law = {name.removeprefix("law/"): one for name, one in files.items() if name.startswith("law/")}
    law["statutes/public-security/closing-period.yaml"] = b"id: ["
    text = f"{packfile.MARK}\n{packfile.lawpacks.digest_of(law)}\nx\n"
    note = f"{text}\n{vkeys.line(packfile.own_key(), packfile.private().sign(text.encode()))}\n"
    broken = packed({packfile.NOTE: note.encode()} | {f"law/{name}": one for name, one in law.items()})
    with pytest.raises(Refused, match="法规包中有错误"):
        publishers.propose_file(broken, by=founded.viewer("C.city_legal"), now=founded.now)
    assert standing().proposed is None
