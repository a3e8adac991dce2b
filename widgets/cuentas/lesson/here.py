"""Where a lesson happens: one region, one learner's choice, and what the lesson may show.

A notebook says ``here = lesson.start("02_leer_un_presupuesto")`` and then, one line a cell,
what it wants to show: ``here.chain()``, ``here.quiz()``, ``here.act()``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import ipywidgets as ui
from IPython.display import HTML, display

from cuentas.course import Lesson, course
from cuentas.data.pack import Pack, explanations, sources
from cuentas.data.pack import pack as region_pack
from cuentas.home import current_region, template_folder
from cuentas.i18n import text as _
from cuentas.lesson.actors import ActorMoments
from cuentas.lesson.canon import CanonMoments
from cuentas.lesson.charts import ChartMoments
from cuentas.lesson.claims import ClaimMoments
from cuentas.lesson.council import CouncilMoments
from cuentas.lesson.dialogue import DialogueMoments
from cuentas.lesson.facts import Facts, facts
from cuentas.lesson.gender import GenderMoments
from cuentas.lesson.money import MoneyMoments
from cuentas.lesson.needs import missing_datasets, needed_by
from cuentas.lesson.questions import question_from, read_questions
from cuentas.lesson.requests import RequestMoments
from cuentas.lesson.watch import WatchMoments
from cuentas.model.quiz import Question, fair_tolerance
from cuentas.view.letter import Letter, LetterText
from cuentas.view.notes import source_list, word_list
from cuentas.view.practice import Practice
from cuentas.view.questions import QuestionCard
from cuentas.view.selection import Selection
from cuentas.view.show.examples import EXAMPLES


class Here(
    CanonMoments,
    MoneyMoments,
    CouncilMoments,
    WatchMoments,
    GenderMoments,
    RequestMoments,
    ChartMoments,
    ClaimMoments,
    DialogueMoments,
    ActorMoments,
):
    """A lesson in progress: its questions, its region's pack, and the learner's choice."""

    def __init__(self, lesson: Lesson, pack: Pack, selection: Selection) -> None:
        """A lesson on one region's pack, following one selection."""
        super().__init__(pack, selection)
        self.lesson = lesson
        self.questions = read_questions(lesson.folder)

    def follow(self, query: str) -> None:
        """Take the district and year of an address (``distrito=180106&anio=2023``).

        What makes no sense is ignored: the region's own district and year take its place.
        """
        ubigeo, year = _chosen(_asked_for(query), self.pack)
        with self.selection.hold_trait_notifications():
            self.selection.year = year
            self.selection.ubigeo = ubigeo

    def choices(self) -> dict[str, list[int]]:
        """The years that can be chosen for each district (by ubigeo)."""
        return {one.ubigeo: list(self.years_of(one.ubigeo)) for one in self.pack.region.districts}

    def predict(self, moment: str) -> QuestionCard:
        """What do you think? The question before the figure of ``moment`` (``m1``…)."""
        question = self.questions.predictions[moment]
        if not self.lacks(moment):
            return QuestionCard(question, thanks=_("Gracias. Ahora mira la figura."))
        talk = _("Cuéntala al grupo: ¿quién vio algo parecido?")
        options = tuple(replace(option, feedback=talk) for option in question.options)
        thanks = _("Gracias. Aquí falta la figura, pero tu idea sirve para conversar.")
        return QuestionCard(replace(question, options=options), thanks=thanks)

    def lacks(self, moment: str) -> tuple[str, ...]:
        """The datasets that the figure of ``moment`` needs and this region's pack lacks."""
        figure = getattr(type(self), self.lesson.shown_by.get(moment, ""), None)
        return tuple(name for name in needed_by(figure) if not self.pack.has(name))

    def quiz(self) -> ui.VBox:
        """The questions at the end of the lesson, each with its own feedback."""
        return ui.VBox([_card(one, number) for number, one in enumerate(self.questions.quiz, 1)])

    def practice(self) -> Practice:
        """A task with the numbers of the learner's own district and year."""
        sentence = _("Para ese distrito y año no hay dato. Elige otro.")
        if not self._practice_anywhere:
            sentence = _("En esta región falta el dato de esta tarea. Sigue con la carta.")
        return Practice(self._practice_question, self.chooser(), self.selection, sentence)

    def act(self, *controls: ui.Widget) -> Letter:
        """The letter of this lesson, written with the learner's choice.

        ``controls`` choose what else is in it, and stand below the chooser of the district.
        """
        return Letter(self._letter, self.chooser(), self.selection, controls)

    def sources(self) -> ui.VBox:
        """The words of the lesson, and where every figure and every rule comes from."""
        words = {concept: explanations()[concept.casefold()] for concept in self.lesson.concepts}
        missing = missing_datasets(self.lesson, self.pack)
        datasets = [self.pack.provenance(x) for x in self.lesson.datasets if x not in missing]
        keys = self.lesson.sources
        listed = source_list(datasets, [sources()[key] for key in keys], missing)
        return ui.VBox([word_list(words), listed])

    @property
    def _practice_anywhere(self) -> bool:
        """Whether some district of the region has, in its newest year, what the practice asks."""
        region = self.pack.region
        newest = ((one, self.last_line(one.ubigeo)) for one in region.districts)
        return any(
            self._practice_template(facts(self.pack, district, line)) for district, line in newest
        )

    def _practice_template(self, known: Facts) -> dict[str, Any] | None:
        """The first practice that can be asked with the facts ``known``."""
        for one in self.questions.practices:
            texts = [value for value in one.values() if isinstance(value, str)]
            if one["quantity"] in known.quantities and all(map(known.knows, texts)):
                return one
        return None

    def _practice_question(self) -> Question | None:
        known = self.known_facts
        template = self._practice_template(known)
        if template is None:
            return None
        words = {
            name: known.fill(value) if isinstance(value, str) else value
            for name, value in template.items()
            if name != "quantity"
        }
        answer = known.quantities[template["quantity"]]
        asked = question_from({"id": "practice", "kind": "number", "answer": answer, **words})
        return replace(asked, tolerance=fair_tolerance(asked.tolerance, answer))

    def _letter(self) -> LetterText:
        act = self.lesson.act
        known = self.known_facts.with_words(act.said(self.selection.words))
        plain = _("Una pregunta para la municipalidad")
        return LetterText(
            title=known.fill(act.title) if known.knows(act.title) else plain,
            addressee=known.fill(act.addressee),
            body=known.fill_known(act.letter).strip(),
            file_name=f"pregunta_{self.selection.ubigeo}_{self.selection.year}.txt",
            about=f"{self.district.short}, {self.selection.year}",
        )


