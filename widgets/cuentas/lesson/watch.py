"""Moments of a watch committee: signals, the visit sheet, and what goes into its letter."""

from __future__ import annotations

from functools import cache

import ipywidgets as ui

from cuentas.data.pack import national
from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.lesson.limits import thresholds, values
from cuentas.lesson.needs import absent_here
from cuentas.lesson.works import INVESTMENTS, VIABILITY_LIMIT, WorkMoments
from cuentas.model.watch import (
    FEWER,
    MORE,
    NO,
    UNKNOWN,
    UNSEEN,
    YES,
    Kind,
    Notice,
    Point,
    Signal,
    Visit,
    avances,
    cost_growth,
    how_common,
    low_avance,
    much_unsigned,
    old_viability,
    unsigned_shares,
)
from cuentas.model.works import viability
from cuentas.view.absence import Absence
from cuentas.view.controls import answers, choice
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.show import watch
from cuentas.view.show.watch import OwnYears

OF_BUDGET = (Kind.AVANCE, Kind.RESERVED)
OF_WORK = (Kind.COST, Kind.VIABILITY)
LIMITS_OF_CONTRACT = (
    "additional-works-management",
    "additional-works-head",
    "additional-works-comptroller",
)
STALLED_LIMIT = "stalled-statistics"


@cache
def notices() -> dict[str, Notice]:
    """What each signal teaches, by its name."""
    names = Notice.__dataclass_fields__
    return {
        row["id"]: Notice(**{name: row[name] for name in names})
        for row in national("signals").rows()
    }


