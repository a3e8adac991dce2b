"""The server as a process: where it listens, what it says, and that it leaves nothing behind."""

from __future__ import annotations

import errno
import re
import signal
import socket
import sys
from contextlib import contextmanager

import pytest

from classroom.tiny_course import FIRST, SECOND, launch, start
from cuentas.classroom import server as server_module
from cuentas.classroom.command import Command
from cuentas.classroom.proxy import server_process
from cuentas.classroom.run import _closed_port, serve
from cuentas.classroom.server import ClassServer, PortError


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_leaves_no_process_no_file_and_no_word(sound_home, how, tmp_path):
    server = start(sound_home, TMPDIR=str(tmp_path))
    server.session(FIRST)
    assert server.family() == []
    status, _out, err = server.stop(how)
    assert (status, err) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_it_lives_below_any_base_address(tiny_home):
    server = start(tiny_home, "user/ana/cuentas")
    try:
        assert server.address.endswith("/user/ana/cuentas/")
        status, _headers, html = server.get(f"lecciones/{FIRST}")
        assert status == 200
        assert re.search(r'href="/user/ana/cuentas/estatico/\w{16}/page.css"', html)
        assert '"base": "/user/ana/cuentas/"' in html
        assert server.visit(html)[0] == 201
        assert 'href="/user/ana/cuentas/lecciones/02_obra"' in html
    finally:
        server.stop()


def test_settings_of_the_owner_of_the_computer_change_nothing(tiny_home, tmp_path):
    _personal_settings(tmp_path)
    server = start(
        tiny_home, HOME=str(tmp_path), JUPYTER_TOKEN="secreto", PYTHONSTARTUP="/no/existe.py"
    )
    try:
        assert server.get(f"api/kernels/{server.session(FIRST)}")[0] == 200
    finally:
        server.stop()


def test_it_needs_no_home(tiny_home):
    server = start(tiny_home, HOME="/dev/null/casa")
    try:
        assert server.get(f"api/kernels/{server.session(FIRST)}")[0] == 200
    finally:
        server.stop()


def test_the_journal_says_what_failed_but_not_who_asked_what(tiny_home):
    server = start(tiny_home)
    server.get(f"lecciones/{SECOND}?distrito=180106")
    server.get("nada?distrito=180106")
    _status, _out, err = server.stop()
    assert f"{SECOND}, celda practica" in err
    assert "distrito" not in err
    assert "127.0.0.1" not in err


def test_a_busy_port_is_said_with_a_way_out(tiny_home):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        out, err = launch_and_wait(tiny_home, port)
    assert out == ""
    assert f"El puerto {port} ya está en uso." in err
    assert f"cuentas serve --port {port + 1}" in err
    assert "Traceback" not in err, err


def test_a_port_without_permission_is_not_told_as_busy(monkeypatch):
    monkeypatch.setattr(server_module, "server_for", lambda *_web, **_options: Forbidden())
    with pytest.raises(PortError) as refusal:
        ClassServer(port=80, keep_port=True)._open_port()
    told = _closed_port(Command(for_class=True, port=80), refusal.value)
    assert "El puerto 80 es solo para quien administra el sistema." in told
    assert "(cuentas serve --class --port 9000)" in told
    busy = PortError(errno.EADDRINUSE, "")
    assert "El puerto 80 ya está en uso." in _closed_port(Command(port=80), busy)


class Forbidden:
    """What a port below 1024 says to who does not administer the system."""

    def listen(self, _port, _ip):
        raise PermissionError(errno.EACCES, "Permission denied")


def test_without_a_port_the_next_free_one_is_taken(monkeypatch, tiny_home):
    monkeypatch.setenv("CUENTAS_HOME", str(tiny_home))
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        first = busy.getsockname()[1]
        chosen = _first_open_port(first, monkeypatch)
    assert first < chosen <= first + 20


def test_a_course_that_cannot_be_read_is_said_in_a_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path))
    assert serve(0) == 1
    assert "No encuentro lessons/course.toml." in capsys.readouterr().err


def test_a_hub_starts_it_with_this_python_below_its_own_address():
    process = server_process()
    command = [part.format(port=1234, base_url="/user/ana/") for part in process["command"]]
    assert command[:4] == [sys.executable, "-m", "cuentas.cli", "serve"]
    assert command[4:] == ["--port", "1234", "--base-url", "/user/ana/cuentas/"]
    assert process["absolute_url"] is True
    assert process["launcher_entry"]["title"] == "Cuentas Claras"
    with open(process["launcher_entry"]["icon_path"], encoding="utf-8") as icon:  # noqa: PTH123
        assert "<svg" in icon.read()


@pytest.mark.skipif(sys.platform != "linux", reason="hace falta prlimit, que es de Linux")
def test_with_a_full_disk_pages_and_visits_go_on(tiny_home):
    server = start(tiny_home)
    try:
        html = server.get(f"lecciones/{FIRST}")[2]
        with no_room_for_files(server.process.pid):
            assert server.get(f"lecciones/{FIRST}")[2] == html
            assert server.visit(html)[0] == 201
    finally:
        _status, _out, err = server.stop()
    assert "Traceback" not in err, err


@contextmanager
def no_room_for_files(pid):
    """Meanwhile the process can write no file, as on a full disk; sockets go on."""
    import resource  # noqa: PLC0415 - not everywhere

    _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def launch_and_wait(home, port):
    process = launch(home, port)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    return out, err


def _first_open_port(first, monkeypatch):
    """The port that a server opens when ``first`` is busy; nothing is served on it."""

    class Web:
        def listen(self, port, ip):
            with socket.socket() as probe:
                probe.bind((ip, port))

    monkeypatch.setattr(server_module, "server_for", lambda *_web, **_options: Web())
    opened = ClassServer(port=first)
    opened._open_port()
    return opened.port


def _personal_settings(home):
    files = {
        ".jupyter/voila.json": '{"VoilaConfiguration": {"template": "otra"}, "Voila": {"port": 1}}',
        ".ipython/profile_default/startup/00.py": "raise SystemExit('de otra persona')",
        ".local/share/jupyter/kernels/python3/kernel.json": (
            '{"argv": ["/bin/false"], "display_name": "otro", "language": "python"}'
        ),
        ".local/share/jupyter/voila/templates/base/static/voila.js": "alert('otra persona')",
    }
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True)
        path.write_text(content, "utf-8")
