"""Which version of the course this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version

from cuentas.home import home

DISTRIBUTION = "cuentas-claras"


def course_version() -> str:
    """The version that is installed, or that of the checkout that is used as it is."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        declared = tomllib.loads((home() / "pyproject.toml").read_text(encoding="utf-8"))
        return str(declared["project"]["version"])
