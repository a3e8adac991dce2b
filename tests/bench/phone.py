"""One learner with a real browser, seen as a phone: what is drawn when, and what it cost.

Names of other hosts lead nowhere here, so that a page which asks them is seen and counted
and nothing leaves this machine.
"""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit
from zlib import compress

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as BrowserTimeoutError

from bench.servers import Server
from browser.find_browser import QUIET, installed_browser

PHONE = {"width": 390, "height": 800}
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
ARGUMENTS = (
    *QUIET,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE_MS, TRY_MS = 120_000, 3_000
# Not the drawing that Voilà shows while it waits.
FIGURE = "svg:has(rect, path, circle, text):not(#loading svg, [class*=spinner]):visible"
CHOICE = "select:has(option:nth-child(2)):visible"
SETTLE_MS = 1_500
# Panel draws inside shadow roots: the text is gathered through all of them.
SAYS = """([label]) => {
  const words = (node) => [...node.childNodes].map((one) =>
    one.nodeType === 3 ? one.data :
    one.nodeName === 'SELECT' || one.nodeName === 'SCRIPT' || one.nodeName === 'STYLE' ? '' :
    words(one) + (one.shadowRoot ? words(one.shadowRoot) : '')).join(' ');
  const text = words(document.body);
  return text.split(label).length - 1;
}"""


class NotAnsweredError(RuntimeError):
    """A control of a page never changed its figure."""


@dataclass
class Wire:
    """What one visit sent and asked: bytes over the wire, requests, other hosts asked."""

    bytes: int = 0
    socket_bytes: int = 0
    requests: int = 0
    outside: list[str] = field(default_factory=list)


@dataclass
class Look:
    """One visit: seconds from navigation to the first figure and to the first answer."""

    figure: float
    answered: float
    tries: int
    wire: Wire

    def told(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser for a few visits."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=installed_browser(), args=list(ARGUMENTS)
        )
        try:
            yield opened
        finally:
            opened.close()


def two_visits(opened: Browser, server: Server, *, slow: bool = False) -> tuple[Look, Look]:
    """A first visit and a second one with what the browser kept of the first."""
    context = opened.new_context(viewport=PHONE, locale="es-PE")
    try:
        return _visit(context, server, slow=slow), _visit(context, server, slow=slow)
    finally:
        context.close()


def _visit(context: BrowserContext, server: Server, *, slow: bool) -> Look:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    wire = _listen(context.new_cdp_session(page), server.address, slow=slow)
    begin = time.perf_counter()
    page.goto(server.address + server.path, wait_until="commit")
    page.locator(FIGURE).first.wait_for()
    figure = time.perf_counter() - begin
    tries = _change(page)
    answered = time.perf_counter() - begin
    page.wait_for_timeout(SETTLE_MS)
    page.close()
    return Look(figure, answered, tries, wire)


def _change(page: Page) -> int:
    """Choose another option until the page answers; how many tries it took.

    Raises:
        NotAnsweredError: it never did.
    """
    choice = page.locator(CHOICE).first
    choice.wait_for()
    labels = [label.strip() for label in choice.locator("option").all_inner_texts()]
    now = choice.evaluate("one => one.selectedIndex")
    others = [label for place, label in enumerate(labels) if place != now and label]
    for number in range(PATIENCE_MS // TRY_MS):
        if _answers(page, others[number % len(others)]):
            return number + 1
    raise NotAnsweredError(f"{page.url}: ninguna figura cambió")


def _answers(page: Page, label: str) -> bool:
    """Whether choosing ``label`` makes the page say it more often than before."""
    before = page.evaluate(SAYS, [label])
    page.locator(CHOICE).first.select_option(label=label)
    try:
        page.wait_for_function(
            f"(given) => ({SAYS})(given) > given[1]", arg=[label, before], timeout=TRY_MS
        )
    except BrowserTimeoutError:
        return False
    return True


def _listen(session: CDPSession, address: str, *, slow: bool) -> Wire:
    """Count what this page sends and asks from now on."""
    wire, kept = Wire(), set[str]()

    def asked(event: dict[str, object]) -> None:
        url = urlsplit(event["request"]["url"])  # type: ignore[index]
        if url.scheme in {"http", "https"} and f"{url.scheme}://{url.netloc}" != address:
            wire.outside.append(url.netloc)

    def finished(event: dict[str, object]) -> None:
        if event["requestId"] not in kept:
            wire.requests += 1
            wire.bytes += int(event["encodedDataLength"])  # type: ignore[call-overload]

    pressed: list[object] = []

    def agreed(event: dict[str, object]) -> None:
        headers = event["response"]["headers"]  # type: ignore[index]
        if "permessage-deflate" in str(headers):
            pressed.append(headers)

    def framed(event: dict[str, object]) -> None:
        frame = event["response"]
        wire.socket_bytes += _frame_length(frame, pressed=bool(pressed))  # type: ignore[arg-type]

    def opened(_event: dict[str, object]) -> None:
        wire.requests += 1

    session.send("Network.enable")
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    session.on("Network.responseReceived", lambda event: _from_disk(event, kept))
    session.on("Network.loadingFinished", finished)
    session.on("Network.webSocketFrameReceived", framed)
    session.on("Network.webSocketFrameSent", framed)
    session.on("Network.webSocketCreated", opened)
    session.on("Network.webSocketHandshakeResponseReceived", agreed)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
    return wire


def _from_disk(event: dict[str, dict[str, object]], kept: set[str]) -> None:
    answer = event["response"]
    scheme = str(answer["url"]).partition(":")[0]
    if answer.get("fromDiskCache") or scheme not in {"http", "https"}:
        kept.add(str(event["requestId"]))


def _frame_length(frame: dict[str, object], *, pressed: bool) -> int:
    """Bytes of a frame on the wire; the browser tells them unpacked, binary ones in base64."""
    payload = str(frame["payloadData"])
    content = payload.encode() if frame["opcode"] == 1 else b64decode(payload)
    return len(compress(content)) if pressed else len(content)
