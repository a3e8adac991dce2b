"""Moments about real budgets: what a lesson can show of the learner's municipality."""

from __future__ import annotations

from collections.abc import Iterable

from cuentas.data.tables import Row
from cuentas.i18n import text as _
from cuentas.lesson.needs import absent, absent_here, lacking_counts, needs
from cuentas.lesson.year import YearMoments
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import People, Population, most_alike
from cuentas.model.money import total
from cuentas.view.absence import Absence
from cuentas.view.controls import choice
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.footer import population_in_words
from cuentas.view.show import budget, compare, investments, people, ruler, spending
from cuentas.view.show.spending import Slice

PAST, TWIN, NEIGHBOURS = "past", "twin", "neighbours"


class MoneyMoments(YearMoments):
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
        ways = [(_("Con sus propios años"), PAST)]
        if len(self.pack.region.districts) > 1:
            ways += [
                (_("Con la más parecida en soles"), TWIN),
                (_("Con todas las de la región"), NEIGHBOURS),
            ]
        with_what = choice(_("¿Comparado con qué?"), ways, PAST)

        def draw() -> Figure:
            drawn = {TWIN: self._beside_its_twin, NEIGHBOURS: self._among_neighbours}
            return drawn.get(with_what.value, self._beside_its_past)()

        return self._of_one_year(draw, *([with_what] if len(ways) > 1 else []))

    @needs("population")
    def per_person(self) -> Explorer:
        """The PIM for each person, by the count that the learner picks."""
        known = {count for one in self.pack.people.values() for count in one.counted_by}
        counts = [one for one in Population if one in known]
        if not counts:
            return Explorer(lambda: absent(self.pack, "population"))
        count = choice(
            _("¿Quién contó a las personas?"),
            [(population_in_words(one), one.value) for one in counts],
            counts[0].value,
        )
        chosen = [count] if len(counts) > 1 else []
        return self._of_one_year(lambda: self._by_person(Population(count.value)), *chosen)

    @needs("population")
    def two_counts(self) -> Explorer:
        """The district of the region where the two counts of people differ the most."""
        everyone = sorted(self.pack.people.values(), key=lambda one: -one.disagreement)
        for widest in everyone:
            line = self.last_line(widest.ubigeo)
            if line and len(widest.counted_by) == len(Population):
                return self._fixed(line, widest)
        return Explorer(lambda: absent(self.pack, *lacking_counts(everyone) or ["population"]))

    @needs("spending", "totals")
    def spending_by_kind(self) -> Explorer:
        """A hundred soles of the department by what was bought: works, staff, goods."""
        return Explorer(lambda: self._hundred_by("generica", "kind"))

    @needs("totals")
    def spending_by_government(self) -> Explorer:
        """A hundred soles of the department by who spent them."""
        return Explorer(self._hundred_by_government)

    @needs("investments")
    def investments(self) -> Explorer:
        """Real investments located in the chosen district."""

        def draw() -> Figure | Absence:
            chosen = [one for one in self.pack.investments if one.ubigeo == self.selection.ubigeo]
            if not chosen:
                return absent_here(self.district.name, "investments")
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
            return self._among_neighbours()
        return compare.twins(self.line, twin, self.pack.region, self.budget_source)

    def _among_neighbours(self) -> Figure:
        ubigeo, region = self.selection.ubigeo, self.pack.region
        return compare.all_municipalities(self.neighbours, ubigeo, region, self.budget_source)

    def _by_person(self, count: Population) -> Figure | Absence:
        """The chosen municipality's PIM by person; by another count where this one is not known."""
        counted = self.pack.people.get(self.selection.ubigeo)
        if counted is None or not counted.counted_by:
            return absent_here(self.district.name, "population")
        known = count if count in counted.counted_by else counted.counted_by[0]
        return self._divided(self.line, counted, known)

    def _fixed(self, line: BudgetLine, counted: People) -> Explorer:
        return Explorer(lambda: self._divided(line, counted, Population.CENSUS))

    def _divided(self, line: BudgetLine, counted: People, count: Population) -> Figure:
        district = self.pack.region.district(line.ubigeo)
        sources = (self.budget_source, self.pack.provenance("population"))
        return people.per_person(line, counted, count, district, sources)

    def _hundred_by_government(self) -> Figure | Absence:
        rows = [row for row in self.pack.rows("totals") if row["entity"] != "department"]
        year = _last_year(rows)
        if year is None:
            return absent(self.pack, "totals")
        slices = _slices(rows, year, "name")
        source, where = self.pack.provenance("totals"), self.pack.region.name
        return spending.hundred_by_part("government", where, year, slices, source)

    def _hundred_by(self, classification: str, name: str) -> Figure | Absence:
        wholes = {
            row["year"]: row for row in self.pack.rows("totals") if row["entity"] == "department"
        }
        listed = self.pack.rows("spending")
        rows = [row for row in listed if row["classification"] == classification]
        year = _last_year([row for row in rows if row["year"] in wholes])
        if year is None:
            return absent(self.pack, "spending")
        slices = _slices(rows, year, "plain_name")
        slices += _rest_of_department(wholes[year], slices)
        source = self.pack.provenance("spending").from_sources({row["source_key"] for row in rows})
        return spending.hundred_by_part(name, self.pack.region.name, year, slices, source)


def _slices(rows: Iterable[Row], year: int, said: str) -> list[Slice]:
    """The parts of ``year`` whose devengado is known; column ``said`` names them in plain words."""
    return [
        Slice(row["name"], row[said], row["pim"], row["devengado"])
        for row in rows
        if row["year"] == year and row["devengado"] is not None
    ]


def _last_year(rows: list[Row]) -> int | None:
    """The last year in which something was devengado."""
    return max((row["year"] for row in rows if (row["devengado"] or 0) > 0), default=None)


def _rest_of_department(whole: Row, known: list[Slice]) -> list[Slice]:
    """What the department spent beyond the parts that the source lists."""
    if whole["devengado"] is None:
        return []
    devengado = whole["devengado"] - total([part.devengado for part in known])
    budgeted = [part.pim for part in known if part.pim is not None]
    told = whole["pim"] is not None and len(budgeted) == len(known)
    pim = whole["pim"] - total(budgeted) if told else None
    label = _("otros gastos")
    return [Slice(label, label, pim, devengado)] if devengado > 0 else []
