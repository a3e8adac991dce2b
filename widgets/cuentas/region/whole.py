"""Nothing half-written: a pack appears whole under its name, or not at all.

Folders whose name starts with ``_`` are never offered as regions: a pack is written in one of
them and takes its own name with one rename, when it is complete. What a killed process left
behind is put in order by the next one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

import psutil

from cuentas.i18n import text as _
from cuentas.region.orders import with_out

EXCHANGE = "exchange.json"
"""Written beside a finished pack just before it takes the place of another."""


class PackExistsError(ValueError):
    """There is already a pack with this name; nothing was touched."""


class PackChangedError(ValueError):
    """A pack is no longer the one that was read to bring it up to date; it was left as it is."""


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """A new folder beside ``final`` to write in; it is gone at the end, whatever happens.

    Its name says which process writes in it, so that the next one knows whether it still lives.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    prefix, folder = f"_{final.name}.{os.getpid()}.", None
    try:
        with unbroken():
            folder = Path(mkdtemp(prefix=prefix, dir=final.parent))
            folder.chmod(0o755)
        yield folder
    finally:
        if folder is not None:
            with unbroken():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def unbroken() -> Iterator[None]:
    """Let Ctrl-C wait until this is done: it takes moments, and half of it would be worse."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: asked.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked and callable(before):
        before(*asked[0])


def copied(folder: Path, new: Path) -> None:
    """Copy a pack; the first file that does not fit stops it, with the system's own reason."""
    new.mkdir()
    for path in sorted(folder.rglob("*")):
        place = new / path.relative_to(folder)
        if path.is_dir():
            place.mkdir()
        else:
            shutil.copy2(path, place)


def must_be_free(final: Path) -> None:
    """Refuse to write where something already is.

    Raises:
        PackExistsError: there is already a file or folder with this name.
    """
    if final.exists():
        raise PackExistsError(
            _(
                "Ya existe {path} y no lo toco. Para traer datos nuevos: cuentas region update "
                "{pack}. Para empezar otra vez, cámbiale el nombre."
            ).format(path=final, pack=with_out(final))
        )


def publish(ready: Path, final: Path) -> None:
    """Give a finished pack its name, at once.

    Raises:
        PackExistsError: somebody took the name in the meantime.
    """
    settle(ready)
    must_be_free(final)
    ready.rename(final)


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file of a pack."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def exchange(ready: Path, final: Path, kept: Path, before: Mapping[Path, bytes]) -> None:
    """Put ``ready`` in the place of ``final``, which stays whole under the name ``kept``.

    ``before`` is what ``final`` held when ``ready`` began to be made from it. It is compared
    once nobody else can find it under its name. If it cannot be finished, ``final`` is back where
    it was: at once if this process lives, and with ``put_in_order`` if it was killed between
    the two renames.

    Raises:
        PackChangedError: ``final`` holds something else by now, or somebody took ``kept``.
    """
    settle(ready)
    if kept.exists():
        raise _changed(final)
    note = ready.parent / EXCHANGE
    note.write_text(json.dumps({"final": final.name, "kept": kept.name}), encoding="utf-8")
    settle(note)
    with unbroken():
        try:
            final.rename(kept)
            _must_hold(kept, before, final)
            ready.rename(final)
        except BaseException:
            if kept.exists() and not final.exists():
                kept.rename(final)
            raise


def _must_hold(folder: Path, before: Mapping[Path, bytes], final: Path) -> None:
    if contents(folder) != before:
        raise _changed(final)


def _changed(final: Path) -> PackChangedError:
    sentence = _(
        "{path} cambió mientras se hacía esto: alguien escribió en el paquete, u otra orden lo "
        "puso al día. Tu orden no guardó nada. Repítela."
    )
    return PackChangedError(sentence.format(path=final))


def put_in_order(final: Path) -> None:
    """Undo what killed processes left half done beside ``final``, and take their folders away."""
    for folder in left_behind(final.parent, f"_{final.name}"):
        _back(folder, final)
        shutil.rmtree(folder, ignore_errors=True)


def left_behind(folder: Path, name: str) -> list[Path]:
    """What is called ``name.<process>`` or ``name.<process>.…`` and whose process is no more."""
    return [path for path in folder.glob(f"{name}.*") if _is_left(path)]


def _is_left(path: Path) -> bool:
    number = path.name.split(".")[1]
    if not number.isdigit():
        return False
    try:
        started = psutil.Process(int(number)).create_time()
        return started > path.stat().st_mtime + 1
    except psutil.NoSuchProcess:
        return True
    except (OSError, psutil.Error):
        return False


def _back(folder: Path, final: Path) -> None:
    """Give the old pack its name back, if the process was killed before the new one took it."""
    with suppress(OSError, ValueError, KeyError):
        note = json.loads((folder / EXCHANGE).read_text(encoding="utf-8"))
        if note["final"] == final.name and not final.exists():
            final.with_name(note["kept"]).rename(final)


def settle(path: Path) -> None:
    """Ask the disk to have really written every file: a power cut must not leave half a pack."""
    for one in (path, *path.rglob("*")):
        if one.is_file():
            with one.open("rb+") as file:
                os.fsync(file.fileno())


def kept_name(final: Path, day: str) -> Path:
    """A free name for the old pack: ``_moquegua-2025-02-11``, numbered if it is taken."""
    name = final.with_name(f"_{final.name}-{day}")
    number = 2
    while name.exists():
        name = final.with_name(f"_{final.name}-{day}-{number}")
        number += 1
    return name
