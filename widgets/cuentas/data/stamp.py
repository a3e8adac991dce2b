"""Packs that were checked already: a stamp says so until one of their files changes.

To check a pack takes seconds and heavy libraries; to compare a digest takes neither.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cuentas.data.region import region_folder
from cuentas.home import datasets_folder

if TYPE_CHECKING:
    from cuentas.data.check import Report

STAMP = ".checked.json"


def faults_of(slug: str) -> tuple[str, ...]:
    """All that is wrong with the pack of a region; nothing, at once, where its stamp holds.

    Raises:
        DatasetError: the region is not part of the course.
    """
    folder = region_folder(slug)
    return () if holds(folder) else checked(folder).faults


def checked(folder: Path) -> Report:
    """Check a pack, and stamp it where nothing is wrong and its folder can be written."""
    from cuentas.data.check import check_pack  # noqa: PLC0415 - what this stamp saves

    report = check_pack(folder)
    if report.passed:
        mark(folder)
    return report


def mark(folder: Path) -> None:
    """Stamp a pack that was just checked, where its folder can be written."""
    with suppress(OSError):
        (folder / STAMP).write_text(json.dumps({"digest": digest_of(folder)}) + "\n", "utf-8")


def holds(folder: Path) -> bool:
    """Whether the pack was checked as it is now, by the checks as they are now."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(stamp, dict) and stamp.get("digest") == digest_of(folder)


def digest_of(folder: Path) -> str:
    """A digest of the pack, of the tables that every region shares, and of the checks.

    Windows may have changed the ends of lines: they do not count.
    """
    digest = sha256(_checker().encode())
    shared = datasets_folder()
    of_all = [*_files(shared / "national"), shared / "sources.csv"]
    for root, paths in ((folder, _files(folder)), (shared, of_all)):
        for path in paths:
            content = path.read_bytes().replace(b"\r\n", b"\n")
            name = path.relative_to(root).as_posix()
            digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    """Every file below a folder, but for those that an editor or a system hides."""
    shown = (path for path in root.rglob("*") if path.is_file())
    return sorted(
        path
        for path in shown
        if not any(part.startswith(".") for part in path.relative_to(root).parts)
    )


@cache
def _checker() -> str:
    """A digest of everything that reads and checks packs: this whole room."""
    room = Path(__file__).parent
    written = [path.read_bytes() for path in sorted([*room.glob("*.py"), *room.glob("*.json")])]
    return sha256(b"".join(written).replace(b"\r\n", b"\n")).hexdigest()
