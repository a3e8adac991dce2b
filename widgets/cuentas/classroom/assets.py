"""Files that a page needs: kept in memory, compressed once, and never asked for twice."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from cuentas.home import template_folder
from cuentas.i18n import text as _

_STATIC = template_folder() / "static"
_OURS = {
    "page.css": _STATIC / "page.css",
    "classroom.css": _STATIC / "classroom.css",
    "classroom.js": _STATIC / "classroom.js",
    "icon.svg": _STATIC / "icon.svg",
    "view.css": _STATIC / "view.css",
}
BUILT = ("page.js", "live.js", "live.css")
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class Asset:
    """A file as it travels.

    Attributes:
        digest: part of its address; another content has another address.
    """

    content: bytes
    compressed: bytes
    content_type: str
    digest: str


def files() -> dict[str, Path]:
    """Every file that pages may use, by its name. No other file can be asked for."""
    return _OURS | built_files()


def built_files() -> dict[str, Path]:
    """The scripts of pages and controls, if they were built when the course was installed."""
    built = {name: _STATIC / "built" / name for name in BUILT}
    return built if all(path.is_file() for path in built.values()) else {}


def no_script() -> str:
    """What is said where the script of the controls could not be built."""
    return _(
        "Las lecciones se pueden leer, pero sus figuras no se mueven: falta su guion. "
        "Con internet, instala el curso otra vez en su carpeta: python -m pip install -e ."
    )


def asset(name: str) -> Asset:
    """A file by its name; read again only when it has changed.

    Raises:
        KeyError: no page needs a file of that name.
    """
    path = files()[name]
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _modified: int) -> Asset:
    content = path.read_bytes()
    return Asset(
        content=content,
        compressed=gzip.compress(content, mtime=0),
        content_type=_TYPES.get(path.suffix) or guess_type(path.name)[0] or "text/plain",
        digest=sha256(content).hexdigest()[:16],
    )
