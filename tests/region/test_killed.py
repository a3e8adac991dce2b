"""Killed without warning, or stopped at any moment: whole packs only, and nothing left over."""

import json
import os
import random
import shutil
import signal
import time

import psutil
import pytest

from cuentas.data.check import check_pack
from cuentas.region.whole import EXCHANGE, put_in_order
from region import regions

MANY = 4_000
MOMENTS = 10
"""Each is a whole process, and another that finishes what it left."""


@pytest.fixture
def words(tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv", times=MANY)
    census, projection = regions.census(tmp_path / "c.csv"), regions.projection(tmp_path / "p.csv")
    return [
        *("new", "moquegua", "--department", "18", "--budget", budget),
        *("--population", census, "--population", projection),
        *("--query-date", "2025-03-01", "--out", tmp_path / "out"),
    ]


def left_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def stopped(process, seconds, how):
    """Wait so long, then send the signal; what it said in the end."""
    time.sleep(seconds)
    if process.poll() is None:
        process.send_signal(how)
    said, complained = process.communicate(timeout=60)
    return process.returncode, said, complained


@pytest.fixture
def whole(tmp_path, words):
    """How long an order takes from the first to the last moment, and the pack that it makes."""
    start = time.monotonic()
    assert regions.order(tmp_path, *words)[0] == 0
    took = time.monotonic() - start
    made = regions.contents(tmp_path / "out" / "moquegua")
    (tmp_path / "out" / "moquegua").rename(tmp_path / "entero")
    return took, made


def test_ctrl_c_at_any_moment_says_so_and_leaves_all_or_nothing(tmp_path, words, whole):
    took, made = whole
    dice, out = random.Random(4), tmp_path / "out"
    for number in range(MOMENTS):
        cache = tmp_path / f"cache-{number}"
        process = regions.listening(cache, *words)
        status, said, complained = stopped(process, dice.uniform(0, took), signal.SIGINT)
        assert "Traceback" not in complained
        assert left_in(out) in ([], ["moquegua"])
        word = {0: "Listo", 130: "Interrumpido"}[status]
        assert word in said + complained
        if "Interrumpido" in complained:
            assert ("ya estaba listo" in complained) == (left_in(out) == ["moquegua"])
        if not left_in(out):
            assert regions.order(cache, *words)[0] == 0
        assert regions.contents(out / "moquegua") == made
        shutil.rmtree(out / "moquegua")


def test_killed_at_any_moment_the_same_order_finishes_and_cleans_up(tmp_path, words, whole):
    took, made = whole
    dice, out = random.Random(9), tmp_path / "out"
    for number in range(MOMENTS // 2):
        cache = tmp_path / f"cache-{number}"
        process = regions.started(cache, *words)
        stopped(process, dice.uniform(0, took), signal.SIGKILL)
        if not (out / "moquegua").exists():
            assert regions.order(cache, *words)[0] == 0
        assert regions.contents(out / "moquegua") == made
        regions.order(cache, *words)
        assert left_in(out) == ["moquegua"]
        shutil.rmtree(out / "moquegua")


def dead_process():
    """A number that no process has."""
    return next(number for number in range(4_000_000, 1, -1) if not psutil.pid_exists(number))


def test_killed_between_the_two_names_the_old_pack_gets_its_name_back(tmp_path):
    final, kept = tmp_path / "moquegua", tmp_path / "_moquegua-2025-02-11"
    room = tmp_path / f"_moquegua.{dead_process()}.abc"
    (room / "moquegua").mkdir(parents=True)
    kept.mkdir()
    (kept / "region.toml").write_text("lo de antes", encoding="utf-8")
    note = {"final": final.name, "kept": kept.name}
    (room / EXCHANGE).write_text(json.dumps(note), encoding="utf-8")
    put_in_order(final)
    assert left_in(tmp_path) == ["moquegua"]
    assert (final / "region.toml").read_text(encoding="utf-8") == "lo de antes"


def test_a_finished_exchange_is_not_undone(tmp_path):
    final, kept = tmp_path / "moquegua", tmp_path / "_moquegua-2025-02-11"
    room = tmp_path / f"_moquegua.{dead_process()}.abc"
    for folder in (final, kept, room):
        folder.mkdir()
    note = {"final": final.name, "kept": kept.name}
    (room / EXCHANGE).write_text(json.dumps(note), encoding="utf-8")
    put_in_order(final)
    assert left_in(tmp_path) == ["_moquegua-2025-02-11", "moquegua"]


def test_what_a_living_process_writes_is_left_alone(tmp_path):
    mine = tmp_path / f"_moquegua.{os.getpid()}.abc"
    mine.mkdir()
    put_in_order(tmp_path / "moquegua")
    assert left_in(tmp_path) == [mine.name]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_pack_is_whole_whenever_its_update_is_stopped(tmp_path, words, how):
    assert regions.order(tmp_path, *words)[0] == 0
    out, dice = tmp_path / "out", random.Random(7)
    before = regions.contents(out / "moquegua")
    newer = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=70)
    update = ["update", "moquegua", "--budget", newer, "--query-date", "2025-06-01", "--out", out]
    for _number in range(MOMENTS // 4):
        process = regions.listening(tmp_path, *update)
        stopped(process, dice.uniform(0, 2), how)
        put_in_order(out / "moquegua")
        assert check_pack(out / "moquegua").faults == ()
        old = out / "_moquegua-2025-03-01"
        kept = regions.contents(old if old.exists() else out / "moquegua")
        assert kept == before
        if old.exists():
            break
    assert [name for name in left_in(out) if "." in name] == []
