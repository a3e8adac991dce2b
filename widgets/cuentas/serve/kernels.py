"""How the kernel of a lesson starts: always this Python, never the owner's own settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

from cuentas.home import HOME_VARIABLE, home

KERNEL_NAME = NATIVE_KERNEL_NAME
MAX_QUERY_LENGTH = 500
_PERSONAL_VARIABLES = ("PYTHONSTARTUP", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH")


class CourseKernelSpecs(KernelSpecManager):
    """Knows one kernel: the Python that serves the course.

    A ``python3`` kernel that someone registered in their home would be another Python,
    without the course in it.
    """

    def _kernel_dirs_default(self) -> list[str]:
        return []


def kernel_environment(query: str, scratch: Path) -> dict[str, str]:
    """Environment of a lesson's kernel.

    Args:
        query: what follows ``?`` in the page's address; the lesson reads its selection there.
        scratch: an empty folder that stands in for the owner's IPython settings.
    """
    inherited = {
        name: value for name, value in os.environ.items() if name not in _PERSONAL_VARIABLES
    }
    return inherited | {
        "QUERY_STRING": query[:MAX_QUERY_LENGTH],
        "IPYTHONDIR": str(scratch),
        HOME_VARIABLE: str(home()),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SERVER_SOFTWARE": "voila",  # the page brings the style: the lesson need not
    }


def kernel_settings(idle_seconds: int) -> dict[str, dict[str, Any]]:
    """Traitlets settings of the kernel managers.

    A kernel whose page is gone ends after ``idle_seconds``. A kernel that dies stays dead:
    a new one in its place would know nothing of the page that still shows its figures.
    """
    return {
        "MappingKernelManager": {
            "cull_idle_timeout": idle_seconds,
            "cull_interval": max(1, min(60, idle_seconds // 2)),
            "cull_connected": False,
            "default_kernel_name": KERNEL_NAME,
            "transport_encryption": "auto" if zmq.has("curve") else "disabled",
        },
        "KernelRestarter": {"restart_limit": 0},
    }
