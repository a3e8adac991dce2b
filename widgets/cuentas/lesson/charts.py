"""Moments in which the learner makes a chart lie with true numbers, and puts it right."""

from __future__ import annotations

from fractions import Fraction

from cuentas.data.pack import national
from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.lesson.needs import absent_here, needs
from cuentas.lesson.year import YearMoments
from cuentas.model.budget import BudgetLine
from cuentas.model.charts import Count, Point, Series, Side, Story, nearest_years, rival, shares
from cuentas.view.absence import Absence
from cuentas.view.checklist import Checklist
from cuentas.view.controls import choice, slider, switch
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.show.cut_axis import cut_axis
from cuentas.view.show.many_slices import many_slices
from cuentas.view.show.mixed_counts import mixed_counts
from cuentas.view.show.picked_years import picked_years

YEARS = 4
BOTH = 2
ROOMS = (None, Fraction(2), Fraction(1), Fraction(1, 4), Fraction(1, 10))
"""What the axis leaves of the shortest bar, step by step: from the honest zero to the worst."""
HONEST_LAST = range(len(ROOMS) - 1, -1, -1)
"""Zero stands at the right end: beside a slider at its left end the browser writes no words."""


class ChartMoments(YearMoments):
    """Four tricks of charts, each with its own control, and what to ask of any chart."""

    def cut_axis(self, start: int = 0) -> Explorer:
        """Some years of avance on an axis that the learner cuts, ``start`` steps from zero."""
        steps = [
            _("en cero"),
            _("un poco arriba"),
            _("más arriba"),
            _("muy arriba"),
            _("casi en la barra más corta"),
        ]
        axis = slider(_("¿Dónde empieza el eje?"), HONEST_LAST, start, lambda step: steps[step])

        def draw() -> Figure:
            lines = nearest_years(self.past, self.selection.year, YEARS)
            return cut_axis(lines, ROOMS[axis.value], self.district, self.budget_source)

        return self._of_one_year(draw, axis)

    def picked_years(self, story: str = "whole", *, by_share: bool = False) -> Explorer:
        """The budget through the years: all, or the two that tell the wished story."""
        wished = choice(
            _("¿Qué quieres que crea la gente?"),
            [
                (_("Nada: pongo todos los años"), Story.WHOLE.value),
                (_("Que se disparó"), Story.RISE.value),
                (_("Que se cayó"), Story.FALL.value),
            ],
            story,
        )
        measured = switch(_("Medir su parte de cada 100 soles de la región"), on=by_share)

        def draw() -> Figure | Absence:
            points = self._shares() if measured.value else self._soles()
            if not points:
                return absent_here(self.district.name, "budget")
            years = {year for year, _value in points}
            lines = [line for line in self.past if line.year in years]
            series = Series(points, by_share=measured.value)
            return picked_years(
                series, Story(wished.value), self.district, lines, self.budget_source
            )

        return self._of_one_year(draw, wished, measured)

    @needs("population")
    def mixed_counts(self, count: str = "census_2025") -> Explorer:
        """Two municipalities per person, by one count or by the one that suits each side."""
        counted = choice(
            _("¿Con qué población?"),
            [
                (_("Las dos con el censo"), Count.CENSUS.value),
                (_("Las dos con la proyección"), Count.PROJECTION.value),
                (_("Cada una con la que me conviene"), Count.MIXED.value),
            ],
            count,
        )

        def draw() -> Figure | Absence:
            mine = self._side(self.line)
            other = rival(mine, self._others()) if mine else None
            if mine is None or other is None:
                return absent_here(self.district.name, "population")
            sources = (self.budget_source, self.pack.provenance("population"))
            return mixed_counts(mine, other, Count(counted.value), self.pack.region, sources)

        return self._of_one_year(draw, counted)

    def many_slices(self, *, in_pie: bool = False) -> Explorer:
        """The budgets of all municipalities of a year, in a pie or in a few bars."""
        pie = switch(_("Ponerlas todas en una torta"), on=in_pie)

        def draw() -> Figure:
            lines = [line for line in self.neighbours if line.pim]
            mine, region = self.selection.ubigeo, self.pack.region
            return many_slices(lines, mine, region, self.budget_source, in_pie=pie.value)

        return self._of_one_year(draw, pie)

    def chart_questions(self) -> Checklist:
        """What to ask of any chart; what is ticked as missing goes into the letter."""
        rows = national("chart_questions").rows()

        def heard(written: dict[str, str], ticked: tuple[str, ...]) -> str:
            missing = [row["missing"] for row in rows if row["id"] in ticked]
            self.selection.say(**written, missing="\n".join(f"- {one}" for one in missing))
            return _missing_in_words(len(missing))

        lines = {
            "chart": _("¿De qué trata el gráfico?"),
            "place": _("¿Dónde lo viste? (afiche, diario, página)"),
        }
        items = {row["id"]: row["ask"] for row in rows}
        return Checklist(_("Marca lo que NO encuentras en él"), lines, items, heard)

    def _soles(self) -> tuple[Point, ...]:
        return tuple((line.year, Fraction(line.pim)) for line in self.past if line.pim)

    def _shares(self) -> tuple[Point, ...]:
        districts, budget = self.pack.region.districts, self.pack.budget
        existing = {
            year: sum(1 for one in districts if (one.exists_since or year) <= year)
            for year in {line.year for line in budget}
        }
        return shares(budget, self.selection.ubigeo, existing)

    def _side(self, line: BudgetLine) -> Side | None:
        people = self.pack.people.get(line.ubigeo)
        known = people is not None and len(people.counted_by) == BOTH
        return Side(line, people) if people is not None and known and line.pim else None

    def _others(self) -> list[Side]:
        """Municipalities of the same kind: a provincial one serves more than its own district."""
        kind = self.district.is_provincial
        sides = [
            self._side(line)
            for line in self.neighbours
            if line.ubigeo != self.selection.ubigeo
            and self.pack.region.district(line.ubigeo).is_provincial == kind
        ]
        return [side for side in sides if side]


def _missing_in_words(count: int) -> str:
    if not count:
        return _("Si no le falta nada, puedes creerle a medias: igual compara.")
    return plural(
        "Marcaste {count} cosa que falta. Ya está en tu carta, más abajo.",
        "Marcaste {count} cosas que faltan. Ya están en tu carta, más abajo.",
        count,
    ).format(count=count)
