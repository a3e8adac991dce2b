"""Moments about one work: its phases, its number, its costs, its clock."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ui

from cuentas.data.pack import national, sources
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.lesson.limits import thresholds
from cuentas.lesson.needs import absent, absent_here
from cuentas.model.investment import Investment
from cuentas.model.works import Phase, invented, viability
from cuentas.view.absence import Absence
from cuentas.view.controls import choice, slider
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure, render
from cuentas.view.footer import sources_in_words
from cuentas.view.show import ruler, works
from cuentas.view.show.phases import phases
from cuentas.view.show.works import Origin
from cuentas.view.work_choice import WorkChoice

INVESTMENTS = "investments"
VIABILITY_LIMIT = "viability-expiry"
FIRST = "life"
"""The moment of a work that a lesson shows first."""

TENTHS = tuple(range(0, 101, 10))
BUILT, PAID, ELAPSED = 40, 70, 60


class WorkMoments(Moments):
    """One work of the chosen district; an invented one, and said so, where there is no data."""

    @property
    def work(self) -> Investment:
        """The work that the learner follows: the chosen one, the first, or an invented one."""
        chosen = self.selection.words.get("chosen_cui")
        mine = {one.cui: one for one in self.works}
        if not mine:
            seen = max(line.query_date for line in self.pack.budget)
            return invented(_("Canal de riego inventado"), _("Municipalidad inventada"), seen)
        return mine.get(chosen, self.works[0])

    def work_chooser(self) -> WorkChoice:
        """A new control that changes which work is followed."""
        self.selection.observe(lambda _change: self._say_work(), "ubigeo")
        self._say_work()
        return WorkChoice(
            lambda: self.works, lambda: self.work.cui, self._follow_work, self.selection
        )

    def life_phases(self) -> Explorer:
        """From what is missing to what is used: the phases, one at a time."""
        return self._phases_of("life_phases")

    def work_life(self) -> Explorer:
        """What the register tells of one work, and what has to be asked."""
        return self._of_one_work(FIRST, lambda: works.life(self.work, self._origin))

    def work_cost(self) -> Explorer:
        """The approved cost beside the updated one."""
        return self._of_one_work("cost", lambda: works.cost(self.work, self.works, self._origin))

    def work_viability(self) -> Explorer:
        """How long ago the work was declared viable, beside the term."""
        return self._of_one_work("clock", self._clock)

    def money_and_progress(self) -> Explorer:
        """An invented work whose money and progress the learner moves."""
        paid = slider(_("Plata devengada, de cada 100"), TENTHS, PAID, formats.number)
        built = slider(_("Obra hecha, de cada 100"), TENTHS, BUILT, formats.number)
        return Explorer(
            lambda: ruler.work_and_money(built.value, paid.value, ELAPSED),
            [paid, built],
            [(paid, "value"), (built, "value")],
        )

    @property
    def _origin(self) -> Origin:
        if not self.works:
            return works.made_up()
        return works.registered(self.pack.provenance(INVESTMENTS))

    @staticmethod
    def _phases_of(table: str, order: str = "") -> Explorer:
        """The phases of a national table, one at a time; ``order`` says whose order it is."""
        source = national(table)
        known = source.records(Phase)
        options = [(phase.name, phase.id) for phase in known]
        chosen = choice(_("¿Qué fase quieres mirar?"), options, known[0].id)
        return Explorer(
            lambda: phases(known, chosen.value, source.provenance, order),
            [chosen],
            [(chosen, "value")],
        )

    def _of_one_work(self, name: str, draw: Callable[[], Figure | Absence]) -> Explorer:
        box = self._missing_box(name, whole=name == FIRST)
        controls = [self.chooser(with_year=False), box, self.work_chooser()]
        return Explorer(draw, controls, [(self.selection, ["ubigeo", "words"])])

    def _clock(self) -> Figure | Absence:
        limit = thresholds()[VIABILITY_LIMIT]
        clock = viability(self.work, int(limit.value))
        if clock is None:
            return absent_here(self.work.short_name, INVESTMENTS)
        return works.viability_clock(self.work, clock, self._origin, sources()[limit.source_key])

    def _missing_box(self, name: str, *, whole: bool = True) -> ui.HTML:
        """The kind box, where the district has no works: the example below it is invented.

        Where it was already read whole on the page, one sentence is enough.
        """
        box = ui.HTML()

        def follow() -> None:
            box.value = self._why_invented(name, whole=whole)

        self.selection.observe(lambda _change: follow(), "ubigeo")
        follow()
        return box

    def _why_invented(self, name: str, *, whole: bool) -> str:
        if self.works:
            return ""
        if not whole:
            sentence = _("Falta ese dato de tu distrito: seguimos con un ejemplo inventado.")
            return render("found.html.j2", sentence=sentence)
        if self.pack.has(INVESTMENTS):
            return absent_here(self.district.name, INVESTMENTS).html(name)
        return absent(self.pack, INVESTMENTS).html(name)

    def _follow_work(self, cui: str) -> None:
        chosen = next(one for one in self.works if one.cui == cui)
        self.selection.say(**self._work_words(chosen))

    def _say_work(self) -> None:
        """Tell the letter which work is followed; a line to write on where there is none."""
        self.selection.say(**(self._work_words(self.work) if self.works else _NOBODY))

    def _work_words(self, work: Investment) -> dict[str, str]:
        consulted = self.pack.provenance(INVESTMENTS).consulted
        return {
            "chosen_cui": work.cui,
            "chosen_work": work.short_name,
            "chosen_entity": work.entity,
            "chosen_costs": _("según {source}, se aprobó con {before} y figura con {now}.").format(
                source=sources_in_words(consulted),
                before=formats.soles(work.viable_cost),
                now=formats.soles(work.updated_cost),
            ),
        }


_NOBODY = dict.fromkeys(("chosen_cui", "chosen_work", "chosen_entity", "chosen_costs"), "")
"""What the letter leaves blank where the pack has no work to follow."""
