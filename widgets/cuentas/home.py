"""Where the lessons and datasets live on this machine, and which region is in use."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from pathlib import Path

HOME_VARIABLE = "CUENTAS_HOME"
REGION_VARIABLE = "CUENTAS_REGION"
DEFAULT_REGION = "moquegua"
"""The region that the course comes with."""


class HomeNotFoundError(FileNotFoundError):
    """Neither a checkout nor an installed copy of the course was found."""


def home() -> Path:
    """The folder that holds ``lessons/`` and ``datasets/``.

    Looked for in this order: the folder named by ``CUENTAS_HOME``, the checkout this
    package was installed from, and the copy that the wheel installs.

    Raises:
        HomeNotFoundError: none of the three holds a ``lessons/course.toml``.
    """
    candidates = _candidates()
    for candidate in candidates:
        if (candidate / "lessons" / "course.toml").is_file():
            return candidate
    looked_in = ", ".join(str(candidate) for candidate in candidates)
    raise HomeNotFoundError(
        f"No encuentro lessons/course.toml. Busqué en: {looked_in}. "
        f"Abre la carpeta del proyecto o escribe su ruta en {HOME_VARIABLE}."
    )


def lessons_folder() -> Path:
    """The folder that learners' notebooks are read from."""
    return home() / "lessons"


def datasets_folder() -> Path:
    """The folder that region packs and national tables are read from."""
    return home() / "datasets"


def template_folder() -> Path:
    """The Voilà template of the lessons: its pages and the files that they need.

    In a checkout it stands beside this package; the wheel installs it where Voilà looks.
    """
    beside = Path(__file__).resolve().parents[1] / "voila_template"
    return beside if beside.is_dir() else Path(sys.prefix, "share/jupyter/voila/templates/cuentas")


def region_slugs() -> tuple[str, ...]:
    """The regions that have a folder, in alphabetical order."""
    folders = (datasets_folder() / "regions").glob("[!_]*/region.toml")
    return tuple(sorted(path.parent.name for path in folders))


_region: ContextVar[str] = ContextVar("region", default="")


def use_region(slug: str) -> None:
    """In this context, lessons open with the region ``slug`` from now on."""
    _region.set(slug)


def current_region() -> str:
    """The region of this context, or that named by ``CUENTAS_REGION``, or the course's own."""
    return _region.get() or os.environ.get(REGION_VARIABLE) or DEFAULT_REGION


def _candidates() -> list[Path]:
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return [Path(named)]
    return [Path(__file__).resolve().parents[2], Path(sys.prefix) / "share" / "cuentas"]
