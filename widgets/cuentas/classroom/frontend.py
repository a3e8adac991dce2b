"""The script that brings a lesson's controls to life: our own, or else the one Voilà brings.

Ours is built when this package is installed (``hatch_build.py``). Where that was not possible,
Voilà's script does the same with more weight. Its folders are taken from the installed Voilà
itself, never from Jupyter's search path, so that extensions or templates of the person who
owns the computer do not enter the lessons.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any, Literal

from jupyter_server.utils import url_path_join
from jupyterlab_server.config import get_federated_extensions

from cuentas.home import template_folder
from cuentas.i18n import text as _

# The first draws widgets on a page without notebook, the second brings the controls.
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")
_VOILA_FOLDER = "share/jupyter/voila"
_LAB_FOLDER = "share/jupyter/labextensions"
_BUILT_FOLDER = template_folder() / "static" / "built"
_BUILT = ("live.js", "live.css")

ScriptMode = Literal["slim", "stock"]


def script_mode() -> ScriptMode:
    """``slim`` where our own script was built, ``stock`` where Voilà's has to do."""
    return "slim" if len(built_files()) == len(_BUILT) else "stock"


def script_notice() -> str:
    """What the person who starts the server should know about the script; mostly nothing."""
    if script_mode() == "slim":
        return ""
    return _(
        "Las lecciones usarán la versión pesada de los controles: se abren más lento. "
        "Con internet, «make frontend» prepara la ligera."
    )


def built_files() -> dict[str, Path]:
    """The files of our own script by their names, as far as they were built."""
    paths = (_BUILT_FOLDER / name for name in _BUILT)
    return {path.name: path for path in paths if path.is_file()}


def script_folder() -> Path:
    """The folder of ``voila.js`` and its parts."""
    return _installed("voila", _VOILA_FOLDER) / "templates" / "base" / "static"


def extension_folders() -> list[str]:
    """The folders of the browser extensions that came with Voilà and ipywidgets."""
    return [
        str(_installed("voila", _VOILA_FOLDER) / "labextensions"),
        str(_installed("jupyterlab_widgets", _LAB_FOLDER)),
    ]


def stock_page_config(base_url: str) -> dict[str, Any]:
    """What Voilà's script reads when it starts, but for the id of the kernel.

    MathJax stays ``None``: any address here would be asked of another host.
    """
    return {
        "appUrl": "voila/",
        "baseUrl": base_url,
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
