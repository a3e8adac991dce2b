"""Voilà's page script: where its files are on this machine, and what it is told.

The folders are taken from the installed Voilà itself, never from Jupyter's search path, so
that extensions or templates of the person who owns the computer do not enter the lessons.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from jupyterlab_server.config import get_federated_extensions

# The first draws widgets on a page without notebook, the second brings the controls.
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")
_VOILA_FOLDER = "share/jupyter/voila"
_LAB_FOLDER = "share/jupyter/labextensions"


def script_folder() -> Path:
    """The folder of ``voila.js`` and its parts."""
    return _installed("voila", _VOILA_FOLDER) / "templates" / "base" / "static"


def extension_folders() -> list[str]:
    """The folders of the browser extensions that came with Voilà and ipywidgets."""
    return [
        str(_installed("voila", _VOILA_FOLDER) / "labextensions"),
        str(_installed("jupyterlab_widgets", _LAB_FOLDER)),
    ]


def page_config(base_url: str, kernel_id: str) -> dict[str, Any]:
    """What the page script reads when it starts.

    MathJax stays ``None``: any address here would be asked of another host.
    """
    return {
        "appUrl": "voila/",
        "baseUrl": base_url,
        "kernelId": kernel_id,
        "fullStaticUrl": url_path_join(base_url, "voila/static"),
        "fullLabextensionsUrl": url_path_join(base_url, "voila/labextensions"),
        "federated_extensions": list(_extensions()),
        "fullMathjaxUrl": None,
        "mathjaxConfig": None,
        "jupyterLabTheme": "light",
        "progressiveRendering": False,
        "terminalsAvailable": False,
    }


@cache
def _extensions() -> tuple[dict[str, Any], ...]:
    installed = get_federated_extensions(extension_folders())
    return tuple({"name": name, **installed[name]["jupyterlab"]["_build"]} for name in EXTENSIONS)


@cache
def _installed(package: str, folder: str) -> Path:
    """Where ``folder`` is that came with this installed package."""
    for entry in files(package) or []:
        before, found, _after = str(entry.locate()).replace("\\", "/").partition(f"/{folder}/")
        if found:
            return (Path(before) / folder).resolve()
    return Path(sys.prefix) / folder
