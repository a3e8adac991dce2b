"""How much memory this computer, or its container, can still give, and what a learner needs."""

from __future__ import annotations

from pathlib import Path

import psutil

MEGABYTE = 1_000_000
LEARNER_BYTES = 3 * MEGABYTE
"""Memory of one learner's lesson, with room to spare."""
RESERVED_BYTES = 500 * MEGABYTE
"""Memory that the computer keeps for itself."""
FEWEST_LEARNERS, MOST_LEARNERS = 2, 400
"""More phones than this no Wi-Fi of a laptop holds."""
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


def room_for(free_bytes: int) -> int:
    """How many learners fit in ``free_bytes`` of memory, besides what is reserved."""
    fitting = (free_bytes - RESERVED_BYTES) // LEARNER_BYTES
    return max(0, min(MOST_LEARNERS, fitting))


def _number(path: Path) -> int | None:
    try:
        words = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return int(words) if words.isdigit() else None
