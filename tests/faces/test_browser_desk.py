"""The desk in a real Chromium: no barrier that axe finds, nothing cut, live without reload, drafts that survive, keys."""

from datetime import UTC, datetime

import pytest

from hengjian.ledger.integrate import integrate_all
from tests.faces.chromium import BROWSER, DESK, PHONE, WITNESS, address, barriers, browser, installation, lived, page_of, told
from tests.faces.city import City

__all__ = ["address", "browser", "installation", "lived", "page_of", "told"]
pytestmark = BROWSER


def urls(city: City) -> dict[str, list[str]]:
    """Every page of the desk, by who opens it."""
    old, case, finding = city.matters["old"].id, city.matters["case"].id, city.findings[0]
    return {
        "S1.officer": [
            "/",
            f"/matters/{old}/",
            f"/matters/{case}/steps/add_party/",
            f"/matters/{case}/steps/note/",
            f"/matters/{old}/check/",
            f"/matters/{old}/law/",
            "/new/incident/",
            "/new/case-criminal/",
            "/account/",
            "/account/password/",
            "/account/second-factor/",
            "/searches/",
        ],
        "S1.station_chief": ["/cases/", "/incidents/", "/matters/?state=open", f"/findings/{finding.id}/", "/queue/", "/rules/"],
        "D1.district_legal": ["/days/", "/findings/", f"/rules/{finding.rule}/", "/record/", "/export/cases/", "/find/?number=A"],
        "C.system_admin": [
            "/",
            "/administration/",
            "/administration/units/",
            "/administration/units/S1/",
            "/administration/accounts/",
            "/administration/law/",
        ],
        "C.city_legal": [
            "/administration/law/packs/",
            f"/rules/{finding.rule}/",
            f"/rules/{finding.rule}/edit/",
            "/rules/new/",
            "/rules/draft/",
            "/library/",
        ],
        "C.security_admin": ["/administration/forgetting/", f"/administration/accounts/{city.world.accounts['S1.officer'].person}/"],
        "C.auditor": ["/looks/", "/account/", "/nowhere/"],
    }


@pytest.mark.parametrize(("size", "theme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light")], ids=["desk", "dark", "phone"])
def test_no_page_has_a_barrier_a_complaint_or_something_cut(told, page_of, size, theme):
    wrong = []
    for seat, addresses in urls(told).items():
        page = page_of(seat, addresses[0], size=size, theme=theme)
        for url in addresses:
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + url, wait_until="domcontentloaded")
            cut = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{url}: {one}" for one in barriers(page)] + ([f"{url}: {cut} px cut"] if cut > 0 else [])
        wrong += [one for one in page.complaints if "404" not in one]
        page.context.close()
    assert wrong == []


def test_the_door_has_no_barrier_and_lets_in(told, address, browser):
    page = browser.new_page()
    page.goto(address + "/sign-in/")
    assert barriers(page) == []
    page.fill("#username", "S1.officer")
    page.fill("#password", "only-for-tests-2026")
    page.click("button.main")
    page.wait_for_selector(".rail")


def test_a_step_of_somebody_else_shows_without_reload(told, page_of):
    page = page_of("S1.officer", f"/matters/{told.matters['case'].id}/")
    page.wait_for_timeout(1500)
    told.world.now = datetime.now(UTC)
    told.world.step(
        told.matters["case"], "add_party", "S1.officer2", role="witness", sex="male", age_band="18_69", minor="false", name="周敏"
    )
    integrate_all(datetime.now(UTC))
    page.wait_for_selector("#changed .notice")
    assert "刚有新记录" in page.inner_text("#changed")


