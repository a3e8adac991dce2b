"""The course's figures by name, outside any notebook: the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable

from cuentas.data.pack import Pack, pack
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.canon import CanonMoments
from cuentas.lesson.money import MoneyMoments
from cuentas.view.figure import Figure
from cuentas.view.selection import Selection


class _Drawings(CanonMoments, MoneyMoments):
    """Every figure of the course, as its moment first shows it."""

    def by_name(self) -> dict[str, Callable[[], Figure]]:
        """How each named figure is drawn."""
        return {
            "opening": lambda: self.opening().figure,
            "chain": lambda: self.chain().figure,
            "hundred": lambda: self.hundred().figure,
            "years": self._beside_its_past,
            "neighbours": self._among_neighbours,
            "person": lambda: self.per_person().figure,
            "investments": lambda: self.investments().figure,
            "kind": lambda: self.spending_by_kind().figure,
            "government": lambda: self.spending_by_government().figure,
            "road": lambda: self.canon_road().figure,
            "shock": lambda: self.price_shock().figure,
            "calendar": lambda: self.canon_calendar().figure,
        }


class FigureError(ValueError):
    """The figure cannot be drawn so; the message says what can be."""


def as_file(figure: Figure, suffix: str) -> bytes:
    """The content of a file with ``suffix``: title, drawing, description and source.

    Raises:
        FigureError: no figure is written in that form.
    """
    from cuentas.view.draw.picture import FORMS, picture  # noqa: PLC0415 - loads matplotlib

    form = suffix.lower().lstrip(".")
    if form not in FORMS:
        raise FigureError(
            _("No escribo figuras como «{suffix}». Usa .svg, .png o .pdf.").format(suffix=suffix)
        )
    return picture(figure, form)


def figure(name: str, region: str, district: str | None = None, year: int | None = None) -> Figure:
    """A named figure as a lesson first shows it.

    ``district`` is an ubigeo or a name; without it, and without ``year``, the region's pack
    says where lessons open.

    Raises:
        FigureError: no such figure, district, or year with data.
        DatasetError: no such region, or its pack cannot be read.
    """
    chosen = pack(region)
    ubigeo = _ubigeo(chosen, district)
    selection = Selection(ubigeo=ubigeo, year=_year(chosen, ubigeo, year))
    drawings = _Drawings(chosen, selection).by_name()
    if name not in drawings:
        raise FigureError(
            _("No conozco la figura «{name}». Figuras: {names}.").format(
                name=name, names=", ".join(drawings)
            )
        )
    return drawings[name]()


def _ubigeo(chosen: Pack, district: str | None) -> str:
    region = chosen.region
    if district is None:
        return region.start_district
    if district in {one.ubigeo for one in region.districts}:
        return district
    matches = region.search(district)
    if len(matches) == 1:
        return matches[0].ubigeo
    names = [f"{one.name} ({one.ubigeo})" for one in matches or region.districts]
    raise FigureError(
        _("No sé cuál es el distrito «{district}» en {region}. Elige uno: {names}.").format(
            district=district, region=region.name, names=formats.listing(names)
        )
    )


def _year(chosen: Pack, ubigeo: str, year: int | None) -> int:
    years = [line.year for line in chosen.budget if line.ubigeo == ubigeo]
    if year is None:
        start = chosen.region.start_year
        return min(years, key=lambda one: abs(one - start))
    if year in years:
        return year
    raise FigureError(
        _("No hay presupuesto de {year} para {district}. Años con dato: {years}.").format(
            year=year,
            district=chosen.region.district(ubigeo).name,
            years=formats.listing([str(one) for one in years]),
        )
    )
