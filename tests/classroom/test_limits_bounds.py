"""Bounds of processes, tried in real children."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import subprocess
import sys

import pytest

from cuentas.classroom.kernel import bounds
from cuentas.classroom.limits import files
from cuentas.classroom.limits.memory import free_memory

MEGABYTE = 1024 * 1024
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="bounds that only Linux knows")


def in_child(work):
    """What ``work`` returns in a forked child, or the signal that ended it."""
    context = multiprocessing.get_context("fork")
    mine, its = context.Pipe()
    child = context.Process(target=lambda: its.send(work()))
    child.start()
    its.close()
    try:
        answer = mine.recv()
    except EOFError:
        answer = None
    child.join()
    return child.exitcode if answer is None else answer


def bounded(work, **options):
    def both():
        bounds.apply(**options)
        return work()

    return in_child(both)


def test_a_kernel_yields_time_to_the_server():
    before = os.nice(0)
    assert bounded(lambda: os.nice(0)) == min(19, before + 5)
    assert os.nice(0) == before


@linux_only
def test_a_kernel_is_the_first_to_end_when_memory_is_short():
    def score():
        with open("/proc/self/oom_score_adj", encoding="ascii") as number:  # noqa: PTH123
            return int(number.read())

    assert bounded(score) == 500


@linux_only
def test_a_kernel_that_asks_for_too_much_memory_is_told_no():
    def hog():
        try:
            return len(bytearray(400 * MEGABYTE))
        except MemoryError:
            return "no"

    assert bounded(hog) == "no"
    assert bounded(lambda: len(bytearray(200 * MEGABYTE))) == 200 * MEGABYTE


def test_a_kernel_cannot_fill_the_disk(tmp_path):
    def write():
        try:
            (tmp_path / "grande").write_bytes(b"x" * 20 * MEGABYTE)
        except OSError as error:
            return error.errno
        return 0

    assert bounded(write) == errno.EFBIG
    assert (tmp_path / "grande").stat().st_size <= 16 * MEGABYTE


def test_a_kernel_that_computes_for_ever_ends():
    def forever():
        while True:
            pass

    assert bounded(forever, cpu_seconds=1) == -signal.SIGXCPU


def test_a_kernel_leaves_no_core_and_keeps_lower_bounds():
    def low():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        bounds.apply()
        return resource.getrlimit(resource.RLIMIT_FSIZE), resource.getrlimit(resource.RLIMIT_CORE)

    assert in_child(low) == ((1000, 1000), (0, 0))


def test_without_such_bounds_nothing_happens(monkeypatch):
    monkeypatch.setattr(bounds, "resource", None)
    before = os.nice(0)
    bounds.apply()
    assert os.nice(0) == before


def test_a_system_that_does_not_tell_memory_bounds_none(monkeypatch, tmp_path):
    monkeypatch.setattr(bounds, "_OWN_NUMBERS", tmp_path / "nada")
    assert bounds.own_data() is None


def test_the_server_may_open_as_many_files_as_the_system_lets_it():
    program = (
        "import resource as r; hard = r.getrlimit(r.RLIMIT_NOFILE)[1];"
        "hard = 4000 if hard == r.RLIM_INFINITY else min(hard, 4000);"
        "r.setrlimit(r.RLIMIT_NOFILE, (256, hard));"
        "from cuentas.classroom.limits.files import raise_file_limit;"
        "assert raise_file_limit() == hard == r.getrlimit(r.RLIMIT_NOFILE)[0]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_without_the_module_few_sockets_are_assumed(monkeypatch):
    monkeypatch.setattr(files, "resource", None)
    assert files.raise_file_limit() == 512


def test_free_memory_is_that_of_the_container(tmp_path):
    whole = free_memory(tmp_path)
    assert whole > 0
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    assert free_memory(tmp_path) == min(whole, 600_000)
    (tmp_path / "memory.max").write_text("max\n")
    assert free_memory(tmp_path) > 600_000
