"""One office for the folder, a browser a file, and for each test as many signed-in windows as it asks for."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from embedded.testing import short_folder
from scripts import install_browser
from tests.e2e.browser.looking import DESKTOP, Ears
from tests.e2e.browser.office import Office, office


class Window(Protocol):
    """Opens a window of somebody's own at an address."""

    def __call__(
        self, name: str | None, path: str = "/", *, script: bool = True, since: timedelta = timedelta()
    ) -> Page:
        """Somebody by username who signed in that long ago, or nobody; with or without JavaScript."""


@pytest.fixture(scope="session")
def running_office() -> Iterator[Office]:
    with short_folder() as folder, office(folder / "var") as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser a file: its driver must not hold the loop when another folder's tests are asynchronous."""
    named = os.environ.get("CHROMIUM")
    found = install_browser.Browser(named) if named else install_browser.chosen()
    if found is None:
        pytest.fail(
            "Không có Chromium: chạy `make browser` (no Chromium for the browser tests: run `make browser`)"
        )
    with sync_playwright() as driver:
        opened = found.launched(driver)
        yield opened
        opened.close()


@pytest.fixture
def window(browser: Browser, running_office: Office) -> Iterator[Window]:
    """Opens windows; afterwards none of them may have complained about anything."""
    ears, contexts = Ears(), []

    def opened(
        name: str | None, path: str = "/", *, script: bool = True, since: timedelta = timedelta()
    ) -> Page:
        context = browser.new_context(
            base_url=running_office.url,
            viewport={"width": DESKTOP[0], "height": DESKTOP[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        ears.listen(context)
        contexts.append(context)
        if name is not None:
            token = running_office.signed_in(name, since)
            context.add_cookies([{"name": "minhbach", "value": token, "url": running_office.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert ears.heard == []
