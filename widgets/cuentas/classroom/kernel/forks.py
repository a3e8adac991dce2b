"""The server's side of forking: the zygote's life, and processes that are not our children."""

from __future__ import annotations

import asyncio
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from cuentas.classroom.journal import logger
from cuentas.classroom.kernel.protocol import Message, ask
from cuentas.home import HOME_VARIABLE, home

FORK_VARIABLE = "CUENTAS_FORK"
START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
PREFIX, MARK = "cuentas-", "vive"
LONGEST_ROOT = 24
"""The system takes no more than 107 letters for the path of a socket; ours use up to 81."""
_PAUSE = 0.02


class ForkingError(RuntimeError):
    """The zygote could not be started, or does not answer."""


def can_fork() -> bool:
    """Whether kernels are forked here: on Linux, unless ``CUENTAS_FORK=0`` says otherwise."""
    return hasattr(os, "pidfd_open") and os.environ.get(FORK_VARIABLE, "1") != "0"


def scratch_root() -> Path:
    """A folder for temporary files whose path leaves room for sockets.

    Raises:
        ForkingError: none of the usual ones can be used.
    """
    if not can_fork():
        return Path(tempfile.gettempdir())
    usual = (tempfile.gettempdir(), "/tmp", os.environ.get("XDG_RUNTIME_DIR", ""))  # noqa: S108 - private folders are made in it
    for folder in usual:
        if folder and len(folder) <= LONGEST_ROOT and os.access(folder, os.W_OK):
            return Path(folder)
    raise ForkingError("no hay una carpeta temporal donde escribir: revisa TMPDIR")


class Scratch:
    """A private folder that lives as long as this process, marked by a locked file.

    A process that is killed cannot clean up: the next one finds the mark unlocked, and does.
    """

    def __init__(self) -> None:
        """Remove what dead processes left, and make a folder."""
        root = scratch_root()
        for left in root.glob(f"{PREFIX}*"):
            _remove_if_dead(left)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
        self._mark = (self.folder / MARK).open("w")
        _lock(self._mark)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        self._mark.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _remove_if_dead(folder: Path) -> None:
    try:
        with (folder / MARK).open("r+") as mark:
            if _lock(mark):
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return  # another user's, or one that is just being made


def _lock(file: IO[str]) -> bool:
    """Lock a file for this process; False if another holds it, or where locks do not exist."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Zygote:
    """The process from which all others are forked. Built when first needed, and again if lost.

    Attributes:
        lifeline: as long as this process keeps its end of the pipe open, the zygote and all
            its descendants live; when it ends, however it ends, they do too.
    """

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._scratch = Scratch()
        self._process: subprocess.Popen[bytes] | None = None
        self._theirs, self.lifeline = os.pipe()
        self._ended = False
        self._number = 0

    @property
    def folder(self) -> Path:
        """The folder of this server's sockets and drawings; it ends with it."""
        return self._scratch.folder

    @property
    def pid(self) -> int | None:
        """Process id of the zygote, while there is one."""
        return self._process.pid if self._process else None

    def new_path(self) -> Path:
        """A path for a socket, never used before."""
        self._number += 1
        return self.folder / f"{self._number}"

    def start(self) -> None:
        """Start the process if there is none. It gets ready by itself meanwhile."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None:
            logger().error("El proceso base terminó; se arma otro.")
        self._path = self.new_path()
        drawings = f"{self.folder}/dibujos"
        options = json.dumps(
            {"path": str(self._path), "lifeline": self._theirs, "drawings": drawings}
        )
        self._process = subprocess.Popen(  # noqa: S603 - this Python and our own module
            [sys.executable, "-m", "cuentas.classroom.kernel.zygote", options],
            pass_fds=(self._theirs,),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            env=environment() | {"IPYTHONDIR": f"{self.folder}/ipython"},
        )

    async def ask(self, question: Message) -> Message:
        """Ask the zygote, starting it first if need be.

        Raises:
            ForkingError: it ended or does not answer.
        """
        self.start()
        answer = await self.ask_at(self._path, question)
        if "error" in answer:
            raise ForkingError(answer["error"])
        return answer

    async def ask_at(self, path: Path, question: Message) -> Message:
        """Ask whoever listens, or is about to listen, at ``path``.

        Raises:
            ForkingError: nobody does, or the answer never came.
        """
        patience = time.monotonic() + START_SECONDS
        while not is_there(path):
            if self._process is None or self._process.poll() is not None:
                raise ForkingError("el proceso base terminó antes de responder")
            if time.monotonic() > patience:
                raise ForkingError("el proceso base tarda demasiado")
            await asyncio.sleep(_PAUSE)
        try:
            return await ask(path, question, ANSWER_SECONDS)
        except (OSError, TimeoutError) as error:
            raise ForkingError(f"{question.get('do')}: {type(error).__name__}: {error}") from error

    def stop(self) -> None:
        """End the zygote and every process that came from it."""
        if self._ended:
            return
        self._ended = True
        os.close(self.lifeline)
        os.close(self._theirs)
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):  # also those that rehearse now
                os.killpg(self._process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        self._scratch.remove()


def environment() -> dict[str, str]:
    """One thread and one memory arena a process; nothing of the owner's own IPython."""
    personal = ("PYTHONSTARTUP", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "QUERY_STRING")
    inherited = {name: value for name, value in os.environ.items() if name not in personal}
    return inherited | {
        HOME_VARIABLE: str(home()),
        "JUPYTER_WIDGETS_ECHO": "0",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SERVER_SOFTWARE": "voila",  # the page brings the style: the lesson need not
    }


def is_there(path: Path) -> bool:
    """Whether a socket exists at ``path``: asked every few thousandths, at no cost."""
    return path.exists()


class ForkedProcess:
    """A process forked by another one, with the part of ``Popen`` that jupyter_client uses.

    A pid can be given to a new process once ours has ended; its *pidfd* cannot.
    """

    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None
    stderr: IO[bytes] | None = None

    def __init__(self, pid: int) -> None:
        """Hold on to the process ``pid``.

        Raises:
            ProcessLookupError: it has ended already.
        """
        self.pid = pid
        self._handle: int | None = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """``None`` while it runs; then 0, as nobody can know more of another's child."""
        if self._handle is not None and select.select([self._handle], [], [], 0)[0]:
            self.close()
        return None if self._handle is not None else 0

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises:
            subprocess.TimeoutExpired: it still runs after ``timeout`` seconds.
        """
        if self._handle is not None:
            if not select.select([self._handle], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.close()
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


_shared: Zygote | None = None


def shared() -> Zygote:
    """The zygote of this process; it ends with it."""
    global _shared  # noqa: PLW0603 - a process has one
    if _shared is None:
        _shared = Zygote()
    return _shared