def start(
    slug: str, region: str | None = None, district: str | None = None, year: int | None = None
) -> Here:
    """Begin a lesson.

    Without arguments it opens where the page's address says (``?distrito=180106&anio=2023``)
    and otherwise where the region's pack says; an address that makes no sense is ignored.
    With a district and a year it shows nothing by itself: oracles begin like that.

    Raises:
        KeyError: the course has no such lesson.
        DatasetError: the region is not part of the course, or its pack cannot be read.
    """
    if district is None or year is None:
        _style_for_jupyterlab()
    pack = region_pack(region or current_region())
    asked = _asked_for(os.environ.get("QUERY_STRING", ""))
    given = {"distrito": district, "anio": year and str(year)}
    ubigeo, chosen = _chosen(asked | {name: value for name, value in given.items() if value}, pack)
    return Here(course().lesson(slug), pack, Selection(ubigeo=ubigeo, year=chosen))


def _card(question: Question, number: int) -> QuestionCard:
    figure = EXAMPLES[question.figure]() if question.figure else None
    return QuestionCard(question, number, figure)


def _asked_for(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _chosen(asked: dict[str, str], pack: Pack) -> tuple[str, int]:
    """The district and year meant by ``asked``, or the region's own where it makes no sense."""
    ubigeo = _known(asked.get("distrito"), pack)
    return ubigeo, _year_with_data(pack, ubigeo, asked.get("anio", ""))


def _known(ubigeo: str | None, pack: Pack) -> str:
    known = {district.ubigeo for district in pack.region.districts}
    return ubigeo if ubigeo in known else pack.region.start_district


def _year_with_data(pack: Pack, ubigeo: str, wanted: str) -> int:
    years = [line.year for line in pack.budget if line.ubigeo == ubigeo and line.pim]
    year = int(wanted) if wanted.isascii() and wanted.isdigit() else pack.region.start_year
    return min(years, key=lambda one: abs(one - year), default=pack.region.start_year)


def _style_for_jupyterlab() -> None:
    """In JupyterLab there is no page of ours, so the lesson brings its style along."""
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return
    style = (template_folder() / "static" / "view.css").read_text(encoding="utf-8")
    display(HTML(f"<style>{style}</style>"))  # type: ignore[no-untyped-call]
