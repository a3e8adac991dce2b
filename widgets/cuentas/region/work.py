"""Finished steps of a reading, kept for the next try: what was read is not read again."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import platformdirs
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

MAKERS = ("sources/*.py", "second_path/*.py", "work.py")
"""The code of this room whose results are kept: the readers, and the second path."""
ENGINES = ("duckdb", "ftfy", "openpyxl", "python-calamine")
"""The libraries that read for it."""
LONGEST_UNUSED = 60 * 24 * 3600
"""Seconds after which a step that nobody asked for goes away: two months."""
LARGEST = 512 << 20
"""Bytes that all kept steps may have together; beyond, the longest unused go away."""


@cache
def made_by(room: Path = Path(__file__).parent) -> str:
    """The mark of the code that makes the steps: another if a reader or an engine changes.

    What an older reader kept is never taken for the work of a mended one.
    """
    paths = sorted(path for pattern in MAKERS for path in room.glob(pattern))
    digest = hashlib.sha256(" ".join(map(version, ENGINES)).encode())
    for path in paths:
        digest.update(f"\n{path.relative_to(room)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Work:
    """Where finished steps are kept, each under the fingerprint of all that it depends on.

    ``code`` is the mark of the code that makes them.
    """

    folder: Path
    code: str = field(default_factory=made_by)

    def kept(self, on: object, kind: type[T], compute: Callable[[], T]) -> T:
        """The result of a step: the kept one if ``on`` is the same, else computed and kept.

        ``on`` is anything that JSON can write: file hashes and the choice.
        """
        found = self.known(on, kind)
        if found is not None:
            return found
        result = compute()
        self._keep(self._path(on), TypeAdapter(kind).dump_json(result))
        return result

    def known(self, on: object, kind: type[T]) -> T | None:
        """The kept result of a step; None if there is none that can be read."""
        path = self._path(on)
        try:
            found = TypeAdapter(kind).validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        with suppress(OSError):
            os.utime(path)
        return found

    def has(self, on: object) -> bool:
        """Whether the result of a step is kept."""
        return self._path(on).exists()

    def _path(self, on: object) -> Path:
        words = json.dumps([self.code, on], sort_keys=True, ensure_ascii=False)
        return self.folder / f"{hashlib.sha256(words.encode()).hexdigest()[:32]}.json"

    def _keep(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        for old in self._too_many(path):
            old.unlink(missing_ok=True)

    def _too_many(self, newest: Path) -> Iterator[Path]:
        """The steps that nobody used for long, or that no longer fit; never the newest."""
        oldest_kept, size = time.time() - LONGEST_UNUSED, 0
        for used, bytes_, path in sorted(_steps(self.folder), reverse=True):
            size += bytes_
            if path != newest and (used < oldest_kept or size > LARGEST):
                yield path


def _steps(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Each kept step: when it was last used, its bytes and where it is."""
    for path in folder.glob("*.json"):
        with suppress(OSError):
            told = path.stat()
            yield told.st_mtime, told.st_size, path


def usual_work() -> Work:
    """The work folder of this person on this machine."""
    return Work(Path(platformdirs.user_cache_path("cuentas")) / "region")
