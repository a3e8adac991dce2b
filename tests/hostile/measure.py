"""How 29 learners, and six more in a real browser, fare while one client attacks.

Run it in `tests` with `python -m hostile.measure`. It is not a test: for each attack it prints
the median and the 95th percentile of the seconds between a change of a control and its figure,
over the protocol and in the browser, what went wrong, and what the server's process holds in
memory.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from playwright.async_api import Error, async_playwright

from bench.learner import Learner, Ledger
from bench.line import Trouble
from browser.find_browser import QUIET, installed_browser
from classroom.test_messages import frame, nest
from hostile.phones import Phone, memory_of, open_class

ROOT = Path(__file__).resolve().parents[2]
PATH = "/lecciones/02_leer_un_presupuesto"
LEARNERS, SECONDS, PAUSE, HEAD_START = 29, 8.0, 2.0, 2.0
BROWSERS = 6
YEARS = ("2021", "2022", "2023")
ASK = frame(header={"msg_type": "kernel_info_request"}, content={})
YEAR = "w61"


def change(state, widget=YEAR):
    """A change of a control, as the page sends it."""
    content = {"comm_id": widget, "data": {"method": "update", "state": state}}
    return frame(header={"msg_type": "comm_msg"}, content=content)


async def flood(phone, words):
    """The same words again and again, until the server hangs up."""
    socket = await phone.socket(await phone.kernel())
    while socket.close_code is None:
        await socket.write_message(next(words), binary=True)


async def valid_changes(phone):
    await flood(phone, (change({"index": n % 9}) for n in itertools.count()))


async def wrong_states(phone):
    states = ({"index": "x"}, {"index": 10**9}, {"index": [1]}, {"otro": "y" * 200_000})
    await flood(phone, map(change, itertools.cycle(states)))


async def foreign_widgets(phone):
    await flood(phone, (change({"index": 1}, f"ajeno{n}") for n in itertools.count()))


async def nested(phone):
    await flood(phone, itertools.repeat(nest(change({"index": "x" * 19_998}))))


async def replays(phone):
    """A log of five thousand changes made by hand, replayed whole."""
    events = [[YEAR, {"method": "update", "state": {"index": n % 9}}] for n in range(5_000)]
    content = {"comm_id": "mano", "target_name": "cuentas.visita", "data": {"events": events}}
    await flood(phone, itertools.repeat(frame(header={"msg_type": "comm_open"}, content=content)))


async def pages(phone):
    await asyncio.gather(*(phone.ask(PATH) for _page in range(30)))


async def visits(phone):
    await asyncio.gather(*(phone.post("/visitas", b"[" * 60_000) for _visit in range(30)))


async def messages(phone):
    socket = await phone.socket(await phone.kernel())
    while socket.close_code is None:
        await socket.write_message(ASK, binary=True)


async def large_messages(phone):
    socket = await phone.socket(await phone.kernel())
    content = {"comm_id": "x", "data": ["x"] * 60_000}
    while socket.close_code is None:
        await socket.write_message(frame(content=content), binary=True)


async def broken_frames(phone):
    socket = await phone.socket(await phone.kernel())
    await socket.write_message(os.urandom(200_000), binary=True)
    await socket.read_message()


async def idle(phone):
    homes = [Phone(phone.port, f"127.0.2.{n % 50 + 1}", PATH) for n in range(2000)]
    crowd = await asyncio.gather(*(home.connect() for home in homes), return_exceptions=True)
    await asyncio.sleep(1)
    del crowd


async def slow_headers(phone):
    pairs = [await phone.connect() for _client in range(40)]
    for _step in range(20):
        for _reader, writer in pairs:
            writer.write(b"GET / HTTP/1.1\r\nX: ")
        await asyncio.sleep(0.2)


async def slow_readers(phone):
    page = (await phone.ask(PATH)).body.decode()
    large = re.search(r"/estatico/[^\"]+live[^\"]*\.js", page)[0].encode()
    pairs = [await phone.connect() for _client in range(40)]
    for _reader, writer in pairs:
        writer.transport.pause_reading()
        writer.write(b"GET " + large + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await asyncio.sleep(2)


ATTACKS = {
    attack.__name__: attack
    for attack in (
        pages,
        visits,
        messages,
        large_messages,
        broken_frames,
        idle,
        slow_headers,
        slow_readers,
        valid_changes,
        wrong_states,
        foreign_widgets,
        nested,
        replays,
    )
}


async def attack(name, port):
    """Attack again and again until ended."""
    phone = Phone(port, "127.0.3.1", PATH)
    while True:
        with suppress(Exception):
            await ATTACKS[name](phone)
        await asyncio.sleep(0.01)


async def learn(learner, times, troubles):
    """Change a control every two seconds."""
    while True:
        try:
            times.append(await learner.change())
        except Trouble as trouble:
            troubles.append(str(trouble))
            with suppress(Trouble):
                await learner.come_back()
        await asyncio.sleep(PAUSE * learner.chance.uniform(0.5, 1.5))


async def arrive(browser, server):
    """A learner's page in a real browser, whose controls answer."""
    page = await browser.new_page(viewport={"width": 390, "height": 800})
    await page.goto(f"{server.address}{PATH[1:]}")
    await page.wait_for_selector("html[data-live=yes]")
    return page


