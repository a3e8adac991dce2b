"""The class of today: opened again after an interruption, its door is the same.

A laptop that ran out of power, or a server that was closed by mistake, must not send thirty
phones back to the door: code, key and secret are kept for some hours, in a file that only the
owner of the laptop can read.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import platformdirs

from cuentas.classroom.state import Classroom

SECONDS = 12 * 60 * 60
FILE = "clase.json"


def classroom(
    chosen: str | None = None, *, fresh: bool = False, folder: Path | None = None
) -> Classroom:
    """The class that was opened some hours ago on this laptop, or else a new one.

    Args:
        chosen: the address that phones use, where the facilitator chose one.
        fresh: make a new class, with another code, in any case.
        folder: where the class is kept; by default where this system keeps such things.
            A class that cannot be kept is held all the same, and knows it.
    """
    file = (folder or usual_folder()) / FILE
    found = None if fresh else _read(file)
    klass = found or Classroom()
    klass.chosen = chosen
    if found is None:
        klass.is_kept = _write(file, klass)
    return klass


def usual_folder() -> Path:
    """Where this system keeps such things."""
    return platformdirs.user_state_path("cuentas-claras")


def trouble_keeping(folder: Path) -> OSError | None:
    """Why a class could not be kept in ``folder``, which is made if it is not there."""
    try:
        _make(folder)
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(b"clase")
    except OSError as error:
        return error
    return None


def _read(file: Path) -> Classroom | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        age = time.time() - float(kept["opened"])
        secret = bytes.fromhex(kept["secret"])
        klass = Classroom(code=str(kept["code"]), key=str(kept["key"]), secret=secret)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return klass if 0 <= age < SECONDS else None


def _write(file: Path, klass: Classroom) -> bool:
    kept = {
        "opened": time.time(),
        "code": klass.code,
        "key": klass.key,
        "secret": klass.secret.hex(),
    }
    try:
        _make(file.parent)
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump(kept, written)
    except OSError:
        return False
    return True


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
