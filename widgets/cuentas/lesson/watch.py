"""Moments of a watch committee: signals, the visit sheet, and what goes into its letter."""

from __future__ import annotations

from functools import cache

import ipywidgets as ui

from cuentas.course import LEFT_OUT, TO_WRITE_ON
from cuentas.data.pack import national
from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.lesson.limits import thresholds, values
from cuentas.lesson.needs import absent_here
from cuentas.lesson.works import INVESTMENTS, VIABILITY_LIMIT, WorkMoments
from cuentas.model.watch import (
    Kind,
    Notice,
    Point,
    Seen,
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
from cuentas.view.show import signals
from cuentas.view.show.signals import OwnYears
from cuentas.view.show.visit import answer_in_words, visit_sheet
from cuentas.view.show.watching import watching

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
    return {one.id: one for one in national("signals").records(Notice)}


class WatchMoments(WorkMoments):
    """Signals of the chosen municipality and work, and the sheet of a visit."""

    def watching(self) -> Explorer:
        """What works cost where somebody was known to watch."""
        table = national("watch_evidence")
        found = {row["id"]: row["value"] for row in table.rows()}
        return Explorer(
            lambda: watching(
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
            return signals.own_years_signal(told, self.budget_source)

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
        points = national("visit_checklist").records(Point)
        marks = {one.id: self._mark(one) for one in points}

        def draw() -> Figure:
            visit = Visit({name: mark.value for name, mark in marks.items() if mark.value})
            self._say_visit(points, visit)
            return visit_sheet(points, visit, _stalled_months())

        controls = [self.work_chooser(), *marks.values()]
        return Explorer(draw, controls, [(mark, "value") for mark in marks.values()])

    def common_signal(self) -> Explorer:
        """How many municipalities of the region have the same signal: counted, never named."""
        source, region = self.budget_source, self.pack.region

        def draw() -> Figure:
            year = self.selection.year
            return signals.how_common(how_common(self.pack.budget, year), region, year, source)

        return Explorer(draw, [self.chooser()], [(self.selection, ["ubigeo", "year"])])

    def signal_chooser(self) -> ui.Dropdown:
        """Which signal goes into the letter."""
        has_works = self.pack.has(INVESTMENTS)
        kinds = [one for one in Kind if has_works or one not in OF_WORK]
        options = [(notices()[one.value].name, one.value) for one in kinds]
        first = Kind.COST if self.works else kinds[0]
        chosen = choice(_("¿Qué señal llevan en la carta?"), options, first.value)

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
        return signals.signal_card(notices()[kind.value], values(), raised=raised)

    @staticmethod
    def _mark(point: Point) -> ui.ToggleButtons:
        months = _stalled_months()
        mark = answers(point.text, [(answer_in_words(one, months), one) for one in point.marks])
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
            return signals.cost_signal(work, signal, limits, self._origin), signal
        clock = viability(work, int(thresholds()[VIABILITY_LIMIT].value))
        signal = old_viability(work, clock)
        if clock is None or signal is None:
            return None, None
        return signals.viability_signal(work, clock, signal, self._origin), signal

    def _say_visit(self, points: list[Point], visit: Visit) -> None:
        """Write what was seen for the letter, point by point, as it was marked."""
        months = _stalled_months()
        lines = [
            f"- {one.short}: {answer_in_words(visit.answers[one.id], months).lower()}"
            for one in points
            if one.id in visit.answers
        ]
        stalled = Seen.MORE if visit.stalled else ""
        first = _(
            "El día {day} miramos la obra desde la vía pública, sin entrar. Esto vimos:"
        ).format(day=TO_WRITE_ON)
        told = "\n".join([first, "", *lines]) if lines else LEFT_OUT
        self.selection.say(visit=told, visit_stalled=stalled)

    def _say_signal(self, kind: Kind) -> None:
        """Write what is seen, of whom, and the document that explains it, for the letter."""
        notice = notices()[kind.value]
        figure, raised = self._seen(kind)
        whole = _("{seen} Referencia: {limit} Quién lo pone: {who}.")
        limit = signals.limit_in_words(notice, values())
        told = whole.format(seen=figure, limit=limit, who=notice.institution) if figure else ""
        self.selection.say(
            signal=told,
            signal_reading=signals.reading(raised=raised or not figure),
            signal_document=notice.document,
            asked_entity=self._asked_entity(kind),
            visit=self.selection.words.get("visit") or LEFT_OUT,
            watched_work=self._watched_work(kind),
        )

    def _asked_entity(self, kind: Kind) -> str:
        """Who answers: the municipality for its budget, and for a work the one in its register."""
        if kind in OF_BUDGET:
            return str(self.district.municipality)
        return self.work.entity if self.works else ""

    def _watched_work(self, kind: Kind) -> str:
        """The work of the letter; nothing where only the budget is asked about."""
        said = self.selection.words
        if kind in OF_BUDGET and said.get("visit", LEFT_OUT) == LEFT_OUT:
            return LEFT_OUT
        work, cui, entity = (
            said.get(name) or TO_WRITE_ON for name in ("chosen_work", "chosen_cui", "chosen_entity")
        )
        return _(
            "La obra que seguimos: {work}. Su CUI es {cui}. Figura a nombre de: {entity}."
        ).format(work=work, cui=cui, entity=entity)

    def _seen(self, kind: Kind) -> tuple[str, bool]:
        """What is measured and its source, on real data, and whether it is a signal.

        Empty where there is nothing to tell.
        """
        if kind is Kind.STALLED:
            sentence = _("El vecindario cuenta {months} o más sin trabajo en la obra.")
            known = self.selection.words.get("visit_stalled") == Seen.MORE
            return (sentence.format(months=_stalled_months()) if known else "", known)
        figure, signal = self._figure_of(kind)
        told = f"{figure.describe()} {figure.footer}" if figure else ""
        return told, signal is not None and signal.raised

    def _figure_of(self, kind: Kind) -> tuple[Figure | None, Signal | None]:
        """The figure and the signal on real data, if there are any."""
        if kind in OF_WORK:
            return self._told_of_work(kind) if self.works else (None, None)
        told = self._own_years(kind)
        if not told.shares:
            return None, None
        return signals.own_years_signal(told, self.budget_source), told.signal


def _stalled_months() -> str:
    count = int(thresholds()[STALLED_LIMIT].value)
    return plural("{count} mes", "{count} meses", count).format(count=count)
