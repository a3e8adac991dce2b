"""Finished steps of a reading, kept for the next try: what was read is not read again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import platformdirs
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

KEPT_FORMAT = 2
"""Raised when what a step keeps changes its shape, so that nothing old is read as new."""


@dataclass(frozen=True)
class Work:
    """Where finished steps are kept, each under the fingerprint of all that it depends on."""

    folder: Path

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
        try:
            return TypeAdapter(kind).validate_json(self._path(on).read_bytes())
        except (OSError, ValidationError):
            return None

    def has(self, on: object) -> bool:
        """Whether the result of a step is kept."""
        return self._path(on).exists()

    def _path(self, on: object) -> Path:
        return self.folder / f"{_fingerprint(on)}.json"

    def _keep(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def usual_work() -> Work:
    """The work folder of this person on this machine."""
    return Work(Path(platformdirs.user_cache_path("cuentas")) / "region")


def _fingerprint(on: object) -> str:
    words = json.dumps([KEPT_FORMAT, on], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:32]
