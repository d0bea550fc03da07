"""Bringing cases in at the desk: only for who may, in both languages, from the empty table to the figures of what went in."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from hengjian.ledger.models import Event
from hengjian.watch.beside import Worker
from hengjian.watch.supervision.importer import IMPORTS
from hengjian.work.matters.intake import jobs
from hengjian.work.matters.intake.models import ImportJob
from hengjian.work.matters.models import Matter
from tests.work.test_import_jobs import rows, text_of
from tests.work.test_intake import ROW


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def work(city):
    Worker(IMPORTS, lambda: city.world.now).catch_up()


def sent(client, *given, mapping="admin_case", name="旧案.csv"):
    return client.post("/imports/", {"mapping": mapping, "file": SimpleUploadedFile(name, text_of(*given))}, follow=True)


def columns(page):
    """What the form sends as it stands: the heading for each column, by its place on the page."""
    chosen = page.context["job"].columns
    return {f"column-{place}": chosen[need.column] for place, need in enumerate(page.context["needs"], 1)}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_file_goes_from_the_form_to_the_figures(city, desk, language):
    client = desk("S1.station_legal", language)
    page = sent(client, *rows(2), {**ROW, "案由": "没有这种案由"})
    job = ImportJob.objects.get()
    url = f"/imports/{job.id}/"
    assert page.redirect_chain == [(url, 302)] and page.context["choosing"]
    waiting = client.post(f"{url}check/", columns(page), follow=True)
    assert 'hx-trigger="every 2s"' in waiting.content.decode() and "<progress" in waiting.content.decode()
    work(city)
    seen = client.get(url)
    assert (seen.context["job"].new, seen.context["job"].left_out) == (2, 1)
    assert "案由" in seen.content.decode() and "every 2s" not in seen.content.decode()
    client.post(f"{url}confirm/")
    work(city)
    done = client.get(url).content.decode()
    assert {"zh-hans": "导入完成", "en": "Import finished"}[language] in done
    assert Matter.objects.filter(number__startswith="旧案").count() == 2
    assert Event.objects.get(kind="import.begun").by == city.world.accounts["S1.station_legal"].person
    assert client.get("/imports/").content.decode().count("旧案.csv") == 1


def test_the_empty_table_filled_in_goes_in_as_it_is(city, desk):
    client = desk("D1.district_legal")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/imports/template/admin_case/").content))
    for place, cell in enumerate(book.worksheets[0][1], 1):
        book.worksheets[0].cell(2, place, ROW[cell.value])
    file = io.BytesIO()
    book.save(file)
    page = client.post("/imports/", {"mapping": "admin_case", "file": SimpleUploadedFile("表.xlsx", file.getvalue())}, follow=True)
    assert all(column == heading for column, heading in page.context["job"].columns.items())
    client.post(f"/imports/{page.context['job'].id}/check/", columns(page))
    work(city)
    assert client.get(f"/imports/{page.context['job'].id}/").context["job"].new == 1
    assert client.get("/imports/template/nothing/").status_code == 404


@pytest.mark.parametrize("seat", ["S1.officer", "S1.station_chief", "C.system_admin", "C.centre"])
def test_who_may_not_sees_no_page_and_no_button(city, desk, seat):
    client = desk(seat)
    assert client.get("/imports/").status_code == 403
    assert client.post("/imports/", {}).status_code == 403
    assert "/imports/" not in client.get("/cases/", follow=True).content.decode()
    assert "/imports/" in desk("S1.station_legal").get("/cases/").content.decode()


def test_nobody_opens_the_import_of_somebody_else(city, desk):
    page = sent(desk("S1.station_legal"), ROW)
    identity = page.context["job"].id
    other = desk("S2.station_legal")
    assert other.get(f"/imports/{identity}/").status_code == 404
    assert other.post(f"/imports/{identity}/drop/").status_code == 404
    assert ImportJob.objects.filter(id=identity).exists()


def test_each_mistake_is_told_where_it_is_made(city, desk):
    client = desk("S1.station_legal")
    assert "请选择导入什么" in client.post("/imports/", {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2")}).content.decode()
    assert "请选择文件" in client.post("/imports/", {"mapping": "admin_case"}).content.decode()
    old = client.post("/imports/", {"mapping": "admin_case", "file": SimpleUploadedFile("a.xls", b"old")})
    assert old.status_code == 422 and "旧式 Excel" in old.content.decode()
    page = sent(client, ROW)
    url = f"/imports/{page.context['job'].id}/"
    refused = client.post(f"{url}check/", columns(page) | {"column-1": ""}, follow=True).content.decode()
    assert "请为“案件编号”选择文件中的列" in refused
    assert "不在这一步" in client.post(f"{url}confirm/", follow=True).content.decode()
    assert client.post(f"{url}fly/").status_code == 404
    assert client.post(f"{url}drop/", follow=True).redirect_chain == [("/imports/", 302)]
    assert not ImportJob.objects.exists()


def test_a_mapping_that_cannot_be_read_is_told_and_hides_no_other(city, desk, monkeypatch, tmp_path):
    (tmp_path / "intake").mkdir()
    for path in (settings.LAW_FOLDER / "intake").glob("*.yaml"):
        (tmp_path / "intake" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "intake" / "incident.yaml").write_text("kind: incident\n", encoding="utf-8")
    monkeypatch.setattr(jobs, "law_folder", lambda: tmp_path)
    page = desk("S1.station_legal").get("/imports/")
    assert "incident.yaml: 缺少 number" in page.content.decode()
    assert [name for name, _intake in page.context["mappings"]] == ["admin_case", "criminal_case"]
