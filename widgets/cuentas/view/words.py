"""The names of things for people: the official word first, with its everyday meaning."""

from __future__ import annotations

from cuentas.i18n import text as _


def stage_name(name: str) -> str:
    """The official name of a stage of the chain, as the portal writes it."""
    return {
        "pia": _("PIA"),
        "pim": _("PIM"),
        "certificado": _("Certificado"),
        "compromiso": _("Compromiso"),
        "compromiso_mensual": _("Compromiso mensual"),
        "devengado": _("Devengado"),
        "girado": _("Girado"),
    }[name]


def stage_meaning(name: str) -> str:
    """What a stage means in everyday words."""
    return {
        "pia": _("el presupuesto con que empieza el año"),
        "pim": _("el presupuesto con los cambios del año"),
        "certificado": _("plata reservada para un gasto"),
        "compromiso": _("plata con contrato u orden firmada"),
        "devengado": _("lo recibido, que ya se debe pagar"),
        "girado": _("ya salió la orden de pago"),
    }[name]
