"""What a server and everything it started cost this machine, read from /proc.

Processes are recognised by a mark in their environment: forked kernels keep it also when
their parent is gone, which is exactly when a forgotten process matters.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import machine, python_version, system
from statistics import fmean

import psutil

MARK = "CUENTAS_BENCH_MARK"
MEGA = 1_000_000
PACKAGES = ("voila", "ipywidgets", "ipykernel", "pandas", "tornado", "matplotlib")
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess, FileNotFoundError)


@dataclass(frozen=True)
class Cost:
    """One process: its private and proportional memory in bytes, CPU in seconds, open files."""

    pid: int
    parent: int
    private: int
    shared_out: int
    cpu: float
    files: int


@dataclass(frozen=True)
class Tree:
    """Every process with one mark at one moment."""

    costs: dict[int, Cost]

    @property
    def cpu(self) -> float:
        """Seconds of CPU of all processes, those that ended and were collected included."""
        return sum(cost.cpu for cost in self.costs.values())

    @property
    def private(self) -> int:
        """Private bytes of all processes."""
        return sum(cost.private for cost in self.costs.values())

    @property
    def proportional(self) -> int:
        """Bytes of all processes, shared pages counted once."""
        return sum(cost.shared_out for cost in self.costs.values())

    @property
    def files(self) -> int:
        """Open files and sockets of all processes."""
        return sum(cost.files for cost in self.costs.values())


def marked(mark: str) -> list[psutil.Process]:
    """Living processes with this mark."""
    return [process for process in psutil.process_iter() if _has(process, mark)]


def tree(mark: str) -> Tree:
    """What every process with this mark costs now."""
    costs = (_cost(process) for process in marked(mark))
    return Tree({cost.pid: cost for cost in costs if cost is not None})


def newcomers(before: Tree, after: Tree) -> list[Cost]:
    """Processes that were not there before: the kernels of learners."""
    return [cost for pid, cost in after.costs.items() if pid not in before.costs]


def memory_of(before: Tree, after: Tree, server: int, learners: int) -> dict[str, float]:
    """Memory that each learner costs, in MB.

    The private memory of a learner's own kernel and the growth of the server shared among
    all; ``proportional_mb`` is the growth of everything, which forgets nothing.
    """
    kernels = newcomers(before, after)
    growth = after.costs[server].private - before.costs[server].private
    own = fmean(cost.private for cost in kernels) if kernels else 0.0
    return {
        "kernels": len(kernels),
        "kernel_private_mb": own / MEGA,
        "kernel_private_worst_mb": max((cost.private for cost in kernels), default=0) / MEGA,
        "kernel_proportional_mb": _mean([cost.shared_out for cost in kernels]) / MEGA,
        "server_growth_mb": growth / learners / MEGA,
        "private_mb": (own * len(kernels) + growth) / learners / MEGA,
        "proportional_mb": (after.proportional - before.proportional) / learners / MEGA,
    }


def this_machine() -> dict[str, object]:
    """What a reader needs to compare numbers of two machines."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": f"{system()} {machine()}",
        "python": python_version(),
        "load_at_start": [round(one, 2) for one in os.getloadavg()],
        "packages": dict(versions(PACKAGES)),
    }


def _has(process: psutil.Process, mark: str) -> bool:
    with suppress(*_GONE):
        return process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE
    return False


def _cost(process: psutil.Process) -> Cost | None:
    with suppress(*_GONE):
        memory, times = process.memory_full_info(), process.cpu_times()
        cpu = times.user + times.system + times.children_user + times.children_system
        files = process.num_fds()
        return Cost(process.pid, process.ppid(), memory.uss, memory.pss, cpu, files)
    return None


def _mean(values: list[int]) -> float:
    return fmean(values) if values else 0.0


@cache
def _cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def versions(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The packages among these that are installed, with their version."""
    for name in names:
        with suppress(PackageNotFoundError):
            yield name, version(name)
