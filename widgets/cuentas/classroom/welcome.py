"""What the terminal says when a class is open."""

from __future__ import annotations

from typing import TextIO

from cuentas.classroom import qr
from cuentas.classroom.command import Command
from cuentas.classroom.state import Classroom
from cuentas.i18n import text as _


def write(classroom: Classroom, out: TextIO, command: Command) -> None:
    """Write the phones' address, its QR and the code, and apart the facilitator's link.

    Args:
        classroom: the class that was opened.
        out: the terminal.
        command: what was typed to open it.
    """
    joining = classroom.joining_address
    parts = [_for_phones(classroom, command) if joining else _without_network()]
    if not classroom.is_kept:
        parts.append(_("No pude guardar la clase: si la laptop se apaga, el código cambiará."))
    if joining and _can_draw(out):
        parts.append(qr.as_text(joining).rstrip("\n"))
    parts += [_for_facilitator(classroom), _("Para terminar: Ctrl-C")]
    out.write("\n\n".join(parts) + "\n")
    out.flush()


def _for_phones(classroom: Classroom, command: Command) -> str:
    lines = [
        _("La clase está abierta. Los celulares entran por el mismo Wi-Fi:"),
        "",
        f"    {classroom.address}",
        "    " + _("Código: {code}").format(code=classroom.code),
    ]
    others = [one for one in classroom.addresses() if one != classroom.host]
    if others:
        lines += ["", _other_addresses([command.at(one) for one in others])]
    return "\n".join(lines)


def _other_addresses(others: list[Command]) -> str:
    return _(
        "Esta laptop está en varias redes. Si los celulares no entran, cierra y prueba:\n{commands}"
    ).format(commands="\n".join(f"    {one}" for one in others))


def _without_network() -> str:
    return _(
        "Esta laptop no está en ninguna red, y los celulares no pueden entrar.\n"
        "Conecta la laptop al Wi-Fi o crea un punto de acceso. No hace falta internet.\n"
        "La dirección aparecerá sola en tu página. Mientras tanto, proyecta las lecciones."
    )


def _for_facilitator(classroom: Classroom) -> str:
    return _("Solo para ti, que facilitas. Ábrelo en esta laptop y no lo compartas:\n    {address}"
    ).format(address=classroom.facilitator_address)  # fmt: skip


def _can_draw(out: TextIO) -> bool:
    """Whether this is a screen whose letters include the blocks that a QR is made of."""
    try:
        "▀▄█".encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return out.isatty()
