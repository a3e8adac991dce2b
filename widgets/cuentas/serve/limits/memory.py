"""How much memory this computer, or this container, can still give."""

from __future__ import annotations

from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def free_memory(cgroup: Path = _CGROUP) -> int:
    """Bytes that can be used without taking them from other programs.

    Args:
        cgroup: the folder where Linux tells the limits of a container.
    """
    available = int(psutil.virtual_memory().available)
    limit, used = _number(cgroup / "memory.max"), _number(cgroup / "memory.current")
    if limit is None or used is None:
        return available
    return max(0, min(available, limit - used))


def _number(path: Path) -> int | None:
    try:
        words = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return int(words) if words.isdigit() else None
