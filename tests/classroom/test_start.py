"""How the course is opened: soon, with good data only, and in a class with its door."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest

from classroom.tiny_course import FIRST, PATIENCE, SOURCE_ROOT, free_port, start
from cuentas.classroom import run as run_module
from cuentas.classroom.closing import Closing
from cuentas.cli import main
from support import ROOT, edit

SLOW = (
    "pandas",
    "matplotlib",
    "numpy",
    "frictionless",
    "rfc3987_syntax",
    "voila",
    "nbconvert",
    "zmq",
)
LOADED = f"print([name for name in {SLOW} if sys.modules.get(name)])"
SERVE = f"""
import sys
from cuentas.classroom import run
def opened(server, *_rest):
    {LOADED}
    server.stop()
run._opened = opened
sys.exit(run.serve({{port}}))
"""
LESSONS = f"""
import sys
from cuentas.cli import main
main(["lessons"])
{LOADED}
"""


def run(*command, **environment):
    return subprocess.run(
        [sys.executable, *command],
        env=os.environ | {"PYTHONPATH": str(SOURCE_ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("code", [SERVE, LESSONS], ids=["serve", "lessons"])
def test_nothing_slow_is_loaded_where_it_is_not_used(code):
    done = run("-c", code.replace("{port}", str(free_port())))
    assert (done.returncode, done.stderr) == (0, "")
    assert "[]" in done.stdout.splitlines()


def test_notebooks_still_find_their_vocabulary():
    done = run("-c", "from cuentas import lesson; print(lesson.start, lesson.Here)")
    assert "function start" in done.stdout
    assert run("-c", "from cuentas import lesson; lesson.nada").returncode == 1


@pytest.fixture
def damaged_home(tmp_path):
    for folder in ("lessons", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    broken = tmp_path / "datasets" / "regions" / "moquegua"
    (broken / "population" / "data.csv").unlink()
    edit(broken / "totals" / "data.csv", "2296140745", "2296140746")
    return tmp_path


def test_a_faulty_pack_is_not_opened_and_every_fault_is_told(damaged_home):
    port = str(free_port())
    done = run("-m", "cuentas.cli", "serve", "--port", port, CUENTAS_HOME=str(damaged_home))
    assert (done.returncode, done.stdout) == (1, "")
    assert "No abro las lecciones: los datos de la región tienen fallas." in done.stderr
    assert re.search(r"- .*population/data\.csv", done.stderr)
    assert "2\u00a0296\u00a0140\u00a0745" in done.stderr
    assert "Traceback" not in done.stderr


STOPPED = """
import os, signal, sys
from cuentas.classroom import run
def stops(*_arguments):
    os.kill(os.getpid(), signal.{name})
    return ()
