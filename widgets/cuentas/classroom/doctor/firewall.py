"""Whether a firewall keeps phones out: what can be read without permissions, and a real try."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cuentas.classroom.doctor.finding import Finding, State, judged
from cuentas.i18n import text as _

SECONDS = 3
_UFW = Path("/etc/ufw/ufw.conf")
Run = Callable[[list[str]], str | None]
"""Runs a command and gives what it printed, ``None`` if it could not be asked."""


def firewall(port: int, platform: str = sys.platform, run: Run | None = None) -> Finding:
    """What this system says of its firewall."""
    if platform == "win32":
        return _known(_("Windows pregunta la primera vez si dejas pasar a Python"),
                      _("Marca «Redes privadas» y toca «Permitir acceso»."))  # fmt: skip
    if platform == "darwin":
        return _known(_("macOS pregunta la primera vez si Python puede recibir conexiones"),
                      _("Toca «Permitir»."))  # fmt: skip
    return _linux(port, run or _run)


def reachable(address: str | None) -> Finding:
    """Whether a connection to this laptop's own address arrives, as a phone's would.

    It cannot find a firewall that lets the laptop itself pass; it finds an address that does
    not answer.
    """
    if address is None:
        return Finding("reach", State.UNKNOWN, _("Sin red no puedo probar si los celulares llegan"))
    good = _answers(address)
    words = _("{address} responde") if good else _("{address} no responde")
    advice = _("Prueba otra red, o mira qué dice el cortafuegos.")
    return judged("reach", words.format(address=address), advice, good=good)


def _linux(port: int, run: Run) -> Finding:
    if _ufw_is_on():
        return _on("ufw", f"sudo ufw allow {port}/tcp")
    if run(["firewall-cmd", "--state"]) == "running":
        allowed = run(["firewall-cmd", "--query-port", f"{port}/tcp"]) == "yes"
        command = f"sudo firewall-cmd --add-port={port}/tcp"
        return _lets_pass("firewalld") if allowed else _on("firewalld", command)
    return _rules(port, run)


def _rules(port: int, run: Run) -> Finding:
    """The kernel's own rules, which often only root can read."""
    for command in (["nft", "list", "ruleset"], ["iptables", "-S", "INPUT"]):
        told = run(command)
        if told is not None:
            refuses = any(word in told for word in ("policy drop", "-P INPUT DROP", "reject"))
            return _on(command[0], f"sudo ufw allow {port}/tcp") if refuses else _lets_pass("")
    return Finding(
        "firewall",
        State.UNKNOWN,
        _("No puedo saber si hay un cortafuegos sin permisos de administración"),
        _("Si los celulares no entran, prueba: {command}").format(
            command=f"sudo ufw allow {port}/tcp"
        ),
    )


def _known(sentence: str, advice: str) -> Finding:
    return Finding("firewall", State.UNKNOWN, sentence, advice)


def _on(name: str, command: str) -> Finding:
    sentence = _("El cortafuegos {name} está encendido").format(name=name)
    advice = _("Si los celulares no entran, escribe: {command}").format(command=command)
    return Finding("firewall", State.UNKNOWN, sentence, advice)


def _lets_pass(name: str) -> Finding:
    told = _("El cortafuegos {name} deja pasar a los celulares").format(name=name)
    open_to_all = _("Ningún cortafuegos cierra el paso")
    return Finding("firewall", State.GOOD, told if name else open_to_all)


def _ufw_is_on() -> bool:
    """Its settings can be read by everybody, its state only by root."""
    try:
        return "ENABLED=yes" in _UFW.read_text(encoding="utf-8")
    except OSError:
        return False


def _run(command: list[str]) -> str | None:
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a number
            [program, *command[1:]], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _answers(address: str) -> bool:
    try:
        with socket.create_server((address, 0)) as door:
            socket.create_connection(door.getsockname(), timeout=SECONDS).close()
    except OSError:
        return False
    return True
