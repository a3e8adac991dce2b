"""Pages from templates, with what every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cuentas.i18n import plural, text
from cuentas.serve.texts import script_texts

_ROOM = Path(__file__).parent
STATIC_FILES = {
    "page.css": _ROOM / "static" / "page.css",
    "page.js": _ROOM / "static" / "page.js",
    "icon.svg": _ROOM / "static" / "icon.svg",
    "view.css": _ROOM.parent / "view" / "style.css",
}


@dataclass(frozen=True)
class Site:
    """Addresses of one server, all below its base address (``/`` or ``/user/x/cuentas/``)."""

    base_url: str

    def to(self, path: str) -> str:
        """The address of ``path``, which may start with a slash or not."""
        return self.base_url + path.lstrip("/")

    def static(self, name: str) -> str:
        """The address of one of our files; it changes when the file's content does."""
        path = STATIC_FILES[name]
        return self.to(f"estatico/{name}?v={_digest(path, path.stat().st_mtime_ns)}")

    def style_sheets(self) -> list[str]:
        """The page's own sheet, then the one of figures and questions."""
        return [self.static("page.css"), self.static("view.css")]


def render(template: str, site: Site, **values: object) -> str:
    """A whole page."""
    page = _environment().get_template(template)
    return page.render(site=site, texts=script_texts(), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOM / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=text, plural=plural)
    return environment


@cache
def _digest(path: Path, _modified: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:16]
