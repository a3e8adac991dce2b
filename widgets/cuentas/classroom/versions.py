"""Which version of a lesson this is: a digest of all that decides what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from cuentas.course import BORROWED, Lesson
from cuentas.home import datasets_folder, region_slugs

_CODE = Path(__file__).parents[1]
_IN_CODE = {".py", ".j2", ".mo"}
_IN_DATA = {".toml", ".ipynb", ".csv", ".json", ".md"}
"""What lessons and data are written in. Editors leave other files beside them for a while."""

Stamp = tuple[str, int, int]
"""A file's path below its folder, when it was written (in nanoseconds), and its size (bytes)."""


def version_of(lesson: Lesson, region: str) -> str:
    """A digest of all that decides what the lesson shows and how its widgets are called.

    It follows the files as they are now: whoever edits a pack sees the change when the page is
    loaded again. Of the region packs, only that of ``region`` counts, and those from which the
    lesson borrows.
    """
    told = [_code(), *(_digest(*one) for one in _read_by(lesson, region)), region, lesson.slug]
    return sha256(" ".join(told).encode()).hexdigest()[:16]


def _read_by(lesson: Lesson, region: str) -> Iterator[tuple[Path, tuple[Stamp, ...]]]:
    """The folders that the lesson reads, each with the stamps of its files."""
    lessons, datasets = lesson.folder.parent, datasets_folder()
    packs = datasets / "regions"
    yield lessons, _stamps(lessons, [lessons / "course.toml", *lesson.folder.glob("*")])
    shared = (one for one in datasets.glob("*") if one != packs)
    yield datasets, _stamps(datasets, (path for one in shared for path in _below(one)))
    slugs = region_slugs() if BORROWED in lesson.datasets else ()
    lenders = {slug for slug in slugs if (packs / slug / BORROWED).is_dir()} - {region}
    for slug in (region, *sorted(lenders)):
        yield packs / slug, _stamps(packs / slug, _below(packs / slug))


def _below(folder: Path) -> Iterator[Path]:
    """A folder with all that is in it, or a single file."""
    yield folder
    yield from folder.rglob("[!.]*")


def _stamps(
    root: Path, paths: Iterable[Path], kinds: Iterable[str] = _IN_DATA
) -> tuple[Stamp, ...]:
    """What tells, without reading files, whether one of them has changed."""
    stamps = []
    for path in sorted(one for one in paths if one.suffix in kinds):
        with suppress(FileNotFoundError):  # it went away a moment ago
            now = path.stat()
            stamps.append((path.relative_to(root).as_posix(), now.st_mtime_ns, now.st_size))
    return tuple(stamps)


@lru_cache(maxsize=256)
def _digest(root: Path, stamps: tuple[Stamp, ...]) -> str:
    """A digest of the names and contents of files below ``root``; read again after a change."""
    digest = sha256()
    for name, _written, _size in stamps:
        with suppress(FileNotFoundError):
            digest.update(name.encode() + (root / name).read_bytes())
    return digest.hexdigest()


@cache
def _code() -> str:
    """A digest of the code. A server that runs goes on with the code that it began with."""
    libraries = "".join(map(version, ("ipywidgets", "matplotlib")))
    return libraries + _digest(_CODE, _stamps(_CODE, _below(_CODE), _IN_CODE))
