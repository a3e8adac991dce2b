"""A real server on loopback and a real browser whose network ends there."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

PHONE = {"width": 390, "height": 800}
LAPTOP = {"width": 1280, "height": 800}
READY = ".cc-sources"
LIVE = "html[data-live=yes]"
SETTLED = 400
PATIENCE = 90_000
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path).replace("\\", "/"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of ``cuentas serve`` with the real course."""
    port = free_port()
    command = [sys.executable, "-m", "cuentas.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    for _try in range(150):
        assert process.poll() is None, "el servidor terminó antes de responder"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:  # not there yet, or still busy with its first page
            time.sleep(0.2)
        else:
            return
    raise AssertionError("el servidor no respondió en 30 s")


@dataclass
class Visit:
    """A page, and everything that went wrong while it was open."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="domcontentloaded")
        return self.page

    def lesson(self, slug: str, query: str = "") -> Page:
        self.open(f"/lecciones/{slug}{query}")
        self.page.wait_for_selector(READY, timeout=PATIENCE)
        return self.page

    def live(self, slug: str) -> Page:
        """A lesson whose controls answer."""
        page = self.lesson(slug)
        page.wait_for_selector(LIVE, timeout=PATIENCE)
        return page

    def again(self) -> None:
        """Load the page again, a moment after the last change."""
        self.page.wait_for_timeout(SETTLED)
        self.page.reload()
        self.page.wait_for_selector(LIVE, timeout=PATIENCE)

    def guard(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def visit(request, browser: Browser, server: str) -> Iterator[Visit]:
    yield from _visit(browser.new_context(viewport=request.param, locale="es-PE"), server)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=PHONE, locale="es-PE", accept_downloads=True)
    yield from _visit(context, server)


def _visit(context: BrowserContext, server: str) -> Iterator[Visit]:
    context.set_default_timeout(20_000)
    visited = Visit(context.new_page(), server)
    visited.page.route("**/*", visited.guard)
    visited.page.on("pageerror", lambda error: visited.errors.append(str(error)))
    visited.page.on("requestfailed", lambda request: visited.errors.append(request.url))
    visited.page.on(
        "console",
        lambda message: visited.errors.append(message.text) if message.type == "error" else None,
    )
    visited.page.on(
        "response",
        lambda answer: (
            visited.errors.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    yield visited
    context.close()
