"""The servers that are compared, each as a process that never outlives its measure."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import nbformat
import psutil

from bench.proc import MARK, marked
from small_lesson import lesson_toml

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parents[1]
REFERENCE = BENCH / "reference.ipynb"
LESSON = "02_leer_un_presupuesto"
REFERENCE_SLUG = "01_referencia"
OURS, OLD, OLD_APART, STOCK = "ours", "old", "old apart", "stock"
START_PATIENCE, STOP_PATIENCE = 90, 20
IMPATIENT = """
import sys
from cuentas.cli import main
from cuentas.classroom import seats, server
seats.IDLE_SECONDS, server.SWEEP_SECONDS = {seconds}, 5
sys.exit(main({arguments!r}))
"""
"""Our server with sessions that wait less for a page to come back."""
OLD_FOLDER = "CUENTAS_BENCH_OLD"
"""A checkout of an earlier commit, with a virtual environment of its own in ``.venv``."""

COURSE = f"""
title = "Curso de referencia"
tagline = "Una lección pequeña para comparar"
[[modules]]
letter = "A"
title = "Comparar"
[[modules.lessons]]
slug = "{REFERENCE_SLUG}"
status = "published"
prerequisites = []
"""


class NotStartedError(RuntimeError):
    """A server did not open its port; the message is the last it said."""


@dataclass
class Server:
    """A running server: where it answers, and which lesson learners open."""

    kind: str
    command: list[str]
    folder: Path
    port: int
    path: str
    environment: dict[str, str] = field(default_factory=dict)
    mark: str = field(default_factory=lambda: uuid4().hex)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    """Seconds from the command until its port was open."""

    @property
    def address(self) -> str:
        """Where learners find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The server's own process."""
        assert self.process is not None
        return self.process.pid

    @property
    def log(self) -> Path:
        """What it said."""
        return self.folder / f"{self.kind}.log"

    def start(self) -> float:
        """Start it; seconds until its port is open.

        Raises:
            NotStartedError: it ended, or did not open its port in time.
        """
        begin = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=_clean_environment(self.folder) | self.environment | {MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not _is_open(self.port):
            if self.process.poll() is not None or time.monotonic() - begin > START_PATIENCE:
                raise NotStartedError(self.log.read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)
        self.started = time.monotonic() - begin
        return self.started

    def stop(self) -> list[str]:
        """Ask it to end, and end what is left; names of processes that had to be ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_PATIENCE)
        _gone, left = psutil.wait_procs(marked(self.mark), timeout=5)
        names = [str(process.pid) for process in left]
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return names


@contextmanager
def running(kind: str, lesson: str = LESSON, idle_seconds: int | None = None) -> Iterator[Server]:
    """A server of one kind that serves one lesson, ended whatever happens.

    ``lesson`` is the slug of a lesson of the course, or that of the reference notebook.
    With ``idle_seconds``, our kernels without a page end that soon.
    """
    folder = Path(tempfile.mkdtemp(prefix="cuentas-bench-"))
    server = _MAKERS[kind](folder, lesson)
    if idle_seconds is not None:
        code = IMPATIENT.format(seconds=idle_seconds, arguments=server.command[3:])
        server.command = [sys.executable, "-c", code]
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def old_folder() -> Path | None:
    """The earlier build to compare with, where there is one."""
    named = os.environ.get(OLD_FOLDER)
    return Path(named).resolve() if named else None


def _ours(folder: Path, lesson: str) -> Server:
    environment = {}
    if lesson == REFERENCE_SLUG:
        environment["CUENTAS_HOME"] = str(_reference_home(folder))
    port = _free_port()
    command = [sys.executable, "-m", "cuentas.cli", "serve", "--port", str(port)]
    return Server(OURS, command, folder, port, f"/lecciones/{lesson}", environment)


def _stock(folder: Path, lesson: str) -> Server:
    name = _stock_notebook(folder, lesson)
    port = _free_port()
    options = ["--no-browser", f"--port={port}"]
    command = [sys.executable, "-m", "voila", name, *options]
    return Server(STOCK, command, folder, port, "/")


def _old(folder: Path, lesson: str) -> Server:
    old = old_folder()
    if old is None:
        raise NotStartedError(f"Falta la versión de antes: escribe su carpeta en {OLD_FOLDER}.")
    port = _free_port()
    own = {"PYTHONPATH": str(old / "widgets"), "CUENTAS_HOME": str(old)}
    python = old / ".venv" / "bin" / "python"
    command = [str(python), "-m", "cuentas.cli", "serve", "--port", str(port)]
    return Server(OLD, command, folder, port, f"/lecciones/{lesson}", own)


def _old_apart(folder: Path, lesson: str) -> Server:
    """The earlier build as it is where nothing forks, such as on Windows."""
    server = _old(folder, lesson)
    server.environment["CUENTAS_FORK"] = "0"
    return server


_MAKERS = {OURS: _ours, OLD: _old, OLD_APART: _old_apart, STOCK: _stock}


def _reference_home(folder: Path) -> Path:
    """A course whose only lesson is the reference notebook, with the real data beside it."""
    lesson = folder / "lessons" / REFERENCE_SLUG
    lesson.mkdir(parents=True)
    (folder / "datasets").symlink_to(ROOT / "datasets", target_is_directory=True)
    (folder / "lessons" / "course.toml").write_text(COURSE, "utf-8")
    (lesson / "lesson.toml").write_text(lesson_toml("¿Cuánto llegó cada año?"), "utf-8")
    shutil.copy(REFERENCE, lesson / "lesson.ipynb")
    return folder


def _stock_notebook(folder: Path, lesson: str) -> str:
    """The same notebook for stock Voilà, without oracles: no learner of ours runs them either."""
    source = ROOT / "lessons" / lesson / "lesson.ipynb"
    notebook = nbformat.read(REFERENCE if lesson == REFERENCE_SLUG else source, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if "oracle" not in cell.metadata.get("tags", ())
    ]
    nbformat.write(notebook, folder / "lesson.ipynb")
    return "lesson.ipynb"


def _clean_environment(folder: Path) -> dict[str, str]:
    """This environment, without Jupyter settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    own = folder / "settings"
    return kept | {
        "PYTHONPATH": str(ROOT / "widgets"),
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "IPYTHONDIR": str(own / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
