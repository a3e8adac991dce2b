"""Moments about real budgets: what a lesson can show of the learner's municipality."""

from __future__ import annotations

from collections.abc import Callable

from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.model.comparison import Population, most_alike
from cuentas.model.money import total
from cuentas.view.controls import choice
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.footer import population_in_words
from cuentas.view.show import budget, compare, investments, people, ruler, spending
from cuentas.view.show.spending import Slice

PAST, TWIN, NEIGHBOURS = "past", "twin", "neighbours"


class MoneyMoments(Moments):
    """Figures of the chosen municipality, beside its past, its neighbours and its people."""

    def opening(self) -> Explorer:
        """PIA beside PIM."""
        return self._of_one_year(
            lambda: budget.opening_and_modified(self.line, self.district, self.budget_source)
        )

    def chain(self) -> Explorer:
        """The staircase from PIA to girado."""
        return self._of_one_year(
            lambda: budget.execution_chain(
                self.line, self.district, self.budget_source, self.revisions
            )
        )

    def hundred(self) -> Explorer:
        """A hundred coins of the PIM."""
        return self._of_one_year(
            lambda: budget.of_every_hundred(self.line, self.district, self.budget_source)
        )

    def compared(self) -> Explorer:
        """The same percentage beside the municipality's past, or beside its neighbours."""
        with_what = choice(
            _("¿Comparado con qué?"),
            [
                (_("Con sus propios años"), PAST),
                (_("Con la más parecida en soles"), TWIN),
                (_("Con todas las de la región"), NEIGHBOURS),
            ],
            PAST,
        )

        def draw() -> Figure:
            ways = {TWIN: self._beside_its_twin, NEIGHBOURS: self._among_neighbours}
            return ways.get(with_what.value, self._beside_its_past)()

        follows = [(self.selection, ["ubigeo", "year"]), (with_what, "value")]
        return Explorer(draw, [self.chooser(), with_what], follows)

    def per_person(self) -> Explorer:
        """The PIM for each person, by the count that the learner picks."""
        count = choice(
            _("¿Quién contó a las personas?"),
            [(population_in_words(one), one.value) for one in Population],
            Population.CENSUS.value,
        )

        def draw() -> Figure:
            return people.per_person(
                self.line,
                self.pack.people[self.selection.ubigeo],
                Population(count.value),
                self.district,
                (self.budget_source, self.pack.provenance("population")),
            )

        follows = [(self.selection, ["ubigeo", "year"]), (count, "value")]
        return Explorer(draw, [self.chooser(), count], follows)

    def two_counts(self) -> Explorer:
        """The district of the region where the two counts of people differ the most."""
        widest = max(
            self.pack.people.values(),
            key=lambda one: (
                max(one.census_2025, one.projection_2025)
                / max(min(one.census_2025, one.projection_2025), 1)
            ),
        )
        years = self.years_of(widest.ubigeo)
        line = self.pack.line(widest.ubigeo, years[0])
        if line is None:
            raise LookupError(widest.ubigeo)
        return Explorer(
            lambda: people.per_person(
                line,
                widest,
                Population.CENSUS,
                self.pack.region.district(widest.ubigeo),
                (self.budget_source, self.pack.provenance("population")),
            )
        )

    def spending_by_kind(self) -> Explorer:
        """A hundred soles of the department by what was bought: works, staff, goods."""
        return self._hundred_by("generica", "kind")

    def spending_by_government(self) -> Explorer:
        """A hundred soles of the department by who spent them."""
        rows = [row for row in self.pack.rows("totals") if row["entity"] != "department"]
        year = max(row["year"] for row in rows)
        slices = [
            Slice(row["name"], row["name"], row["pim"], row["devengado"])
            for row in rows
            if row["year"] == year
        ]
        source = self.pack.provenance("totals")
        where = self.pack.region.name
        return Explorer(lambda: spending.hundred_by_part("government", where, year, slices, source))

    def investments(self) -> Explorer:
        """Real investments located in the chosen district."""

        def draw() -> Figure:
            chosen = [one for one in self.pack.investments if one.ubigeo == self.selection.ubigeo]
            source = self.pack.provenance("investments")
            return investments.district_investments(chosen, self.district, source)

        follows = [(self.selection, "ubigeo")]
        return Explorer(draw, [self.chooser(with_year=False)], follows)

    def work_and_money(self, built: int, paid: int, elapsed: int) -> Explorer:
        """One invented work: what is built, what is paid, what time has passed."""
        return Explorer(lambda: ruler.work_and_money(built, paid, elapsed))

    def _beside_its_past(self) -> Figure:
        year, source = self.selection.year, self.budget_source
        return compare.own_years(self.past, year, self.district, source)

    def _beside_its_twin(self) -> Figure:
        twin = most_alike(self.neighbours, self.line)
        if twin is None:
            return self._beside_its_past()
        return compare.twins(self.line, twin, self.pack.region, self.budget_source)

    def _among_neighbours(self) -> Figure:
        ubigeo, region = self.selection.ubigeo, self.pack.region
        return compare.all_municipalities(self.neighbours, ubigeo, region, self.budget_source)

    def _hundred_by(self, classification: str, name: str) -> Explorer:
        rows = [
            row for row in self.pack.rows("spending") if row["classification"] == classification
        ]
        year = max(row["year"] for row in rows)
        slices = [
            Slice(row["name"], row["plain_name"], row["pim"], row["devengado"])
            for row in rows
            if row["year"] == year
        ]
        slices += self._rest_of_department(year, slices)
        keys = {row["source_key"] for row in rows}
        source = self.pack.provenance("spending").from_sources(keys)
        where = self.pack.region.name
        return Explorer(lambda: spending.hundred_by_part(name, where, year, slices, source))

    def _rest_of_department(self, year: int, known: list[Slice]) -> list[Slice]:
        """What the department spent beyond the parts that the source lists."""
        whole = next(
            row
            for row in self.pack.rows("totals")
            if row["year"] == year and row["entity"] == "department"
        )
        pim = whole["pim"] - total([part.pim for part in known])
        devengado = whole["devengado"] - total([part.devengado for part in known])
        label = _("otros gastos")
        return [Slice(label, label, pim, devengado)] if devengado > 0 else []

    def _of_one_year(self, draw: Callable[[], Figure]) -> Explorer:
        follows = [(self.selection, ["ubigeo", "year"])]
        return Explorer(draw, [self.chooser()], follows)
