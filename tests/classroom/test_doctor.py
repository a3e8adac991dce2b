"""The doctor says what a laptop lacks and what to do, and never more than it knows."""

from __future__ import annotations

import errno
import json
import socket
import sys
from datetime import UTC, datetime

import pytest

from cuentas.classroom import kept, machine
from cuentas.classroom.doctor import checks, firewall, report
from cuentas.classroom.doctor.finding import Finding, State, judged
from cuentas.classroom.machine import Machine
from cuentas.cli import main
from cuentas.home import region_slugs

quiet_system = pytest.mark.usefixtures("no_ufw")


@pytest.fixture
def no_faults(monkeypatch):
    monkeypatch.setattr(checks.readiness, "faults", lambda _region=None: ())


@pytest.mark.usefixtures("no_faults")
def test_this_laptop_can_serve_lessons_and_says_so_to_programs(capsys):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    status = main(["doctor", "--json", "--port", str(port)])
    told = json.loads(capsys.readouterr().out)
    assert (status, told["ready"]) == (0, True)
    assert told["learners"] == pytest.approx(machine.look().learners, rel=0.5)
    names = [one["check"] for one in told["findings"]]
    data = ["pack", "regions"] if len(region_slugs()) > 1 else ["pack"]
    assert names == ["python", "packages", *data, "script", "memory", "disk", "class",
                     "files", "clock", "port", "phones", "firewall", "reach"]  # fmt: skip


def test_what_prevents_lessons_ends_with_status_one(capsys, monkeypatch):
    monkeypatch.setattr(checks.readiness, "faults", lambda _region=None: ("Falta data.csv",))
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "✘ Los datos de la región moquegua tienen fallas: Falta data.csv" in told
    assert "→ Mira la lista entera: cuentas region check moquegua" in told
    assert "Así no puedo abrir las lecciones." in told


@pytest.fixture
def two_regions(monkeypatch):
    monkeypatch.delenv("CUENTAS_REGION", raising=False)
    monkeypatch.setattr(checks, "region_slugs", lambda: ("apurimac", "moquegua"))


@pytest.mark.usefixtures("two_regions")
@pytest.mark.parametrize(
    ("told", "state", "words"),
    [
        ({"apurimac": ()}, State.GOOD, "También se puede elegir: apurimac"),
        ({"apurimac": ("Falta data.csv",)}, State.BAD, "No se ofrecen, porque sus datos"),
    ],
)
def test_the_doctor_says_which_region_opens_and_which_others_can_be_chosen(
    told, state, words, monkeypatch
):
    monkeypatch.setattr(checks.readiness, "faults", lambda region=None: told.get(region, ()))
    opens, others = checks.packs()
    assert opens.sentence == "Se abre la región moquegua: sus datos están completos"
    assert (others.state, others.prevents) == (state, False)
    assert words in others.sentence
    assert ("cuentas region check apurimac" in others.advice) == (state is State.BAD)


def test_a_port_that_cannot_be_is_told_as_in_serve(capsys):
    assert main(["doctor", "--port", "0"]) == 2
    assert "El puerto 0 no existe: van del 1 al 65535." in capsys.readouterr().err


def test_a_port_that_only_the_system_may_open_is_not_told_as_busy(monkeypatch):
    class Closed(socket.socket):
        def bind(self, _address):
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(checks.socket, "socket", Closed)
    found = checks.port(80)
    assert found.state is State.BAD
    assert found.sentence == "El puerto 80 es solo para quien administra el sistema"
    assert "--port 9000" in found.advice


