"""How the kernel of a learner starts: always this Python, never the owner's own settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from cuentas.serve.kernel.forks import can_fork, environment
from cuentas.serve.kernel.protocol import LESSON_VARIABLE, STAGE_VARIABLE

KERNEL_NAME = "cuentas"
PROVISIONER = "cuentas-fork"
_OWN_COMMAND = [sys.executable, "-m", "cuentas.serve.kernel.lesson_kernel", "{connection_file}"]


class CourseKernelSpecs(KernelSpecManager):
    """Knows one kernel: that of a lesson. Kernels that someone registered are others."""

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel; it has no folder."""
        return {KERNEL_NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """How a lesson's kernel is launched.

        Raises:
            NoSuchKernel: any other kernel was asked for.
        """
        if kernel_name != KERNEL_NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec(
            argv=_OWN_COMMAND,
            display_name="Cuentas Claras",
            language="none",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


def kernel_environment(slug: str, query: str, stage: Path) -> dict[str, str]:
    """Environment of a learner's kernel.

    Args:
        slug: the lesson.
        query: the choice of district and year with which the page was opened.
        stage: where the rehearsed lesson listens.
    """
    ours = {LESSON_VARIABLE: slug, "QUERY_STRING": query}
    return ours | {STAGE_VARIABLE: str(stage)} if can_fork() else environment() | ours


def kernel_settings(idle_seconds: int) -> dict[str, dict[str, Any]]:
    """Traitlets settings of the kernel managers.

    A kernel whose page is gone ends after ``idle_seconds``. A kernel that dies stays dead:
    the phone asks for another, and tells it what the learner had answered.
    """
    transport = "ipc" if can_fork() else "tcp"
    return {
        "MappingKernelManager": {
            "cull_idle_timeout": idle_seconds,
            "cull_interval": max(1, min(60, idle_seconds // 2)),
            "cull_connected": False,
            "default_kernel_name": KERNEL_NAME,
            "kernel_info_timeout": 10,
        },
        "KernelManager": {
            "transport": transport,
            # Local sockets are closed to other users already.
            "transport_encryption": "disabled" if can_fork() else "auto",
            "shutdown_wait_time": 1.0,
        },
        "KernelRestarter": {"restart_limit": 0},
    }
