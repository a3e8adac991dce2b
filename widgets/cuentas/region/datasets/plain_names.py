"""What each genérica and each function of the State is called on screen."""

from __future__ import annotations

from cuentas.i18n import text as _
from cuentas.region.parts.names import in_title
from cuentas.region.sources.words import folded

GENERICAS = {
    "ADQUISICION DE ACTIVOS NO FINANCIEROS": _("obras, equipos y terrenos"),
    "PERSONAL Y OBLIGACIONES SOCIALES": _("sueldos y aportes del personal"),
    "BIENES Y SERVICIOS": _("compras y servicios del día a día"),
    "PENSIONES Y OTRAS PRESTACIONES SOCIALES": _("pensiones y ayudas sociales"),
    "SERVICIO DE LA DEUDA PUBLICA": _("pago de deudas"),
    "DONACIONES Y TRANSFERENCIAS": _("dinero entregado a otras entidades"),
}
"""Each genérica in everyday words, which are this course's own."""
FUNCTIONS = (
    _("Legislativa"),
    _("Relaciones Exteriores"),
    _("Planeamiento, Gestión y Reserva de Contingencia"),
    _("Defensa y Seguridad Nacional"),
    _("Orden Público y Seguridad"),
    _("Justicia"),
    _("Trabajo"),
    _("Comercio"),
    _("Turismo"),
    _("Agropecuaria"),
    _("Pesca"),
    _("Energía"),
    _("Minería"),
    _("Industria"),
    _("Transporte"),
    _("Comunicaciones"),
    _("Ambiente"),
    _("Saneamiento"),
    _("Vivienda y Desarrollo Urbano"),
    _("Salud"),
    _("Cultura y Deporte"),
    _("Educación"),
    _("Protección Social"),
    _("Previsión Social"),
    _("Deuda Pública"),
)
"""The functions of the State, from 01 to 25, under their official names.

Files of spending shout them without accents; the MEF's file of investments, DETALLE_INVERSIONES,
has them, and these are written as there.
"""
RUBROS = {
    "00": _("recursos ordinarios: la plata del Estado que se reparte por ley de presupuesto"),
    "04": _("contribuciones a fondos"),
    "07": _("FONCOMUN: el fondo que se reparte entre todas las municipalidades"),
    "08": _("impuestos municipales, como el predial"),
    "09": _("lo que la municipalidad cobra: tasas, alquileres y servicios"),
    "13": _("donaciones y transferencias de otras entidades"),
    "15": _("FONCOR: el fondo que se reparte entre los gobiernos regionales"),
    "18": _("canon, regalías, rentas de aduanas y participaciones"),
    "19": _("préstamos"),
}
"""Each rubro in everyday words, which are this course's own. 18 is a basket, not only canon."""
_KNOWN = {folded(name): said for name, said in GENERICAS.items()} | {
    folded(name): name for name in FUNCTIONS
}


def rubro_name(code: str, shouted: str) -> str:
    """What a rubro is called on screen; one without words of ours, by its name."""
    return RUBROS.get(code) or in_title(shouted)


def plain_name(shouted: str) -> str:
    """What a genérica or a function is called on screen; another name, in ordinary letters."""
    return _KNOWN.get(folded(shouted)) or in_title(shouted)