class WatchMoments(WorkMoments):
    """Signals of the chosen municipality and work, and the sheet of a visit."""

    def watching(self) -> Explorer:
        """What works cost where somebody was known to watch."""
        table = national("watch_evidence")
        found = {row["id"]: row["value"] for row in table.rows()}
        return Explorer(
            lambda: watch.watching(
                found["cost"], int(found["districts"]), int(found["letters"]), table.provenance
            )
        )

    def budget_signal(self) -> Explorer:
        """The municipality's chosen year beside its own earlier years."""
        kind = self._kind_choice(OF_BUDGET)
        card = ui.HTML()

        def draw() -> Figure | Absence:
            told = self._own_years(Kind(kind.value))
            card.value = self._card(told.kind, told.signal)
            if not told.shares:
                return absent_here(self.district.name, "budget")
            return watch.own_years_signal(told, self.budget_source)

        follows = [(self.selection, ["ubigeo", "year"]), (kind, "value")]
        return Explorer(draw, [self.chooser(), kind], follows, [card])

    def work_signal(self) -> Explorer:
        """The followed work's cost or viability beside its reference."""
        kind = self._kind_choice(OF_WORK)
        card = ui.HTML()

        def draw() -> Figure | Absence:
            figure, signal = self._told_of_work(Kind(kind.value))
            card.value = self._card(Kind(kind.value), signal)
            return figure or absent_here(self.work.short_name, INVESTMENTS)

        where = [self.chooser(with_year=False), self._missing_box("signal"), self.work_chooser()]
        follows = [(self.selection, ["ubigeo", "words"]), (kind, "value")]
        return Explorer(draw, [*where, kind], follows, [card])

    def visit_sheet(self) -> Explorer:
        """What the committee saw from the public road; no names are asked for."""
        points = [Point(**row) for row in national("visit_checklist").rows()]
        marks = {one.id: self._mark(one) for one in points}

        def draw() -> Figure:
            visit = Visit({name: mark.value for name, mark in marks.items() if mark.value})
            self._say_visit(points, visit)
            return watch.visit_sheet(points, visit, _stalled_months())

        controls = [self.work_chooser(), *marks.values()]
        return Explorer(draw, controls, [(mark, "value") for mark in marks.values()])

    def common_signal(self) -> Explorer:
        """How many municipalities of the region have the same signal: counted, never named."""
        source, region = self.budget_source, self.pack.region

        def draw() -> Figure:
            year = self.selection.year
            return watch.how_common(how_common(self.pack.budget, year), region, year, source)

        return Explorer(draw, [self.chooser()], [(self.selection, ["ubigeo", "year"])])

    def signal_chooser(self) -> ui.Dropdown:
        """Which signal goes into the letter."""
        has_works = self.pack.has(INVESTMENTS)
        kinds = [one for one in Kind if has_works or one not in OF_WORK]
        options = [(notices()[one.value].name, one.value) for one in kinds]
        chosen = choice(_("¿Qué señal llevan en la carta?"), options, kinds[0].value)

        def tell() -> None:
            self._say_signal(Kind(chosen.value))

        chosen.observe(lambda _change: tell(), "value")
        self.selection.observe(lambda _change: tell(), ["ubigeo", "year", "words"])
        tell()
        return chosen

    @staticmethod
    def _kind_choice(kinds: tuple[Kind, ...]) -> ui.Dropdown:
        options = [(notices()[one.value].name, one.value) for one in kinds]
        return choice(_("¿Qué señal quieres mirar?"), options, kinds[0].value)

    @staticmethod
    def _card(kind: Kind, signal: Signal | None) -> str:
        raised = signal is not None and signal.raised
        return watch.signal_card(notices()[kind.value], values(), raised=raised)

    @staticmethod
    def _mark(point: Point) -> ui.ToggleButtons:
        given = (FEWER, MORE, UNKNOWN) if point.kind == "months" else (YES, NO, UNSEEN)
        months = _stalled_months()
        mark = answers(point.text, [(watch.answer_in_words(one, months), one) for one in given])
        mark.add_class("cc-point")
        return mark

    def _own_years(self, kind: Kind) -> OwnYears:
        past, year = self.past, self.selection.year
        if kind is Kind.AVANCE:
            shares, signal = avances(past), low_avance(past, year)
        else:
            shares, signal = unsigned_shares(past), much_unsigned(past, year)
        return OwnYears(self.district, year, shares, past, signal, kind)

    def _told_of_work(self, kind: Kind) -> tuple[Figure | None, Signal | None]:
        """The figure and the signal of the followed work; nothing where a date is missing."""
        work = self.work
        if kind is Kind.COST:
            limits = [thresholds()[name].value for name in LIMITS_OF_CONTRACT]
            signal = cost_growth(work, limits)
            if signal is None:
                return None, None
            return watch.cost_signal(work, signal, limits, self._origin), signal
        clock = viability(work, int(thresholds()[VIABILITY_LIMIT].value))
        signal = old_viability(work, clock)
        if clock is None or signal is None:
            return None, None
        return watch.viability_signal(work, clock, signal, self._origin), signal

    def _say_visit(self, points: list[Point], visit: Visit) -> None:
        """Write what was seen for the letter, point by point, as it was marked."""
        months = _stalled_months()
        lines = [
            f"- {one.short}: {watch.answer_in_words(visit.answers[one.id], months).lower()}"
            for one in points
            if one.id in visit.answers
        ]
        stalled = MORE if visit.stalled else ""
        self.selection.say(visit="\n".join(lines), visit_stalled=stalled)

    def _say_signal(self, kind: Kind) -> None:
        """Write what is seen and the document that explains it, for the letter."""
        notice = notices()[kind.value]
        seen = self._signal_in_words(kind)
        whole = _("{seen} El límite: {limit} Quién lo pone: {who}.")
        limit = watch.limit_in_words(notice, values())
        told = whole.format(seen=seen, limit=limit, who=notice.institution) if seen else ""
        self.selection.say(signal=told, signal_document=notice.document)

    def _signal_in_words(self, kind: Kind) -> str:
        """What is measured, and its source; empty where there is nothing to tell."""
        if kind is Kind.STALLED:
            months = _stalled_months()
            known = self.selection.words.get("visit_stalled") == MORE
            sentence = _("El vecindario cuenta {months} o más sin trabajo en la obra.")
            return sentence.format(months=months) if known else ""
        figure = self._figure_of(kind)
        return f"{figure.describe()} {figure.footer}" if figure else ""

    def _figure_of(self, kind: Kind) -> Figure | None:
        """The figure of a signal on real data, if there is one."""
        if kind in OF_WORK:
            return self._told_of_work(kind)[0] if self.works else None
        told = self._own_years(kind)
        return watch.own_years_signal(told, self.budget_source) if told.shares else None


def _stalled_months() -> str:
    count = int(thresholds()[STALLED_LIMIT].value)
    return plural("{count} mes", "{count} meses", count).format(count=count)
