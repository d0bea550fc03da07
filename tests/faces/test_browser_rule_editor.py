"""The law editor in a real Chromium: what is typed into the text or the form is judged, marked at its place and kept."""

import re

from tests.faces.chromium import BROWSER, PHONE, address, barriers, browser, installation, lived, page_of, told

__all__ = ["address", "browser", "installation", "lived", "page_of", "told"]
pytestmark = BROWSER
EDIT = "/rules/public-security.closing-period/edit/"


def text_now(page):
    return page.eval_on_selector("#text", "one => one.value")


def wait_for_text(page, words):
    page.wait_for_function("words => document.querySelector('#text').value.includes(words)", arg=words)


def test_a_rule_is_written_judged_as_it_is_typed_and_kept(told, page_of):
    page = page_of("C.city_legal", EDIT)
    page.wait_for_selector(".cm-content")
    assert page.locator("#tried .tick").count() >= 14
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("nonsense: 1\n")
    page.wait_for_selector("#tried .faults li[data-line='1']")
    page.wait_for_selector(".cm-lint-marker-error")
    assert barriers(page) == []
    page.locator(".cm-content").click()
    for key in ("Control+Home", "Shift+ArrowDown", "Delete"):
        page.keyboard.press(key)
    page.wait_for_selector("#tried .tried .tick")
    page.keyboard.press("Control+Home")
    page.keyboard.type("# 起草中\n")
    page.locator("#keep").click()
    page.wait_for_selector("text=这是您草稿中的文本")
    assert text_now(page).startswith("# 起草中\n")


def test_a_limit_is_changed_from_a_day_on_by_form_and_keyboard_alone(told, page_of):
    page = page_of("C.city_legal", EDIT)
    page.wait_for_selector(".cm-content")
    part = page.locator("[id='p-f-v/within']")
    part.get_by_role("button", name="自某日起另定").press("Enter")
    day = part.locator("input[type=date]").nth(2)
    day.wait_for()
    page.wait_for_function("() => document.activeElement.id.startsWith('f-k/within/')")
    day.fill("2027-01-01")
    day.press("Tab")
    wait_for_text(page, "\n  2027-01-01: {days: 30,")
    number = page.locator("[id='f-v/within/2027-01-01/days']")
    number.fill("三十")
    number.press("Enter")
    page.wait_for_selector("[id='f-v/within/2027-01-01/days'][aria-invalid]")
    assert barriers(page) == []
    number.fill("15")
    number.press("Enter")
    wait_for_text(page, "2027-01-01: {days: 15,")
    page.wait_for_selector("#tried-state .tick")
    names = page.locator("[id^='f-v/examples/'][id$='/name']")
    before = names.count()
    page.locator("[id='p-f-v/examples']").get_by_role("button", name="再加一个例子").press("Enter")
    name = page.locator(f"[id='f-v/examples/{before}/name']")
    name.wait_for()
    name.fill("修正之后十五日")
    page.locator("#keep").click()  # what was just typed goes along
    page.wait_for_selector("text=这是您草稿中的文本")
    assert "name: 修正之后十五日" in text_now(page)
    assert page.complaints == []


def test_the_text_changes_the_form_and_unreadable_text_holds_it(told, page_of):
    page = page_of("C.city_legal", "/rules/policy/exclusion_days/edit/")
    page.wait_for_selector(".cm-content")
    field = page.locator("[id='f-v/value']")
    assert field.input_value() == "end_minus_start"
    page.evaluate(
        "text => { const field = document.querySelector('#text'); field.value = text; field.dispatchEvent(new Event('change')); }",
        text_now(page).replace("end_minus_start", "both_days"),
    )
    page.wait_for_function("() => document.getElementById('f-v/value')?.value === 'both_days'")
    page.wait_for_selector("#tried-state .cross")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x: [")
    page.wait_for_selector("text=文本暂时读不通")
    page.keyboard.press("Backspace")
    page.wait_for_selector("[id='f-v/value']")


def test_the_form_serves_on_a_phone(told, page_of):
    page = page_of("C.city_legal", EDIT, size=PHONE)
    page.wait_for_selector(".cm-content", state="attached")
    assert not page.locator(".as-text").evaluate("one => one.open")
    number = page.locator("[id='f-v/within/2026-01-01/days']")
    number.fill("31")
    number.blur()
    page.wait_for_selector("#tried-state .cross")
    assert re.search("例子不符", page.locator("#tried-state").inner_text())
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
