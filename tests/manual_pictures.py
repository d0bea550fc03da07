"""Takes the pictures of the manual from a running demo: `python -m tests.manual_pictures [ADDRESS]`. It signs in as the manual's roles."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "manual" / "pictures"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --lang=zh-CN"
PASSWORD = "Yunze-2026-demo"  # the demo prints it
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def entered(browser: Browser, address: str, account: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce").new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("#username", account)
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector(".rail")
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name)


def first(page: Page, selector: str) -> str:
    """The address of the first link, read so that the picture shows the page and not a row under the pointer."""
    return page.locator(selector).first.get_attribute("href") or "/"


def take(browser: Browser, address: str) -> None:
    page = entered(browser, address, "district-legal-02", DESK)
    for name, url in (("queue", "/queue/?left=1"), ("days", "/days/"), ("findings", "/findings/?state=all"), ("rules", "/rules/")):
        page.goto(address + url)
        keep(page, name)
    page.goto(address + first(page, ".rail a[href='/findings/']") + "?state=all")
    page.goto(address + first(page, "tbody a.covers"))
    keep(page, "finding")
    page.goto(f"{address}/rules/public-security.closing-period/")
    keep(page, "rule")
    page.goto(f"{address}/cases/?state=open")
    page.click("tbody tr >> nth=0")
    page.wait_for_selector("#pane .time")
    keep(page, "cases")
    take_editor(entered(browser, address, "city-legal-city", DESK), address)
    page = entered(browser, address, "station-chief-0202", DESK)
    keep(page, "home")
    page.goto(f"{address}/cases/?kind=case/criminal&state=open")
    page.goto(address + first(page, "tbody a.covers"))
    keep(page, "matter")
    keep(entered(browser, address, "officer1-0202", PHONE), "phone")
    page = entered(browser, address, "city-legal-city", DESK)
    for name, url in (("area", "/area/"), ("property", "/property/")):
        page.goto(address + url)
        keep(page, name)


def take_editor(page: Page, address: str) -> None:
    """A limit of a rule being changed from a day on."""
    page.goto(f"{address}/rules/public-security.closing-period/edit/")
    page.wait_for_selector(".cm-content")
    limit = page.locator("[id='p-f-v/within']")
    limit.get_by_role("button", name="自某日起另定").click()
    number = limit.locator(".lf-number input").nth(2)
    number.fill("15")
    number.press("Enter")
    page.wait_for_selector("#tried-state .tick")
    limit.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 72)")
    keep(page, "rule_edit")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
