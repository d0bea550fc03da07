"""Files at the desk: given with a step or a reply, named under lock on the page, opened for a purpose."""

from django.core.files.uploadedfile import SimpleUploadedFile

from hengjian.ledger.models import Event

PHOTO = b"\xff\xd8\xff\xe0 a photo"


def photo(name="碎玻璃.jpg", content=PHOTO):
    return SimpleUploadedFile(name, content)


def noted(client, matter, *given):
    return client.post(f"/matters/{matter.id}/steps/note/", {"note": "到场拍照", "files-material": list(given)}, follow=True)


def test_a_step_takes_files_and_the_page_shows_them_without_their_names(city, desk):
    client, matter = desk("S1.officer"), city.matters["case"]
    assert 'enctype="multipart/form-data"' in client.get(f"/matters/{matter.id}/steps/note/").content.decode()
    page = noted(client, matter, photo(), photo("收据.pdf", b"%PDF-1.7")).content.decode()
    assert "已记录" in page and "图片" in page and "PDF 文件" in page and "碎玻璃" not in page
    event = Event.objects.get(kind="note.added", matter=matter.id)
    opened = client.post(f"/matters/{matter.id}/unlock/", {"purpose": "handling"}).content.decode()
    assert "碎玻璃.jpg" in opened and f"/matters/{matter.id}/files/{event.id}/0/" in opened


def test_a_file_opens_for_a_purpose_in_the_browser_or_to_be_saved(city, desk):
    client, matter = desk("S1.officer"), city.matters["case"]
    noted(client, matter, photo(), photo("表.xlsx", b"PK\x03\x04"))
    url = f"/matters/{matter.id}/files/{Event.objects.get(kind='note.added', matter=matter.id).id}"
    shown, saved = client.post(f"{url}/0/", {"purpose": "handling"}), client.post(f"{url}/1/", {"purpose": "review"})
    assert (shown.content, shown["Content-Type"], shown["Cache-Control"]) == (PHOTO, "image/jpeg", "no-store")
    assert shown["Content-Disposition"].startswith("inline") and saved["Content-Disposition"].startswith("attachment")
    assert client.get(f"{url}/0/").headers["Location"] == f"/matters/{city.matters['case'].id}/"
    assert "请说明查看封存信息的目的" in client.post(f"{url}/0/", {}, follow=True).content.decode()
    assert desk("S2.officer").post(f"{url}/0/", {"purpose": "handling"}, follow=True).status_code == 404
    assert Event.objects.filter(kind="record.looked_at", matter=matter.id).count() == 2


def test_a_file_that_cannot_be_taken_is_told_at_its_field_and_the_words_stay(city, desk):
    client, matter = desk("S1.officer"), city.matters["case"]
    answer = noted(client, matter, photo("程序.exe", b"MZ"))
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("类型不能接收") == 2 and "到场拍照" in page
    assert not Event.objects.filter(kind="note.added", matter=matter.id).exists()


def test_a_form_that_is_too_large_as_a_whole_is_told(city, desk, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = noted(desk("S1.officer"), city.matters["case"], photo(content=PHOTO * 20))
    assert answer.status_code == 422 and "请分次上传" in answer.content.decode()


def test_a_reply_to_a_finding_carries_its_evidence(city, desk):
    client, finding = desk("S1.station_chief"), city.findings[0]
    client.post(f"/findings/{finding.id}/reply/", {"text": "已补正", "files-evidence": [photo("整改.jpg")]})
    event = Event.objects.get(kind="finding.replied", stream=finding.id)
    page = client.get(f"/findings/{finding.id}/").content.decode()
    assert event.body["pieces"] == 1 and "整改.jpg" in page
    answer = client.post(f"/matters/{finding.matter}/files/{event.id}/0/", {"purpose": "supervision"})
    assert answer.content == PHOTO


def test_a_correction_replaces_a_file_and_the_page_says_which_one_no_longer_counts(city, desk):
    client, matter = desk("S1.officer"), city.matters["case"]
    noted(client, matter, photo())
    event = Event.objects.get(kind="note.added", matter=matter.id)
    url = f"/matters/{matter.id}/events/{event.id}/correct/"
    form = client.get(url).content.decode()
    assert 'enctype="multipart/form-data"' in form and 'name="files-material"' in form and event.body["files"][0]["id"] in form
    given = {"reasons": "拍错了", "replaced_files": event.body["files"][0]["id"], "files-material": photo("门面.jpg", PHOTO + b"2")}
    page = client.post(url, given, follow=True).content.decode()
    assert "更正已记录" in page and page.count("已被更正替换") == 1 and page.count('target="_blank"') >= 2
    again = client.get(url).content.decode()
    assert event.body["files"][0]["id"] not in again, "what was replaced is not offered again"
    wrong = client.post(url, {"reasons": "拍错了", "files-material": photo("空.jpg", b"")})
    assert wrong.status_code == 422 and "是空的" in wrong.content.decode() and "请重新选择文件" not in wrong.content.decode()