run.readiness.faults = stops
sys.exit(run.serve({port}))
"""


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_who_stops_it_before_it_is_open_gets_a_word_and_that_status(name, status, tiny_home):
    code = STOPPED.format(name=name, port=free_port())
    done = run("-c", code, CUENTAS_HOME=str(tiny_home))
    assert (done.returncode, done.stderr) == (status, "")
    assert done.stdout == "Cerrando…\nLas lecciones no llegaron a abrirse.\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_it_when_it_is_open_gets_two_words(sound_home, how):
    status, out, err = start(sound_home).stop(how)
    assert (status, err) == (0, "")
    assert out == "Cerrando…\nLas lecciones se cerraron.\n"


class Interrupted(io.FileIO):
    """A file in the middle of whose first line the signal comes."""

    came = False

    def write(self, data):
        written = super().write(data)
        if not self.came:
            self.came = True
            signal.raise_signal(signal.SIGTERM)
        return written


def test_the_word_is_said_also_when_the_signal_comes_in_the_middle_of_a_line(tmp_path):
    with io.TextIOWrapper(
        io.BufferedWriter(Interrupted(tmp_path / "dicho", "w")), encoding="utf-8"
    ) as out:
        closing = Closing(out)
        with closing.heard(), pytest.raises(SystemExit):
            print("Las lecciones están abiertas.", file=out, flush=True)
    said = (tmp_path / "dicho").read_text("utf-8").splitlines()
    assert said[:2] == ["Las lecciones están abiertas.", "Cerrando…"]


def test_the_signals_of_a_program_that_serves_are_its_own_again():
    before = signal.getsignal(signal.SIGTERM)
    with Closing(io.StringIO()).heard():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("options", ["", "--class --address 127.0.0.1"])
def test_the_way_out_of_a_busy_port_opens_the_same_lessons(options, tiny_home, tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        typed = [*options.split(), "--port", str(port)]
        home = {"CUENTAS_HOME": str(tiny_home), "XDG_STATE_HOME": str(tmp_path)}
        done = run("-m", "cuentas.cli", "serve", *typed, **home)
    assert (done.returncode, done.stdout) == (1, "")
    other = port + 1 if port < 65535 else 9000
    words = ["cuentas serve", *options.split(), "--port", str(other)]
    assert f"({' '.join(words)})" in done.stderr


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (["--port", "0"], "El puerto 0 no existe: van del 1 al 65535."),
        (["--port", "80000"], "El puerto 80000 no existe: van del 1 al 65535."),
        (["--log", "."], ". es una carpeta. Agrega el nombre del archivo: --log clase.log"),
        *(
            (["--base-url", path], f"«{path}» no sirve: --base-url es una ruta de este servidor")
            for path in ("http://x/", "//x", "/a/../b", "/a?b", "a b", "C:/x", "/a//b", ".")
        ),
    ],
)
def test_what_cannot_be_typed_is_told_with_its_reason(typed, reason, capsys, monkeypatch):
    monkeypatch.setattr(run_module, "serve", opens_nothing)
    assert main(["serve", *typed]) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/", "", "/clase/", "clase", "/user/ana%40casa.pe/cuentas/"])
def test_a_base_address_is_a_path(path, monkeypatch):
    asked = []
    monkeypatch.setattr(run_module, "serve", lambda **options: asked.append(options) or 0)
    assert main(["serve", "--base-url", path]) == 0
    assert asked[0]["base_url"] == path


def opens_nothing(**_options):
    raise AssertionError("should not be opened")


class Klass:
    """``cuentas serve --class`` on loopback, as its own process."""

    def __init__(self, home, log, port=None):
        command = ["-m", "cuentas.cli", "serve", "--class", "--address", "127.0.0.1"]
        kept = {"XDG_STATE_HOME": str(log.parent)}
        self.port = port or free_port()
        self.process = subprocess.Popen(
            [sys.executable, *command, "--port", str(self.port), "--log", str(log)],
            env=os.environ | {"CUENTAS_HOME": str(home), "PYTHONPATH": str(SOURCE_ROOT)} | kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        lines = iter(self.process.stdout.readline, "")
        self.said = "".join(line for line in self._until_the_end(lines))
        self.address = re.search(r"http://127\.0\.0\.1:\d+", self.said)[0]
        self.code = re.search(r"Código: (\d{4})", self.said)[1]
        self.wall = re.search(r"http://\S+/aula\?clave=\S+", self.said)[0]

    def _until_the_end(self, lines):
        for line in lines:
            yield line
            if "Ctrl-C" in line:
                return

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.last_words, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


def phone():
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def open_page(visitor, address):
    """The address in the end, and the page."""
    with visitor.open(address, timeout=PATIENCE) as answer:
        return answer.url, answer.read().decode()


def test_a_class_has_a_door_a_wall_and_a_journal(tiny_home, tmp_path):
    log = tmp_path / "clase.log"
    klass = Klass(tiny_home, log)
    try:
        outside, learner, facilitator = phone(), phone(), phone()
        url, page = open_page(outside, f"{klass.address}/lecciones/{FIRST}")
        assert url == f"{klass.address}/entrar?a=/lecciones/{FIRST}"
        assert "El texto se lee antes" not in page
        url, page = open_page(phone(), f"{url}&codigo={klass.code}")
        assert url == f"{klass.address}/lecciones/{FIRST}"
        assert "El texto se lee antes" in page
        url, page = open_page(learner, f"{klass.address}/entrar?codigo={klass.code}")
        assert url == f"{klass.address}/"
        assert f"/lecciones/{FIRST}" in page
        url, page = open_page(facilitator, klass.wall)
        assert url == f"{klass.address}/aula"
        assert klass.code in page
        with pytest.raises(urllib.error.HTTPError, match="404"):
            open_page(learner, f"{klass.address}/aula")
        assert '"status"' in open_page(outside, f"{klass.address}/healthz")[1]
    finally:
        status, err = klass.stop()
    assert status == 0
    assert "█" not in klass.said
    assert "Cerrando…" in klass.last_words
    told = log.read_text("utf-8")
    assert "Las lecciones están abiertas." in told
    assert "Las lecciones se cerraron." in told
    for secret in (klass.code, klass.wall.split("=")[1], "127.0.0.1"):
        assert secret not in told + err


def test_after_the_server_is_killed_phones_go_on_without_typing_the_code(tiny_home, tmp_path):
    learner = phone()
    klass = Klass(tiny_home, tmp_path / "clase.log")
    open_page(learner, f"{klass.address}/entrar?codigo={klass.code}")
    klass.process.kill()
    klass.process.communicate(timeout=PATIENCE)
    again = Klass(tiny_home, tmp_path / "clase.log", klass.port)
    try:
        url, page = open_page(learner, f"{again.address}/")
        assert url == f"{again.address}/"
        assert f"/lecciones/{FIRST}" in page
        assert again.code == klass.code
    finally:
        again.stop()