def test_a_draft_survives_a_lost_page_and_goes_once_it_is_recorded(told, page_of):
    url = f"/matters/{told.matters['case'].id}/steps/add_party/"
    page = page_of("S1.officer", url)
    page.fill("#f-name", "周敏")
    page.wait_for_selector("[data-draft-saved]:not([hidden])")
    page.reload(wait_until="domcontentloaded")
    page.click("[data-draft-restore]")
    assert page.input_value("#f-name") == "周敏"
    for name, value in WITNESS.items():
        page.select_option(f"#f-{name}", value)
    page.click("button.main")
    page.wait_for_selector(".time")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_draft_waits_at_the_door_and_goes_with_its_account(told, page_of, address):
    url = f"/matters/{told.matters['case'].id}/steps/note/"
    page = page_of("S1.officer", url)
    page.fill("#f-note", "写了一半")
    page.wait_for_selector("[data-draft-saved]:not([hidden])")
    page.context.clear_cookies(name="sessionid")
    page.click("form.form button.main")
    page.wait_for_selector("#username")
    assert "刚才的提交没有记录" in page.inner_text("main")
    page.fill("#username", "S1.officer")
    page.fill("#password", "only-for-tests-2026")
    page.click("button.main")
    page.click("[data-draft-restore]")
    assert page.input_value("#f-note") == "写了一半"
    page.click("#me summary")
    page.click("[data-forgets-drafts] button")
    page.wait_for_selector("#username")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_words_that_were_refused_stand_in_their_form_again(told, page_of, tmp_path):
    (tmp_path / "说明.exe").write_bytes(b"MZ")
    page = page_of("S1.officer", f"/findings/{told.findings[0].id}/")
    page.fill("#text-reply", "已补正，附说明")
    page.set_input_files("#files-evidence", tmp_path / "说明.exe")
    page.click("[data-draft^='reply'] button")
    page.wait_for_selector(".notice.act")
    assert page.input_value("#text-reply") == "已补正，附说明"
    page.click("[data-draft^='reply'] button")
    page.wait_for_selector(".notice:not(.act)")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_without_a_connection_a_form_stays_and_says_so(told, page_of):
    page = page_of("S1.officer", f"/matters/{told.matters['case'].id}/steps/note/")
    page.fill("#f-note", "断网时写的")
    page.context.set_offline(True)
    page.click("form.form button.main")
    page.wait_for_selector("[data-draft-cut]:not([hidden])")
    assert page.input_value("#f-note") == "断网时写的"
    page.context.set_offline(False)
    page.click("form.form button.main")
    page.wait_for_selector(".time")


def test_a_tap_on_a_ribbon_opens_its_arithmetic_and_keys_walk_the_rows(told, page_of):
    page = page_of("S1.station_chief", f"/matters/{told.matters['old'].id}/")
    page.click("#duties a.ribbon >> nth=0")
    page.wait_for_selector("#duties .why li")
    page.keyboard.press("Escape")
    page.goto(page.url.rsplit("/matters", 1)[0] + "/cases/", wait_until="domcontentloaded")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".time")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_a_row_opens_beside_the_list_and_back_closes_it(told, page_of):
    page = page_of("S1.station_chief", "/cases/")
    first = page.locator("tbody tr").first.bounding_box()
    page.mouse.click(first["x"] + 200, first["y"] + first["height"] / 2)
    page.wait_for_selector("#pane .time")
    assert "open=" in page.url and page.locator("#rows tbody tr").count() >= 2 and barriers(page) == []
    opened = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: "open=" in url and url != opened)
    page.reload(wait_until="domcontentloaded")
    page.wait_for_selector("#pane .time")
    page.go_back()
    page.wait_for_selector("#pane", state="hidden")
    assert "open=" not in page.url and page.complaints == []


def test_on_a_phone_a_row_is_a_page_of_its_own(told, page_of):
    page = page_of("S1.station_chief", f"/cases/?open={told.matters['old'].id}", size=PHONE)
    page.wait_for_url(f"**/matters/{told.matters['old'].id}/")
    page.wait_for_selector(".time")


@pytest.mark.parametrize("size", [{"width": 1920, "height": 1080}, {"width": 2560, "height": 1440}], ids=["wall", "wide wall"])
def test_on_a_wall_the_page_takes_the_room_it_has(told, page_of, size):
    page = page_of("C.city_legal", "/", size=size)
    width = page.evaluate("document.querySelector('.page').getBoundingClientRect().right")
    assert width == size["width"] and page.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize(("size", "matter"), [(DESK, "case"), (PHONE, "old")], ids=["desk", "phone"])
def test_a_photo_is_given_with_a_step_and_opened_again(told, page_of, tmp_path, size, matter):
    photos = [tmp_path / "现场一.png", tmp_path / "现场二.png"]
    for photo in photos:
        photo.write_bytes(b"\x89PNG\r\n\x1a\n" + photo.name.encode())
    page = page_of("S1.officer", f"/matters/{told.matters[matter].id}/steps/note/", size=size)
    page.fill("#f-note", "到场拍照")
    page.set_input_files("#files-material", photos)
    assert barriers(page) == []
    page.click("button.main")
    page.wait_for_selector(".files")
    assert page.locator(".files li").count() == 2 and barriers(page) == [] and page.complaints == []
    page.select_option(".files select >> nth=1", "handling")
    with page.context.expect_page() as opened:
        page.click(".files button >> nth=1")
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/1/")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_large_type_cuts_nothing(told, page_of, address, size):
    page = page_of("S1.station_chief", "/", size=size)
    page.context.add_cookies([{"name": "elder", "value": "1", "url": address}])
    cut = {}
    for url in ("/", "/cases/", f"/matters/{told.matters['old'].id}/", "/findings/", "/queue/"):
        page.goto(address + url, wait_until="domcontentloaded")
        cut[url] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert set(cut.values()) == {0}, cut
