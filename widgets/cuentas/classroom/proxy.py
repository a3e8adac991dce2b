"""The course inside JupyterLab, Binder or a hub, through jupyter-server-proxy."""

from __future__ import annotations

import sys
from typing import Any

from cuentas.home import template_folder


def server_process() -> dict[str, Any]:
    """How jupyter-server-proxy starts the course, and the tile that opens it."""
    return {
        "command": [
            sys.executable,
            "-m",
            "cuentas.cli",
            "serve",
            "--port",
            "{port}",
            "--base-url",
            "{base_url}cuentas/",
        ],
        "absolute_url": True,
        "timeout": 60,
        "launcher_entry": {
            "title": "Cuentas Claras",
            "icon_path": str(template_folder() / "static" / "icon.svg"),
        },
    }
