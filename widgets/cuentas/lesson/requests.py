"""Moments about asking: a better question, a written request, its days, and the class's ledger."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import ipywidgets as ui
from traitlets import Any, HasTraits, Unicode

from cuentas.data.pack import national
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.model.deadline import (
    Calendar,
    RequestDates,
    Rule,
    appeal_dates,
    request_dates,
    sensible,
)
from cuentas.model.provenance import Provenance
from cuentas.model.question import accuses, pieces
from cuentas.view.controls import choice, day_picker, writing
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.footer import footer
from cuentas.view.ledger import ledger_sheet
from cuentas.view.show.deadline import deadline_calendar, silence_road, term_in_words
from cuentas.view.show.ledger import Entry, ledger
from cuentas.view.show.question import question_pieces
from cuentas.view.show.request import Part, request_parts

EXAMPLE_DAY = date(2026, 11, 30)
"""A Monday with two holidays in the ten working days that follow."""
EXECUTION, WATER = "execution", "water"
YES, NO = "yes", "no"


class Delivery(HasTraits):  # type: ignore[misc]
    """What the learner asks for, and the day on which the request is delivered."""

    day = Any(EXAMPLE_DAY)
    document = Unicode(EXECUTION)

    @property
    def environmental(self) -> bool:
        """Whether it is information about the environment, which has its own deadline."""
        return bool(self.document == WATER)


class RequestMoments(Moments):
    """From a complaint to a question, a request, a deadline and an answer."""

    def better_question(self) -> Explorer:
        """A weak question that the learner improves, and the pieces that it has so far."""
        weak = weak_questions()
        start = choice(_("Una pregunta débil"), [(one, one) for one in weak], weak[0])
        written = writing(_("Mejórala aquí"), weak[0])
        offered = [weak[0]]

        def offer() -> None:
            """Put another weak question there, unless the learner wrote something."""
            if written.value in {offered[0], ""}:
                written.value = start.value
            offered[0] = start.value

        start.observe(lambda _change: offer(), "value")
        written.observe(lambda change: self.selection.say(question=change["new"]), "value")
        follows = [(written, "value"), (self.selection, ["ubigeo", "year"])]
        controls = [self.chooser(), start, written]
        return Explorer(lambda: self._question_figure(str(written.value)), controls, follows)

    def request(self) -> Explorer:
        """A request put together: which document, which office, in which form."""
        document = choice(_("¿Qué documento?"), self._request_options("document"), EXECUTION)
        office = choice(_("¿A quién?"), self._request_options("office"), "municipality")
        form = choice(_("¿Cómo lo recibes?"), self._request_options("format"), "email")

        def tell() -> None:
            """Keep what is asked for, which sets the deadline, and the words for the letter."""
            self.delivery.document = document.value
            self.selection.say(
                document=self._request_part("document", document.value).words,
                office=self._request_part("office", office.value).words,
                format=self._request_part("format", form.value).words,
                term=self._request_term,
            )

        tell()
        for control in (document, office, form):
            control.observe(lambda _change: tell(), "value")
        self.selection.observe(lambda _change: tell(), ["ubigeo", "year"])
        picked = [document, office, form]
        return Explorer(
            lambda: self._request_figure(document.value, office.value, form.value),
            [self.chooser(), *picked],
            [(self.selection, ["ubigeo", "year"]), *[(one, "value") for one in picked]],
        )

    def deadline(self) -> Explorer:
        """The calendar of the request, from the day of its delivery."""
        picker = self._delivery_picker()
        return Explorer(self._calendar_figure, [picker], [(self.delivery, ["day", "document"])])

    def ledger(self) -> Explorer:
        """The class's questions on a given day, the learner's own first, and a sheet to print."""
        today = day_picker(_("¿Qué día es hoy?"), self.delivered)
        came = choice(_("¿Respondieron la tuya?"), [(_("Todavía no"), NO), (_("Sí, ya"), YES)], NO)

        def follow() -> None:
            """Never look at a day before the delivery."""
            today.value = max(sensible(today.value, self.delivered), self.delivered)

        self.delivery.observe(lambda _change: follow(), "day")

        def draw() -> Figure:
            day = sensible(today.value, self.delivered)
            return ledger(self._ledger_entries(answered=came.value == YES), day)

        sheet = ui.HTML()

        def show_sheet() -> None:
            sheet.value = ledger_sheet(self._ledger_entries(answered=came.value == YES)[:1])

        show_sheet()
        asked = (self.delivery, ["day", "document"])
        own = [asked, (self.selection, ["ubigeo", "year", "words"])]
        for owner, names in [*own, (came, "value")]:
            owner.observe(lambda _change: show_sheet(), names)
        follows = [*own, (today, "value"), (came, "value")]
        paper = ui.VBox([sheet])
        paper.add_class("cc-act")
        return Explorer(draw, [today, came], follows, [paper])

    def silence(self) -> Explorer:
        """What comes after silence, from the day on which the learner delivers."""

        def draw() -> Figure:
            dates = self._days_of_request()
            appeal = appeal_dates(dates.silence, self._deadline_rules, self._work_calendar)
            answer = self._deadline_rules[self._answer_rule]
            source = self._deadline_source("L27806", "DS007", answer.source_key)
            return silence_road(dates, appeal, self._deadline_rules, answer, source)

        return Explorer(draw, [], [(self.delivery, ["day", "document"])])

    @cached_property
    def delivery(self) -> Delivery:
        """The request that all moments of the lesson share."""
        return Delivery()

    @property
    def delivered(self) -> date:
        """The day of delivery, or the example's where nobody picked a sensible one."""
        return sensible(self.delivery.day, EXAMPLE_DAY)

    @cached_property
    def _work_calendar(self) -> Calendar:
        return Calendar()

    @cached_property
    def _deadline_rules(self) -> dict[str, Rule]:
        return {one.id: one for one in national("deadlines").records(Rule)}

    @property
    def _answer_rule(self) -> str:
        """The name of the deadline to answer what the learner asks for."""
        return "environment-answer" if self.delivery.environmental else "answer"

    def _days_of_request(self) -> RequestDates:
        environmental = self.delivery.environmental
        return request_dates(
            self.delivered, self._deadline_rules, self._work_calendar, environmental=environmental
        )

    def _delivery_picker(self) -> ui.DatePicker:
        picker = day_picker(_("¿Qué día lo entregas?"), self.delivered)

        def take() -> None:
            self.delivery.day = picker.value

        picker.observe(lambda _change: take(), "value")
        return picker

    def _calendar_figure(self) -> Figure:
        dates, rules = self._days_of_request(), self._deadline_rules
        names = ["answer", "extension", "fix-ask", "redirect", "appeal-law"]
        last = [dates.answer, dates.extension, dates.extension, dates.redirect, dates.appeal]
        environmental = self.delivery.environmental
        if environmental:
            names, last = ["environment-answer", "environment-notice"], last[:2]
        keys = {rules[name].source_key for name in names}
        holidays = self._work_calendar.holidays(dates.delivered, dates.answer)
        foot = footer(self._deadline_source(*keys), nominal=False)
        foot += " " + _("Feriados nacionales: biblioteca libre «holidays».")
        rows = [(rules[name], day) for name, day in zip(names, last, strict=True)]
        term = term_in_words(environmental=environmental)
        return deadline_calendar(dates, holidays, rows, term, foot)

    @staticmethod
    def _deadline_source(*keys: str) -> Provenance:
        return national("deadlines").provenance.from_sources(keys)

    def _question_figure(self, words: str) -> Figure:
        found = pieces(words, self._askable_places)
        known, wanted = self.known_facts, example_question()
        example = known.fill(wanted) if known.knows(wanted) else ""
        return question_pieces(found, example, accuses(words), self.budget_footer)

    @property
    def _askable_places(self) -> list[str]:
        region = self.pack.region
        names = [name for one in region.districts for name in (one.name, one.short)]
        return [*names, region.name, *[one.name for one in region.provinces]]

    def _request_options(self, part: str) -> list[tuple[str, str]]:
        rows = [row for row in national("requests").rows() if row["part"] == part]
        return [(_sentence(row["plain"]), row["id"]) for row in rows]

    def _request_part(self, part: str, name: str) -> Part:
        rows = {row["id"]: row for row in national("requests").rows() if row["part"] == part}
        row = rows[name]
        return Part(
            self.known_facts.fill(row["words"]),
            row["plain"],
            row["article"] or "",
            row["source_key"],
        )

    def _request_fits(self, document: str, office: str) -> bool:
        rows = {row["id"]: row for row in national("requests").rows()}
        return office in (rows[document]["fits"] or "").split()

    def _request_figure(self, document: str, office: str, form: str) -> Figure:
        parts = (
            self._request_part("document", document),
            self._request_part("office", office),
            self._request_part("format", form),
        )
        keys = {part.source_key for part in parts} | {"L27806"}
        return request_parts(
            parts,
            f"{self.district.short}, {self.selection.year}",
            fits=self._request_fits(document, office),
            source=national("requests").provenance.from_sources(keys),
        )

    @property
    def _request_term(self) -> str:
        """The deadline that the letter asks for, in words."""
        usual = _("{days} días hábiles (Ley 27806, artículo 11)")
        water = _("{days} días hábiles, por ser información ambiental (DS 002-2009-MINAM)")
        days = self._deadline_rules[self._answer_rule].days
        return (water if self.delivery.environmental else usual).format(days=days)

    def _ledger_entries(self, *, answered: bool) -> list[Entry]:
        """The learner's own question and four invented ones."""
        dates = self._days_of_request()
        own = Entry(
            question=self.selection.words.get("question") or _("Tu pregunta"),
            datum=f"{self.district.short}, {self.selection.year}",
            addressee=_sentence(self.selection.words.get("office") or _("La oficina que elegiste")),
            delivered=dates.delivered,
            due=dates.answer,
            answered=dates.answer if answered else None,
        )
        return [own, *[self._ledger_entry(*one) for one in invented_questions()]]

    def _ledger_entry(self, question: str, datum: str, day: date, answered: date | None) -> Entry:
        """A line of the invented class, with its own last day."""
        dates = request_dates(day, self._deadline_rules, self._work_calendar)
        town = _("Una municipalidad inventada")
        return Entry(question, datum, town, day, dates.answer, answered)


