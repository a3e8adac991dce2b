"""The browser for the tests: one on this machine, else Playwright's own if it can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""How a browser is opened so that it does nothing by itself."""


def installed_browser() -> str | None:
    """The Chromium named by CUENTAS_CHROMIUM or found on this machine."""
    return os.environ.get("CUENTAS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """Get Playwright's browser where the machine has none; without one, tests say why they skip."""
    if installed_browser():
        return 0
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write("No hay navegador y no se pudo descargar: esas pruebas se saltarán.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
