"""Bounds that a forked process puts on itself, so that it neither takes from others nor stays."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

try:
    import resource
except ImportError:  # Windows: kernels live without these bounds
    resource = None  # type: ignore[assignment]

MEGABYTE = 1024 * 1024
PATIENCE = 5
CPU_SECONDS = 15 * 60
CPU_GRACE_SECONDS = 10
EXTRA_MEMORY = 300 * MEGABYTE
LARGEST_FILE = 16 * MEGABYTE
FIRST_TO_END = 500

_OWN_NUMBERS = Path("/proc/self/statm")
_OWN_PRIORITY = Path("/proc/self/oom_score_adj")
_DATA_COLUMN = 5


def apply(cpu_seconds: int = CPU_SECONDS, extra_memory: int = EXTRA_MEMORY) -> None:
    """Bound this process from now on. Called by a kernel after it was forked.

    The server keeps running when the computer is short of time or memory: a kernel yields
    time, is the first to be ended by the system, and cannot fill the disk. Where the system
    knows no such bounds, nothing happens. The number of processes is not bounded: that
    bound counts all processes of the person who runs the server.

    Args:
        cpu_seconds: seconds of computing after which the kernel ends.
        extra_memory: bytes it may ask for beyond what it has now.
    """
    if resource is None:
        return
    with contextlib.suppress(OSError):
        os.nice(PATIENCE)
    with contextlib.suppress(OSError):
        _OWN_PRIORITY.write_text(str(FIRST_TO_END), encoding="ascii")
    _bound(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + CPU_GRACE_SECONDS)
    _bound(resource.RLIMIT_CORE, 0, 0)
    _bound(resource.RLIMIT_FSIZE, LARGEST_FILE, LARGEST_FILE)
    data = own_data()
    if data is not None:
        _bound(resource.RLIMIT_DATA, data + extra_memory, data + extra_memory)


def die_with_the_server(lifeline: int) -> None:
    """End this process as soon as the server is gone, however busy it may be.

    Args:
        lifeline: the reading end of a pipe that only the server can write to.
    """

    def wait() -> None:
        os.read(lifeline, 1)
        os._exit(0)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()


def own_data() -> int | None:
    """Bytes that count for the bound on memory; None where the system does not tell."""
    try:
        pages = int(_OWN_NUMBERS.read_text(encoding="ascii").split()[_DATA_COLUMN])
    except (OSError, ValueError, IndexError):
        return None
    return pages * resource.getpagesize()


def _bound(kind: int, soft: int, hard: int) -> None:
    """Set a bound, never above one that is already there."""
    _soft, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (soft, hard))
