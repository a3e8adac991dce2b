"""Nothing half-written: finished steps are kept for the next try, and a pack appears whole.

Folders whose name starts with ``_`` are never offered as regions: a pack is written in one of
them and takes its own name with one rename, when it is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import platformdirs
from pydantic import TypeAdapter, ValidationError

from cuentas.i18n import text as _

T = TypeVar("T")

KEPT_FORMAT = 2
"""Raised when what a step keeps changes its shape, so that nothing old is read as new."""


class PackExistsError(ValueError):
    """There is already a pack with this name; nothing was touched."""


@dataclass(frozen=True)
class Work:
    """Where finished steps are kept, each under the fingerprint of all that it depends on."""

    folder: Path

    def kept(self, on: object, kind: type[T], compute: Callable[[], T]) -> T:
        """The result of a step: the kept one if ``on`` is the same, else computed and kept.

        ``on`` is anything that JSON can write: file hashes and the choice.
        """
        adapter = TypeAdapter(kind)
        path = self.folder / f"{_fingerprint(on)}.json"
        try:
            return adapter.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            result = compute()
        self._keep(path, adapter.dump_json(result))
        return result

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


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """A new folder beside ``final`` to write in; it is gone at the end, whatever happens."""
    final.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f"_{final.name}.", dir=final.parent))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def must_be_free(final: Path) -> None:
    """Refuse to write where something already is.

    Raises:
        PackExistsError: there is already a file or folder with this name.
    """
    if final.exists():
        raise PackExistsError(
            _(
                "Ya existe {path} y no lo toco. Para traer datos nuevos: cuentas region update "
                "{slug}. Para empezar otra vez, cámbiale el nombre."
            ).format(path=final, slug=final.name)
        )


def publish(ready: Path, final: Path) -> None:
    """Give a finished pack its name, at once.

    Raises:
        PackExistsError: somebody took the name in the meantime.
    """
    settle(ready)
    must_be_free(final)
    ready.rename(final)


def exchange(ready: Path, final: Path, kept: Path) -> None:
    """Put ``ready`` in the place of ``final``, which stays whole under the name ``kept``.

    If it cannot be finished, also because of Ctrl-C, ``final`` is back where it was.
    """
    settle(ready)
    must_be_free(kept)
    try:
        final.rename(kept)
        ready.rename(final)
    except BaseException:
        if kept.exists() and not final.exists():
            kept.rename(final)
        raise


def settle(folder: Path) -> None:
    """Ask the disk to have really written every file: a power cut must not leave half a pack."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def kept_name(final: Path, day: str) -> Path:
    """A free name for the old pack: ``_moquegua-2025-02-11``, numbered if it is taken."""
    name = final.with_name(f"_{final.name}-{day}")
    number = 2
    while name.exists():
        name = final.with_name(f"_{final.name}-{day}-{number}")
        number += 1
    return name
