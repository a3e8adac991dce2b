"""How the kernel of a learner starts: always this Python, never the owner's own settings."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from cuentas.classroom.kernel.forks import can_fork, environment
from cuentas.classroom.kernel.protocol import LESSON_VARIABLE, STAGE_VARIABLE
from cuentas.classroom.kernel.stages import Stage
from cuentas.home import REGION_VARIABLE

KERNEL_NAME = "cuentas"
PROVISIONER = "cuentas-fork"
_OWN_COMMAND = [sys.executable, "-m", "cuentas.classroom.kernel.lesson_kernel", "{connection_file}"]


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


def kernel_environment(stage: Stage, query: str) -> dict[str, str]:
    """Environment of a learner's kernel.

    Args:
        stage: the rehearsed lesson.
        query: the choice of district and year with which the page was opened.
    """
    ours = {LESSON_VARIABLE: stage.lesson.slug, "QUERY_STRING": query}
    if can_fork():
        return ours | {STAGE_VARIABLE: str(stage.path)}
    return environment() | ours | {REGION_VARIABLE: stage.region}


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
