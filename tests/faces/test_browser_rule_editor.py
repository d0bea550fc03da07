"""The rule editor in a real Chromium: what is typed is judged, marked at its line and kept."""

from tests.faces.chromium import BROWSER, address, barriers, browser, page_of, told

__all__ = ["address", "browser", "page_of", "told"]
pytestmark = BROWSER


def test_a_rule_is_written_judged_as_it_is_typed_and_kept(told, page_of):
    page = page_of("C.city_legal", "/rules/public-security.closing-period/edit/")
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
    page.get_by_role("button", name="存入草稿").click()
    page.wait_for_selector("text=这是您草稿中的文本")
    assert page.eval_on_selector("#text", "one => one.value").startswith("# 起草中\n")
