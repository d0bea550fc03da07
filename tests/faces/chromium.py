"""A real Chromium on the product's own server, for tests that drive pages as a person would; and what axe finds on one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from hengjian.watch.supervision import heartbeat
from tests.conftest import OwnDatabase, kept_apart
from tests.faces.city import City, small_city
from tests.faces.conftest import BY_PASSWORD
from tests.waiting import PATIENCE, answers, free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "hengjian" / "faces" / "static" / "built" / "desk.js"
CHROMIUM = shutil.which("chromium")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
WITNESS = {"role": "witness", "age_band": "18_69", "sex": "male", "minor": "false"}
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BROWSER = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.skipif(not (CHROMIUM and AXE.exists() and BUILT.exists()), reason="needs Chromium and the built web folder (make setup)"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module. Playwright's loop runs in this thread, where Django's database calls must be allowed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            yield launched
            launched.close()


@pytest.fixture(scope="module")
def installation(browser, databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[OwnDatabase]:
    """One database and one home for the tests of a module, which change what they made themselves and nothing else."""
    home = tmp_path_factory.mktemp("home")
    patched = pytest.MonkeyPatch.context()
    with patched as patch, django_db_blocker.unblock(), override_settings(HOME=home), kept_apart(databases, home, patch) as own:
        yield own


@pytest.fixture(scope="module")
def lived(installation) -> City:
    return small_city()


@pytest.fixture
def told(lived) -> City:
    """The city of the module, with a watch that was heard just now."""
    heartbeat.begin(datetime.now(UTC))
    return lived


@pytest.fixture(scope="module")
def address(lived, installation) -> Iterator[str]:
    """The product's own server on the module's database."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "hengjian.config.asgi:application", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen([*command, "--timeout-graceful-shutdown", "1"], cwd=ROOT, env=os.environ | installation.environment)
    try:
        wait_for(lambda: answers(port) or server.poll() is not None)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.fixture
def page_of(told, address, browser) -> Callable:
    """Opens a page as somebody; what the console complains of is kept on `page.complaints`."""

    def opened(seat: str, url: str, *, size=DESK, theme="light"):
        client = Client()
        client.force_login(told.world.accounts[seat], backend=BY_PASSWORD)
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        cookies = {"sessionid": client.cookies["sessionid"].value, "theme": theme, "django_language": "zh-hans"}
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(address + url, wait_until="domcontentloaded")
        return page

    return opened


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")["violations"]
    return [f"{one['id']}: {node['html'][:140]}" for one in found for node in one["nodes"][:3]]
