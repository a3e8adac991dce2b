"""What stands where a figure would be when there is no data for it: kind, and with a way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.model.place import Region
from cuentas.model.provenance import Source
from cuentas.view.figure import render

PORTALS = {
    "budget": "MEF-CA-2025-02-11",
    "revisions": "MEF-CA-2025-02-11",
    "totals": "MEF-CA-2025-02-11",
    "spending": "MEF-CA-2025-02-11",
    "transfers": "MEF-CA-2025-02-11",
    "thresholds": "MEF-CA-2025-02-11",
    "population": "INEI-CENSO-2025",
    "census": "INEI-CENSO-2025",
    "projection": "INEI-PROY-2025",
    "investments": "MEF-BI-2024",
    "conflicts": "DEF-2024-03",
    "production": "MINEM-BEM-2022",
}
"""The public page where each kind of data is looked up: a key of ``datasets/sources.csv``."""

OPTIONS = {
    "budget": "--budget",
    "revisions": "--budget",
    "totals": "--budget",
    "spending": "--budget",
    "population": "--population",
    "census": "--population",
    "projection": "--population",
    "investments": "--investments",
}
"""The option of ``cuentas region update`` that brings each dataset; others are written by hand."""


@dataclass(frozen=True)
class Absence:
    """What is missing, why, what to do instead, and where a trainer gets it.

    It takes the place of a ``Figure``: it is shown, described and printed the same way.
    ``address`` is that of the public page. ``trainer`` is a line for whoever prepares the course,
    and ``order`` what she types to bring the data, where an order does it.
    """

    name: str
    title: str
    reason: str
    instead: str
    address: str
    trainer: str
    order: str = ""

    def describe(self) -> str:
        """All of it in one paragraph, as a screen reader says it."""
        told = (self.title, self.reason, self.instead, self.trainer, self.order)
        return " ".join(one for one in told if one)

    def html(self, place: str = "") -> str:
        """The box; ``place`` tells it apart when a page shows it twice."""
        own = f"absence-{self.name}-{place}" if place else f"absence-{self.name}"
        return render("absence.html.j2", absence=self, id=own)


def of_region(missing: Sequence[str], region: Region, portal: Source | None) -> Absence:
    """The box where a region's pack lacks the datasets ``missing``.

    ``portal`` is the public page that shows the first of them.
    """
    return Absence(
        name="-".join(missing),
        title=_("Aquí falta un dato: {what}.").format(what=in_words(missing)),
        reason=_("Todavía nadie lo cargó para {region}. No quiere decir que sea cero.").format(
            region=region.name
        ),
        instead=_instead(missing[0]),
        address=portal.url if portal else "",
        trainer=_for_trainers(missing[0], region),
        order=_order(missing[0], region),
    )


def of_place(name: str, where: str, portal: Source | None) -> Absence:
    """The box where the pack has the dataset ``name``, but nothing about ``where``."""
    return Absence(
        name=name,
        title=_("De {where} no tenemos este dato: {what}.").format(
            where=where, what=in_words([name])
        ),
        reason=_("No quiere decir que sea cero. Puedes elegir otro lugar o seguir."),
        instead=_instead(name),
        address=portal.url if portal else "",
        trainer="",
    )


def _instead(name: str) -> str:
    """What a learner can do without the dataset: one short sentence."""
    look = _("Mira el de tu municipalidad en la Consulta Amigable del MEF.")
    people = _("Búscalo en la página del INEI, con el nombre de tu distrito.")
    known = {
        "budget": look,
        "revisions": _(
            "Anota hoy el de tu municipalidad en la Consulta Amigable. Míralo otro día."
        ),
        "totals": _("Mira el gasto de tu departamento en la Consulta Amigable del MEF."),
        "spending": _("Mira el gasto de tu departamento en la Consulta Amigable del MEF."),
        "transfers": _("Pide a tu municipalidad el monto y la fecha de cada transferencia."),
        "thresholds": _("Compara tu municipalidad con sus propios años."),
        "population": people,
        "census": people,
        "projection": people,
        "investments": _(
            "Busca una obra que conozcas, por su nombre o su CUI, en la consulta de inversiones "
            "del MEF."
        ),
        "conflicts": _("Mira el reporte de cada mes de la Defensoría del Pueblo."),
        "commitments": _("Pide el acta a quienes la firmaron."),
        "production": _("Mira el boletín minero del Ministerio de Energía y Minas."),
        "claims": _("Usa los casos de tu municipalidad y los de todo el país."),
    }
    return known.get(name) or _("Pregunta por él en tu municipalidad.")


def _for_trainers(name: str, region: Region) -> str:
    if region.never_has(name):
        return _(
            "Para quien prepara el curso: este dato es de todo un departamento, y {region} es solo "
            "una parte. Lo trae el paquete de {department}."
        ).format(region=region.name, department=region.department_name)
    if name not in OPTIONS:
        return _("Para quien prepara el curso: datasets/README.md dice cómo agregarlo.")
    return _("Para quien prepara el curso: descarga el archivo y escribe")


def _order(name: str, region: Region) -> str:
    """What brings the dataset into a pack that exists, as it is typed."""
    if name not in OPTIONS or region.never_has(name):
        return ""
    return _("cuentas region update {region} {option} ARCHIVO").format(
        region=region.slug, option=OPTIONS[name]
    )
