"""Checkpoints leave the house by themselves: into a folder, over HTTP, by mail; again and again until they are taken."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from hengjian.ledger import note, witnesses
from hengjian.ledger.charter import charter
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Cosignature, Publication
from hengjian.ledger.places import BadPlace, places
from hengjian.ledger.publish import lags, publish
from hengjian.ledger.record import record_many
from hengjian.ledger.verify import verify
from hengjian.ledger.witness import Witness
from hengjian.ledger.witness_door import door
from tests.ledger.make import NOW, draft, history

pytestmark = pytest.mark.django_db
STAMP = 1_772_443_800
HOUR = timedelta(hours=1)


@pytest.fixture
def court(tmp_path):
    return Witness(tmp_path / "court", "court.example")


@pytest.fixture
def log(tmp_path, settings):
    """A log of twelve events in a home of its own; its verifier key."""
    settings.HOME = tmp_path / "home"
    history(12)
    return note.verifier_key(charter().origin)


def more(count=1):
    record_many([draft("more", body={"n": n}) for n in range(count)], now=NOW)
    return integrate_all(NOW)


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_folder_gets_the_newest_checkpoint_when_its_time_has_come(log, tmp_path, settings):
    out = tmp_path / "out"
    settings.CHECKPOINTS_TO = [f"file://{out}#every=2h"]
    assert [publish(NOW), publish(NOW)] == [1, 0]
    more()
    assert [publish(NOW + HOUR), publish(NOW + 2 * HOUR)] == [0, 1]
    assert sorted(path.name for path in out.iterdir()) == ["000000000012.checkpoint", "000000000013.checkpoint"]
    assert (out / "000000000013.checkpoint").read_text().startswith("old 12\n")
    assert (Publication.objects.get().size, lags(NOW + 9 * HOUR)[0].since) == (13, None)


def test_what_a_witness_puts_into_the_folder_is_taken_in(log, court, tmp_path, settings):
    out = tmp_path / "out"
    settings.CHECKPOINTS_TO = [f"file://{out}#every=0m"]
    publish(NOW)
    witnesses.name_witness(court.key(), by="operator", now=NOW)
    integrate_all(NOW)
    publish(NOW + HOUR)
    for path in sorted(out.glob("*.checkpoint")):
        path.with_suffix(".cosigned").write_text(court.cosign(path.read_text(), log, STAMP))
    (out / "junk.cosigned").write_text("junk")
    publish(NOW + HOUR)
    publish(NOW + HOUR)
    assert list(Cosignature.objects.order_by("size").values_list("size", "witness")) == [(12, "court.example"), (13, "court.example")]


def test_a_witness_that_answers_over_http_is_asked_and_its_cosignature_kept(log, court, settings):
    witnesses.name_witness(court.key(), by="operator", now=NOW)
    integrate_all(NOW)
    with serving(door(court, log, lambda: STAMP, "127.0.0.1", 0)) as address:
        settings.CHECKPOINTS_TO = [address + "#every=0m"]
        assert publish(NOW) == 1
        Publication.objects.update(size=4)
        more(2)
        assert publish(NOW + HOUR) == 1, Publication.objects.get().trouble
    assert list(Cosignature.objects.order_by("size").values_list("size", flat=True)) == [13, 15]
    assert verify().problems == []


class Deaf(BaseHTTPRequestHandler):
    """A place that answers nothing good."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *words):
        pass


def test_a_place_that_fails_is_tried_again_and_told_when_it_lags(log, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with serving(HTTPServer(("127.0.0.1", 0), Deaf)) as address:
        settings.CHECKPOINTS_TO = [address, f"file://{tmp_path}/file/below", "http://user:secret@127.0.0.1:1/x"]
        assert [publish(NOW), publish(NOW + timedelta(seconds=50))] == [0, 0]
        assert list(Publication.objects.values_list("tries", flat=True)) == [1, 1, 1]
        publish(NOW + timedelta(seconds=61))
        assert list(Publication.objects.values_list("tries", flat=True)) == [2, 2, 2]
    assert "HTTP 302" in Publication.objects.get(place=address).trouble
    assert [one.since for one in lags(NOW + HOUR)] == [None, None, None]
    late = lags(NOW + 3 * HOUR)
    assert all(one.since for one in late) and "secret" not in "".join(one.sentence for one in late)
    assert "未能送达 http://user:***@127.0.0.1:1/x" in late[2].sentence


def test_mail_goes_once_a_day(log, settings):
    settings.CHECKPOINTS_TO = ["mailto:records@court.example"]
    assert publish(NOW) == 1
    more()
    assert [publish(NOW + 23 * HOUR), publish(NOW + 24 * HOUR)] == [0, 1]
    first, second = mail.outbox
    assert (first.to, second.subject, second.body.startswith("old 12\n")) == (["records@court.example"], f"{charter().origin} 13", True)


@pytest.mark.parametrize("text", ["ftp://x/y", "file:///x#every=often", "https:", "court.example"])
def test_a_place_that_cannot_be_read_is_named(text, settings):
    settings.CHECKPOINTS_TO = [text]
    with pytest.raises(BadPlace, match="HENGJIAN_CHECKPOINTS_TO"):
        places()