def weak_questions() -> tuple[str, ...]:
    """Questions as people ask them first."""
    return (
        _("¿Por qué no hacen nada?"),
        _("¿Dónde está la plata?"),
        _("¿Cuándo van a terminar la obra y por qué demora tanto?"),
        _("¿Por qué la municipalidad lo hace todo mal?"),
    )


def example_question() -> str:
    """A question with the five pieces, to be filled with the learner's district and year."""
    return _(
        "En {year}, {short} devengó {devengado} de {pim}: ¿qué informe dice en qué proyectos "
        "quedó la diferencia?"
    )


def invented_questions() -> tuple[tuple[str, str, date, date | None], ...]:
    """Four lines of an invented class: question, datum, delivered, answered."""
    return (
        (
            _("Comedor Las Retamas: ¿qué contrato tiene la posta?"),
            _("posta, 2026"),
            date(2026, 11, 9),
            date(2026, 11, 20),
        ),
        (
            _("Club Juvenil Antorcha: ¿qué acta dice cuándo abre la loza?"),
            _("loza, 2026"),
            date(2026, 11, 12),
            None,
        ),
        (
            _("Junta de riego El Molle: ¿qué informe mide el avance del canal?"),
            _("canal, 2026"),
            date(2026, 11, 16),
            date(2026, 11, 27),
        ),
        (
            _("Madres de Villa Sol: ¿qué reporte dice cuánto falta del colegio?"),
            _("colegio, 2026"),
            date(2026, 11, 24),
            None,
        ),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
