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


def script_texts() -> dict[str, str | dict[str, str]]:
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
        "reload": _("Volver a cargar"),
        "pictureFailed": _("La imagen no se pudo guardar. Prueba otra vez en un momento."),
        "listen": _("Escuchar"),
        "stopListening": _("Detener"),
        "copied": _("Copiado"),
        "copyFailed": _("No se pudo copiar. Mantén el dedo sobre el texto y elige Copiar."),
        "moment": _("Momento {current} de {total}"),
        "end": _("Cierre de la lección"),
        "start": _("Inicio de la lección"),
        "option": _("Opción"),
        "lessonBegun": _("La empezaste: vas en el momento {current} de {total}."),
        "lessonDone": _("✔ Ya la recorriste hasta el final."),
        "noAnswer": _("sin respuesta"),
        **_address_texts(),
        **_connection_texts(),
        **_answers_texts(),
    }


def _address_texts() -> dict[str, str | dict[str, str]]:
    """Sentences about an address that asks for what there is not; what is shown follows."""
    return {
        "unknownRegionChoose": _("No conocemos esa región. Elige una."),
        "unknownRegion": _("No conocemos esa región. Mostramos {region}."),
        "notFound": {
            "distrito": _("Ese distrito no es de esta región."),
            "anio": _("De ese año no hay datos aquí."),
        },
    }


def _connection_texts() -> dict[str, str]:
    """Sentences about the line to the class's computer; answers wait on the phone meanwhile."""
    return {
        "connectionWait": _(
            "No hay conexión con la computadora de la clase. "
            "Tus respuestas están guardadas en este teléfono. Seguimos probando."
        ),
        "kernelStopped": _(
            "Tu lección se detuvo. Tus respuestas están guardadas en este teléfono."
        ),
        "goOn": _("Seguir"),
        "waitTurn": _(
            "Hay muchas personas ahora. Tu turno: {turn}. "
            "Puedes leer mientras tanto; los controles despertarán solos."
        ),
        "waitBusy": _(
            "La computadora de la clase está muy ocupada. "
            "Puedes leer mientras tanto; probamos otra vez en un momento."
        ),
        "needCode": _("Para usar los controles hace falta el código de la clase."),
        "enterCode": _("Escribir el código"),
        "lessonChanged": _("La lección cambió hace un momento. Vuelve a cargar la página."),
        "unknownControl": _("Este control no se puede mostrar en este teléfono."),
    }


def _answers_texts() -> dict[str, str]:
    """Sentences about the answers that a phone keeps."""
    return {
        "replayFailed": _(
            "No pudimos traer tus respuestas. Prueba otra vez, o empieza de nuevo sin ellas."
        ),
        "startOver": _("Empezar de nuevo"),
        "cannotKeep": _(
            "Este celular no puede guardar tus respuestas: quizá está en modo privado o sin "
            "espacio. La lección funciona igual; si cierras la página, se borran."
        ),
        "answersOutdated": _(
            "La lección cambió desde tu última visita. "
            "Tus respuestas de antes ya no encajan en ella, y empiezas de nuevo."
        ),
        "clear": _("Borrar mis respuestas"),
        "clearAsk": _(
            "¿Borrar de este teléfono tus respuestas y tus cartas de todas las lecciones? "
            "No se pueden recuperar."
        ),
        "clearYes": _("Sí, borrar"),
        "clearNo": _("No, dejarlas"),
    }
