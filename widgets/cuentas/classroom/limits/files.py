"""How many files and sockets this process may have open."""

from __future__ import annotations

import contextlib

try:
    import resource
except ImportError:  # Windows has no such module, and no limit that we could raise
    resource = None  # type: ignore[assignment]

ENOUGH_FILES = 65_536
_ENOUGH_FOR_MACOS = 10_240
_WINDOWS_SOCKETS = 512


def raise_file_limit() -> int:
    """Ask for as many open files as the system lets this user have.

    Returns:
        How many files may be open from now on.
    """
    if resource is None:
        return _WINDOWS_SOCKETS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = hard == resource.RLIM_INFINITY
    for wanted in (ENOUGH_FILES, _ENOUGH_FOR_MACOS):
        target = wanted if unlimited else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and target > soft:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
                return target
    return ENOUGH_FILES if soft == resource.RLIM_INFINITY else soft