def test_an_old_python_is_told_with_a_way_out(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    found = checks.python()
    assert (found.state, found.prevents) == (State.BAD, True)
    assert "3.11" in found.advice


def test_missing_and_old_packages_are_named(monkeypatch):
    asked = ["segno>=1", "no-existe-tal-cosa>=2", "click>=99", "solo-ventanas; os_name == 'otro'"]
    monkeypatch.setattr(checks, "requires", lambda _name: asked)
    found = checks.packages()
    assert found.prevents
    assert "no-existe-tal-cosa" in found.sentence
    assert "click>=99" in found.sentence
    assert "segno" not in found.sentence
    assert "solo-ventanas" not in found.sentence


def test_without_memory_no_lesson_can_be_served(monkeypatch):
    monkeypatch.setattr(machine, "look", lambda: Machine(memory_free_mb=400, load=0))
    assert checks.memory().prevents
    monkeypatch.setattr(machine, "look", lambda: Machine(memory_free_mb=590, load=0))
    assert "caben 30 celulares" in checks.memory().sentence


def test_a_busy_port_is_seen_and_another_will_do():
    with socket.socket() as busy:
        busy.bind(("", 0))
        busy.listen()
        found = checks.port(busy.getsockname()[1])
    assert (found.state, found.prevents) == (State.BAD, False)
    assert "buscará otro puerto" in found.advice


def test_a_class_that_cannot_be_kept_is_told_with_its_folder(tmp_path):
    (tmp_path / "archivo").write_text("", "utf-8")
    found = checks.keeping(tmp_path / "archivo")
    assert (found.state, found.prevents) == (State.BAD, False)
    assert "el código cambiará" in found.sentence
    assert str(tmp_path / "archivo") in found.advice
    assert checks.keeping(tmp_path / "nueva").state is State.GOOD
    assert list((tmp_path / "nueva").iterdir()) == []


def test_a_full_disk_is_not_a_matter_of_permission(tmp_path, monkeypatch):
    def full(**_where):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept.tempfile, "TemporaryFile", full)
    assert checks.keeping(tmp_path).advice == "Borra archivos que ya no uses."


def test_a_clock_that_cannot_be_true_is_told():
    assert checks.clock(datetime(1970, 1, 1, tzinfo=UTC)).state is State.BAD
    assert checks.clock(datetime(2027, 3, 1, tzinfo=UTC)).state is State.GOOD


def test_a_laptop_without_network_is_told_how_to_get_one():
    found = checks.phones([])
    assert found.state is State.BAD
    assert "crea un punto de acceso" in found.advice
    assert checks.phones(["10.0.0.7"]).advice == ""


def answers(**told):
    """A system whose commands answer so; all others cannot be asked."""
    return lambda command: told.get(command[0].replace("-", "_"))


@pytest.fixture
def no_ufw(monkeypatch, tmp_path):
    monkeypatch.setattr(firewall, "_UFW", tmp_path / "ufw.conf")
    return tmp_path / "ufw.conf"


@quiet_system
def test_without_permission_the_doctor_does_not_pretend_to_know():
    found = firewall.firewall(8866, "linux", answers())
    assert found.state is State.UNKNOWN
    assert "No puedo saber" in found.sentence
    assert "sudo ufw allow 8866/tcp" in found.advice


def test_ufw_is_seen_without_permission(no_ufw):
    no_ufw.write_text("ENABLED=yes\n", "utf-8")
    found = firewall.firewall(9000, "linux", answers())
    assert "ufw está encendido" in found.sentence
    assert "sudo ufw allow 9000/tcp" in found.advice


@quiet_system
def test_firewalld_is_asked_about_the_port():
    def closed(command):
        return "running" if "--state" in command else None

    def opened(command):
        return "running" if "--state" in command else "yes"

    assert "--add-port=8866/tcp" in firewall.firewall(8866, "linux", closed).advice
    assert firewall.firewall(8866, "linux", opened).state is State.GOOD


@quiet_system
@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ({"nft": "chain input { type filter hook input priority 0; policy drop; }"}, State.UNKNOWN),
        ({"nft": "chain input { policy accept; }"}, State.GOOD),
        ({"iptables": "-P INPUT DROP"}, State.UNKNOWN),
        ({"iptables": "-P INPUT ACCEPT"}, State.GOOD),
    ],
)
def test_rules_that_can_be_read_are_read(rules, state):
    assert firewall.firewall(8866, "linux", answers(**rules)).state is state


@pytest.mark.parametrize(
    ("platform", "words"), [("win32", "Redes privadas"), ("darwin", "Permitir")]
)
def test_windows_and_macos_ask_by_themselves(platform, words):
    assert words in firewall.firewall(8866, platform).advice


def test_a_real_connection_is_tried():
    assert firewall.reachable("127.0.0.1").state is State.GOOD
    assert firewall.reachable("203.0.113.77").state is State.BAD
    assert firewall.reachable(None).state is State.UNKNOWN


def test_marks_and_advice_are_read_at_a_glance():
    good = judged("x", "Va bien", "Haz algo", good=True)
    bad = judged("x", "Va mal", "Haz algo", good=False)
    assert report.lines(good) == "✔ Va bien"
    assert report.lines(bad) == "✘ Va mal\n    → Haz algo"
    assert report.lines(Finding("x", State.UNKNOWN, "Quién sabe")) == "? Quién sabe"
    assert "Todo listo" in report.verdict([good])
    assert "Puedes abrir" in report.verdict([good, bad])
