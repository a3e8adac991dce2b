"""How 29 learners fare while one client attacks.

Run it with `PYTHONPATH=tests:widgets python -m hostile.measure`. It is not a test: for each
attack it prints the median and the 95th percentile of the seconds between a change of a control
and its figure, what went wrong, and what the server's own process holds in memory.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from classroom.test_limits_messages import frame

from bench.learner import Learner, Ledger
from bench.line import Trouble
from hostile.phones import Phone, memory_of, open_class

ROOT = Path(__file__).resolve().parents[2]
PATH = "/lecciones/02_leer_un_presupuesto"
LEARNERS, SECONDS, PAUSE, HEAD_START = 29, 8.0, 2.0, 2.0
ASK = frame(header={"msg_type": "kernel_info_request"}, content={})


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
    pairs = [await phone.connect() for _client in range(40)]
    for _reader, writer in pairs:
        writer.transport.pause_reading()
        writer.write(b"GET /voila/static/voila.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
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


async def measured(server, name):
    """The times of all changes while an attack runs, and the troubles."""
    words = [sys.executable, "-m", "hostile.measure", name, str(server.port)]
    attacker = await asyncio.create_subprocess_exec(*words) if name else None
    await asyncio.sleep(HEAD_START)
    TIMES.clear()
    TROUBLES.clear()
    await asyncio.sleep(SECONDS)
    times, troubles = sorted(TIMES), list(TROUBLES)
    if attacker:
        attacker.kill()
        await attacker.wait()
    return times, troubles


TIMES: list[float] = []
TROUBLES: list[str] = []


async def whole(server):
    ledger = Ledger()
    learners = [
        Learner(server.address, PATH, ledger, f"127.0.0.{n + 2}", seed=n) for n in range(LEARNERS)
    ]
    await asyncio.gather(*(learner.arrive() for learner in learners))
    tasks = [asyncio.create_task(learn(learner, TIMES, TROUBLES)) for learner in learners]
    sys.stdout.write(f"{'':16} {'p50':>6} {'p95':>6} {'n':>4} {'fallas':>6} {'MB':>5}\n")
    for name in ["", *ATTACKS, ""]:
        times, troubles = await measured(server, name)
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")
        middle = statistics.median(times) if times else float("nan")
        row = f"{name or 'nadie ataca':16} {middle:6.3f} {p95:6.3f} {len(times):4}"
        sys.stdout.write(f"{row} {len(troubles):6} {memory_of(server) >> 20:5}\n")
        sys.stdout.flush()
    for task in tasks:
        task.cancel()
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
