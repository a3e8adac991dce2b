"""How jupyter_client gets a kernel that is a fork."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from cuentas.classroom.kernel.forks import ForkedProcess, Zygote, can_fork, is_there, shared
from cuentas.classroom.kernel.protocol import STAGE_VARIABLE, Message

LISTEN_SECONDS = 20.0


class ForkProvisioner(LocalProvisioner):
    """Launches a kernel by asking a process that has everything in memory to fork.

    With ``CUENTAS_STAGE`` in the kernel's environment the fork holds the rehearsed lesson that
    listens at that path; without it, it is an ordinary Python kernel. Where processes cannot
    be forked, the kernel's own command is run.
    """

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """The connection information of a running kernel."""
        if not can_fork():
            return await super().launch_kernel(cmd, **options)
        answer = await self._ask(shared(), cmd, options)
        self.process = ForkedProcess(answer["pid"])  # type: ignore[assignment]  # its part of Popen
        self.pid, self.pgid, self.cwd = answer["pid"], None, options.get("cwd")
        await self._until_it_listens()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel; SIGINT is left to the kernel's own messages."""
        if self.process and not (signum == signal.SIGINT and STAGE_VARIABLE in self._environment):
            await super().send_signal(signum)

    async def _until_it_listens(self) -> None:
        """Who connects to a local socket before it is there tries again only much later."""
        last = Path(f"{self.connection_info['ip']}-{self.connection_info['hb_port']}")
        is_local = self.connection_info["transport"] == "ipc"
        async with asyncio.timeout(LISTEN_SECONDS):
            while is_local and not is_there(last):
                if await self.poll() is not None:
                    raise RuntimeError("el núcleo terminó al nacer")
                await asyncio.sleep(0.005)

    _environment: dict[str, str] = {}  # noqa: RUF012 - replaced as a whole

    async def _ask(self, zygote: Zygote, cmd: list[str], options: dict[str, Any]) -> Message:
        environment = {str(name): str(value) for name, value in options.get("env", {}).items()}
        self._environment = environment
        question: Message = {"environment": environment, "folder": str(options.get("cwd") or "")}
        if STAGE_VARIABLE not in environment:
            return await zygote.ask({"do": "python", "arguments": _arguments(cmd), **question})
        return await zygote.ask_at(
            Path(environment[STAGE_VARIABLE]),
            {
                "do": "kernel",
                "connection_file": self.parent.connection_file,
                "query": environment.get("QUERY_STRING", ""),
                **question,
            },
        )


def _arguments(cmd: list[str]) -> list[str]:
    """What an ordinary kernel's command says after ``-m ipykernel_launcher``."""
    launcher = next((place for place, word in enumerate(cmd) if word == "-m"), len(cmd) - 2)
    return [word for word in cmd[launcher + 2 :] if not word.startswith("-X")]
