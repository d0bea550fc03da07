"""Files with a step: what is taken, how the event names it, who may open one, and that each look is on record."""

from datetime import timedelta

import pytest

from hengjian.ledger.models import Event
from hengjian.ledger.read import facts_of
from hengjian.ledger.sealed import unseal
from hengjian.work.matters import actions, attachments
from hengjian.work.matters.attachments import Upload, open_file
from hengjian.work.matters.correcting import Changes
from hengjian.work.matters.looks import who_looked
from hengjian.work.matters.page import matter_page
from hengjian.work.people.refusal import Refused
from tests.world import CASE, assert_replays

PHOTO = b"\xff\xd8\xff\xe0 a photo of the shop window"
PDF = b"%PDF-1.7 receipt"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def opened_with(world, *uploads):
    step = actions.open_matter("case/admin", CASE, by=world.viewer("S1.officer"), at=world.now, now=world.now, files=uploads)
    return step.matter, step.events[0]


def open_as(world, seat, matter, event, number=0, purpose="handling"):
    return open_file(world.viewer(seat), matter.id, event.id, number, purpose, world.now)


def test_an_event_names_its_files_by_hash_and_seals_their_names(world):
    matter, event = opened_with(world, Upload("material", "C:\\fake\\张三的伤.jpg", PHOTO), Upload("material", "收据.pdf", PDF))
    assert [(one["field"], one["size"], one["type"]) for one in event.body["files"]] == [
        ("material", len(PHOTO), "image/jpeg"),
        ("material", len(PDF), "application/pdf"),
    ]
    assert "张三" not in str(event.body) + str(event.sealed)
    assert unseal(event)["file.0.name"] == "张三的伤.jpg"
    assert_replays(matter, world.now)


def test_who_sees_the_matter_opens_a_file_for_a_purpose_and_the_look_is_on_record(world):
    matter, event = opened_with(world, Upload("material", "伤.jpg", PHOTO), Upload("material", "收据.pdf", PDF))
    file = open_as(world, "S1.station_chief", matter, event, 1, "review")
    assert (file.name, file.type, file.content) == ("收据.pdf", "application/pdf", PDF)
    look = Event.objects.get(kind="record.looked_at", matter=matter.id)
    assert look.body == {"purpose": "review", "file": event.body["files"][1]["id"]}
    assert [one.purpose for one in who_looked(world.viewer("S1.station_chief"), matter.id)] == ["review"]


@pytest.mark.parametrize(
    ("seat", "number", "purpose"), [("S2.officer", 0, "handling"), ("S1.officer", 3, "handling"), ("S1.officer", 0, "")]
)
def test_no_sight_no_such_file_and_no_purpose_open_nothing(world, seat, number, purpose):
    matter, event = opened_with(world, Upload("material", "伤.jpg", PHOTO))
    with pytest.raises(Refused):
        open_as(world, seat, matter, event, number, purpose)
    assert not Event.objects.filter(kind="record.looked_at").exists()


def test_files_of_a_matter_whose_reporter_is_kept_secret_are_for_its_handlers_and_chiefs(world):
    matter, event = opened_with(world, Upload("material", "伤.jpg", PHOTO))
    matter.secrecy = "reporter"
    matter.save()
    with pytest.raises(Refused, match="保密"):
        open_as(world, "D1.district_legal", matter, event)
    assert open_as(world, "S1.station_chief", matter, event).content == PHOTO


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (Upload("material", "空.jpg", b""), "是空的"),
        (Upload("material", "程序.exe", b"MZ"), "类型不能接收"),
        (Upload("material", "假.jpg", b"MZ\x90"), "扩展名不符"),
        (Upload("material", "大.jpg", PHOTO + bytes(attachments.LARGEST)), "超过 20 MB"),
        (Upload("description", "伤.jpg", PHOTO), "不收文件"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason_and_nothing_is_recorded(world, upload, said, tmp_path):
    with pytest.raises(Refused, match=said) as refused:
        opened_with(world, upload)
    assert said in refused.value.fields[f"files-{upload.field}"]
    assert not Event.objects.filter(kind="case.reported").exists() and not list((tmp_path / "files").rglob("*.*"))


def test_too_many_files_are_refused(world):
    with pytest.raises(Refused, match="最多 10 个"):
        opened_with(world, *[Upload("material", f"{number}.jpg", PHOTO) for number in range(11)])


def test_a_disk_that_is_full_is_told_and_the_step_is_not_recorded(world, monkeypatch):
    def full(*_given, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hengjian.ledger.files._put", full)
    with pytest.raises(Refused, match="这一步没有记录"):
        opened_with(world, Upload("material", "伤.jpg", PHOTO))


def test_a_step_of_the_flow_takes_files_too(world):
    matter = world.case()
    by = world.viewer("S1.officer")
    world.later(minutes=5)
    body = {"note": "到场调取监控", "material": "监控截图"}
    step = actions.take_step(
        matter.id, "note", body, by=by, at=world.now, now=world.now, files=[Upload("material", "监控.PNG", b"\x89PNG\r\n\x1a\n.")]
    )
    assert step.events[0].body["files"][0]["type"] == "image/png" and timedelta(minutes=5) == world.now - matter.opened_at


def replacing(world, matter, event, seat="S1.officer", **changes):
    act = {"by": world.viewer(seat), "at": world.now, "now": world.now, "reasons": "拍错了"}
    return actions.correct(matter.id, event.id, Changes(**changes), **act).events[0]


def test_a_file_is_replaced_by_a_correction_and_the_old_one_stays_and_says_so(world):
    matter, event = opened_with(world, Upload("material", "旧.jpg", PHOTO), Upload("material", "收据.pdf", PDF))
    old = event.body["files"][0]["id"]
    new = replacing(world, matter, event, files=[Upload("material", "新.jpg", PHOTO + b"2")], replaced=[old])
    moments = matter_page(world.viewer("S1.officer"), matter.id).moments
    assert next(one for one in moments if one.event.id == event.id).replaced == {old: new.id}
    assert open_as(world, "S1.officer", matter, new).content == PHOTO + b"2"
    assert open_as(world, "S1.officer", matter, event).content == PHOTO, "what was replaced can still be opened"
    assert [fact.kind for fact in facts_of(matter.id)] == ["case.reported"]
    assert_replays(matter, world.now)


def test_a_file_that_a_correction_added_can_be_replaced_in_turn(world):
    matter, event = opened_with(world)
    first = replacing(world, matter, event, files=[Upload("material", "一.jpg", PHOTO)])
    second = replacing(world, matter, event, files=[Upload("material", "二.jpg", PHOTO)], replaced=[first.body["files"][0]["id"]])
    moments = matter_page(world.viewer("S1.officer"), matter.id).moments
    assert next(one for one in moments if one.event.id == first.id).replaced == {first.body["files"][0]["id"]: second.id}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"replaced": ["0" * 64]}, "没有这个附件"),
        ({"files": [Upload("material", "空.jpg", b"")]}, "是空的"),
        ({"files": [Upload("opinion", "意见.pdf", PDF)]}, "不收文件"),
    ],
)
def test_a_correction_takes_no_file_of_another_step_and_none_that_cannot_be_kept(world, changes, said):
    matter, event = opened_with(world)
    with pytest.raises(Refused, match=said):
        replacing(world, matter, event, **changes)
    assert not Event.objects.filter(kind="event.corrected").exists()
