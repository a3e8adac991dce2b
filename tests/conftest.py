"""What tests of more than one room share: the browser."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from browser.find_browser import QUIET, installed_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser, closed with each module so that others may run an event loop."""
    with sync_playwright() as playwright:
        opened = _open(playwright)
        yield opened
        opened.close()


def _open(playwright: Playwright) -> Browser:
    """A browser of this machine or Playwright's own; without one, the test says why it skips."""
    try:
        return playwright.chromium.launch(executable_path=installed_browser(), args=list(QUIET))
    except Error as error:
        if os.environ.get("CUENTAS_REQUIRE_BROWSER"):
            raise
        pytest.skip(f"no hay navegador: {str(error).splitlines()[0]}")
