"""Sentences that a learner reads when something takes time or goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

from cuentas.i18n import text as _


@dataclass(frozen=True)
class Trouble:
    """An error as a learner reads it: what happened and what to do."""

    title: str
    happened: str
    advice: str


def page_trouble(status: int) -> Trouble:
    """What the error page says for an HTTP status."""
    if status in {403, 404, 405}:
        return Trouble(
            _("No encontramos esta página"),
            _("La dirección está incompleta o la lección cambió de lugar."),
            _("Vuelve al inicio y elige la lección en la lista."),
        )
    return Trouble(
        _("Esta página no se pudo preparar"),
        _("La computadora de la clase tuvo un problema. No es culpa tuya."),
        _("Espera un momento y vuelve a cargar. Si sigue igual, avisa a quien facilita."),
    )


def script_texts() -> dict[str, str]:
    """Sentences of the page script, by the name the script gives them."""
    return {
        "preparing": _("Preparando las figuras…"),
        "ready": _("Las figuras están listas."),
        "cellFailed": _("Esta parte no se pudo mostrar. El resto de la lección sigue funcionando."),
        "kernelFailed": _(
            "La lección no pudo arrancar en la computadora de la clase. "
            "Puedes leer el texto mientras tanto."
        ),
        "figureMissing": _("Esta figura no está disponible por ahora."),
        "tooSlow": _(
            "Las figuras demoran más de lo normal. "
            "La computadora de la clase puede estar atendiendo a muchas personas."
        ),
        "connectionLost": _(
            "Se perdió la conexión con la computadora de la clase. "
            "Al volver a cargar se borran tus respuestas; quedan tu distrito y tu año."
        ),
        "cutShort": _(
            "Se perdió la conexión con la computadora de la clase antes de terminar. "
            "Vuelve a cargar para ver las figuras."
        ),
        "reload": _("Volver a cargar"),
        "listen": _("Escuchar"),
        "stopListening": _("Detener"),
        "copied": _("Copiado"),
        "copyFailed": _("No se pudo copiar. Mantén el dedo sobre el texto y elige Copiar."),
        "moment": _("Momento {current} de {total}"),
        "end": _("Cierre de la lección"),
        "start": _("Inicio de la lección"),
        "option": _("Opción"),
        "noAnswer": _("sin respuesta"),
    }
