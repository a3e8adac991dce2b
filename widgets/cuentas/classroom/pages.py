"""Pages from templates, with what every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cuentas.classroom.assets import asset, built_files
from cuentas.classroom.regions import NO_REGION, Region
from cuentas.classroom.texts import script_texts
from cuentas.home import template_folder
from cuentas.i18n import plural, text

_ROOM = Path(__file__).parent


@dataclass(frozen=True)
class Site:
    """Addresses of one server, all below its base address (``/`` or ``/user/x/cuentas/``).

    Attributes:
        region: the region that its pages show.
    """

    base_url: str
    region: Region = NO_REGION
    has_neighbours: ClassVar[bool] = True
    """Whether the other lessons and pages are there, too."""

    def to(self, path: str) -> str:
        """The address of ``path``, which may start with a slash or not."""
        return self.base_url + path.lstrip("/")

    def page(self, path: str = "") -> str:
        """The address of a page that shows the same region."""
        choice = urlencode(self.region.choice)
        return self.to(path) + (f"?{choice}" if choice else "")

    @property
    def home(self) -> str:
        """The address of the list of lessons of the region that its pages show."""
        return self.opening(self.region) if self.region.slug else self.to("")

    def opening(self, region: Region) -> str:
        """The address that opens ``region``, whatever region was seen last."""
        return f"{self.to('')}?{urlencode(region.named)}"

    def static(self, name: str) -> str:
        """The address of one of our files; it changes when the file's content does."""
        return self.to(f"estatico/{asset(name).digest}/{name}")

    def script(self, name: str) -> str:
        """The address of a script; nothing where it could not be built."""
        return self.static(name) if built_files() else ""

    def style_sheets(self) -> list[str]:
        """The sheet of controls, the page's own, then the one of figures and questions."""
        controls = [name for name in built_files() if name.endswith(".css")]
        return [self.static(name) for name in (*controls, "page.css", "view.css")]


def render(template: str, site: Site, **values: object) -> str:
    """A whole page."""
    page = _environment().get_template(template)
    return page.render(site=site, texts=script_texts(), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_ROOM / "pages", template_folder()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=text, plural=plural)
    return environment