async def look(page, times, troubles):
    """Change the year, and see it in the figure's title."""
    title = page.locator("#m2 .cc-explorer .cc-title")
    for year in itertools.cycle(YEARS):
        began = time.perf_counter()
        try:
            await page.locator("#m2 select").first.select_option(label=year)
            await title.filter(has_text=year).wait_for(timeout=10_000)
            times.append(time.perf_counter() - began)
        except Error as error:
            troubles.append(str(error).splitlines()[0])
        await asyncio.sleep(PAUSE)


async def measured(server, name, *lists):
    """What each list got while an attack ran."""
    words = [sys.executable, "-m", "hostile.measure", name, str(server.port)]
    attacker = await asyncio.create_subprocess_exec(*words) if name else None
    await asyncio.sleep(HEAD_START)
    for one in lists:
        one.clear()
    await asyncio.sleep(SECONDS)
    found = [list(one) for one in lists]
    if attacker:
        attacker.kill()
        await attacker.wait()
    return found


def row(name, times, seen, troubles, memory):
    """One line of the table."""

    def both(of):
        p95 = statistics.quantiles(of, n=20)[-1] if len(of) > 1 else float("nan")
        return f"{statistics.median(of) if of else float('nan'):6.3f} {p95:6.3f} {len(of):4}"

    name = name or "nadie ataca"
    return f"{name:16} {both(times)}  {both(seen)} {len(troubles):6} {memory >> 20:5}\n"


async def whole(server):
    ledger = Ledger()
    learners = [
        Learner(server.address, PATH, ledger, f"127.0.0.{n + 2}", seed=n) for n in range(LEARNERS)
    ]
    times, seen, troubles = [], [], []
    await asyncio.gather(*(learner.arrive() for learner in learners))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=installed_browser(), args=list(QUIET)
        )
        seats = [await arrive(browser, server) for _phone in range(BROWSERS)]
        tasks = [asyncio.create_task(learn(learner, times, troubles)) for learner in learners]
        tasks += [asyncio.create_task(look(seat, seen, troubles)) for seat in seats]
        await asyncio.sleep(SECONDS)
        heads = f"{'p50':>6} {'p95':>6} {'n':>4}"
        sys.stdout.write(f"{'':16} {heads}  {heads} fallas    MB\n")
        for name in ["", *ATTACKS, ""]:
            found = await measured(server, name, times, seen, troubles)
            sys.stdout.write(row(name, *found, memory_of(server)))
            sys.stdout.flush()
        for task in tasks:
            task.cancel()
        await browser.close()
    await asyncio.gather(*(learner.line.end() for learner in learners))


def main():
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.txt"
        server = open_class(ROOT, journal)
        try:
            asyncio.run(whole(server))
        finally:
            server.stop()
        load = psutil.getloadavg()[0]
        sys.stdout.write(f"{time.monotonic() - began:.0f} s, carga {load:.1f}\n")
        sys.stdout.write(journal.read_text("utf-8"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(attack(sys.argv[1], int(sys.argv[2])))
    else:
        main()
