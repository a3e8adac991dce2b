"""Whether the course holds together: its order, its questions, its letters, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cuentas.course import Course, CourseError, Lesson, read_toml
from cuentas.data.pack import Pack, pack, sources
from cuentas.data.region import region_slugs
from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.lesson.facts import Facts, facts, names_in
from cuentas.lesson.here import Here
from cuentas.lesson.needs import missing_datasets, needed_by
from cuentas.lesson.questions import LessonQuestions, read_questions
from cuentas.model.quiz import Kind, Question, QuizError, Verdict, grade

ACCEPTED = (Verdict.RIGHT, Verdict.NOTED)
"""What the published solution of a question must be judged as."""


def order_faults(course: Course) -> list[str]:
    """Prerequisites that do not exist or do not come earlier (so that none goes in circles)."""
    slugs = [lesson.slug for lesson in course.lessons]
    found = [
        _("course.toml: la lección «{slug}» está dos veces.").format(slug=slug)
        for slug in dict.fromkeys(slugs)
        if slugs.count(slug) > 1
    ]
    for position, lesson in enumerate(course.lessons):
        found += list(_prerequisite_faults(lesson, slugs[:position], slugs))
    return found


def lesson_faults(lesson: Lesson, packs: Iterable[Pack] | None = None) -> list[str]:
    """All that is wrong in the files of a lesson, notebook aside.

    ``packs`` are the regions where it is taught, by default all of them.
    """
    found = [*_plan_faults(lesson), *_source_faults(lesson), *_figure_faults(lesson)]
    try:
        found += [*_objective_faults(lesson), *_prediction_faults(lesson)]
        questions = read_questions(lesson.folder)
    except CourseError as error:
        return [*found, str(error)]
    except QuizError as error:
        return [*found, *error.faults]
    for question in questions.quiz:
        found += list(_question_faults(question))
    chosen = all_packs() if packs is None else tuple(packs)
    found += list(_table_faults(lesson, chosen))
    for one in chosen:
        found += list(_pack_faults(lesson, questions, one))
    return found


def in_part(lesson: Lesson, packs: Iterable[Pack] | None = None) -> list[str]:
    """Where the lesson runs only in part, and what is missing there: told, and no fault."""
    chosen = all_packs() if packs is None else packs
    lacking = [(one.region.name, missing_datasets(lesson, one)) for one in chosen]
    return [
        _("en {region} corre en parte: falta {names}").format(region=region, names=in_words(names))
        for region, names in lacking
        if names
    ]


def all_packs() -> list[Pack]:
    """The packs of every region of the course."""
    return [pack(slug) for slug in region_slugs()]


def _prerequisite_faults(lesson: Lesson, earlier: list[str], all_slugs: list[str]) -> Iterator[str]:
    for wanted in lesson.prerequisites:
        if wanted not in all_slugs:
            yield _("{slug}: pide haber visto «{wanted}», que no existe.").format(
                slug=lesson.slug, wanted=wanted
            )
        elif wanted not in earlier:
            yield _("{slug}: pide haber visto «{wanted}», que no viene antes.").format(
                slug=lesson.slug, wanted=wanted
            )


def _plan_faults(lesson: Lesson) -> Iterator[str]:
    if not lesson.plan:
        yield _("lesson.toml: falta el plan de la facilitadora.")
    for number, step in enumerate(lesson.plan, 1):
        if step.minutes <= 0:
            yield _("lesson.toml: el paso {number} del plan debe durar más de 0 minutos.").format(
                number=number
            )


def _source_faults(lesson: Lesson) -> Iterator[str]:
    for key in lesson.sources:
        if key not in sources():
            yield _("lesson.toml: la fuente «{key}» no está en datasets/sources.csv.").format(
                key=key
            )


def _figure_faults(lesson: Lesson) -> Iterator[str]:
    """Every figure exists, and what it needs is among the lesson's datasets."""
    try:
        shown = lesson.shown_by
    except CourseError as error:
        yield str(error)
        return
    for moment, name in shown.items():
        figure = getattr(Here, name, None)
        if figure is None:
            yield _("{moment}: no existe la figura «{name}».").format(moment=moment, name=name)
        for dataset in needed_by(figure):
            if dataset not in lesson.datasets:
                yield _("lesson.toml: la figura de {moment} necesita la tabla «{name}».").format(
                    moment=moment, name=dataset
                )


def _asked(lesson: Lesson, part: str) -> list[dict[str, Any]]:
    """The tables of a part of ``quiz.toml``, whether or not they make good questions."""
    listed = read_toml(lesson.folder / "quiz.toml").get(part, [])
    return [one for one in listed if isinstance(one, dict)]


def _objective_faults(lesson: Lesson) -> Iterator[str]:
    objectives = [objective.id for objective in lesson.objectives]
    questions = _asked(lesson, "question")
    asked = {question.get("objective") for question in questions}
    for objective in objectives:
        if objective not in asked:
            yield _("quiz.toml: ninguna pregunta comprueba el objetivo «{id}».").format(
                id=objective
            )
    for question in questions:
        if "objective" in question and question["objective"] not in objectives:
            yield _(
                "quiz.toml: la pregunta «{id}» nombra el objetivo «{objective}», que no existe."
            ).format(id=question.get("id"), objective=question["objective"])


def _prediction_faults(lesson: Lesson) -> Iterator[str]:
    moments = {moment.id for moment in lesson.moments}
    predicted = {str(one["moment"]) for one in _asked(lesson, "predict") if "moment" in one}
    for moment in sorted(moments - predicted):
        yield _("quiz.toml: el momento «{id}» no tiene su pregunta para predecir.").format(
            id=moment
        )
    for moment in sorted(predicted - moments):
        yield _("quiz.toml: hay una predicción para «{id}», que no es un momento.").format(
            id=moment
        )


def _question_faults(question: Question) -> Iterator[str]:
    if grade(question, question.published_solution).verdict not in ACCEPTED:
        yield _("quiz.toml: la solución publicada de «{id}» no pasa su propia prueba.").format(
            id=question.id
        )
    if question.kind is not Kind.OPINION and not (question.hint and question.solution):
        yield _("quiz.toml: a «{id}» le falta la pista o la solución explicada.").format(
            id=question.id
        )


def _table_faults(lesson: Lesson, packs: Sequence[Pack]) -> Iterator[str]:
    """A table that no region has is a mistyped name; one that some lack is told elsewhere."""
    for name in lesson.datasets:
        if not any(one.has(name) for one in packs):
            yield _("lesson.toml: ningún paquete trae la tabla «{name}».").format(name=name)


def _pack_faults(lesson: Lesson, questions: LessonQuestions, one: Pack) -> Iterator[str]:
    unknown = list(_unknown_names(lesson, questions, one))
    yield from unknown
    if not unknown:
        yield from _filling_faults(lesson, questions, one)


def templates(lesson: Lesson, questions: LessonQuestions) -> dict[str, list[str]]:
    """The texts that are filled with a learner's choice, by the part of the lesson they are in."""
    tasks = [value for one in questions.practices for value in one.values()]
    return {
        _("acto"): [lesson.act.title, lesson.act.addressee, lesson.act.letter],
        _("práctica"): [value for value in tasks if isinstance(value, str)],
    }


def _unknown_names(lesson: Lesson, questions: LessonQuestions, one: Pack) -> Iterator[str]:
    """Names in ``{braces}`` that neither a district nor the learner can fill in."""
    known = _some_facts(one).with_words(lesson.act.blanks)
    for part, texts in templates(lesson, questions).items():
        for name in sorted({name for text in texts for name in _names_in(text)}):
            if name not in known.words:
                yield _("{part}: no sé llenar «{name}».").format(part=part, name=name)
    for quantity in [one.get("quantity") for one in questions.practices]:
        if quantity not in known.words:
            yield _("práctica: no conozco la cantidad «{name}».").format(name=quantity)


def _names_in(text: str) -> set[str]:
    """The field names of a template, or the text itself when its braces do not match."""
    try:
        return names_in(text)
    except ValueError:
        return {text}


def _some_facts(one: Pack) -> Facts:
    line = one.budget[0]
    return facts(one, one.region.district(line.ubigeo), line)


def _filling_faults(lesson: Lesson, questions: LessonQuestions, one: Pack) -> Iterator[str]:
    """Every district and year of the pack must give a letter and a task that say something."""
    texts = [text for part in templates(lesson, questions).values() for text in part]
    for line in one.budget:
        known = facts(one, one.region.district(line.ubigeo), line).with_words(lesson.act.said({}))
        if not all(_filled(known, text) for text in texts):
            yield _("{ubigeo}, {year}: la carta o la práctica queda vacía.").format(
                ubigeo=line.ubigeo, year=line.year
            )


def _filled(known: Facts, text: str) -> bool:
    """Whether the text can be filled in without leaving a brace; an empty text stays empty."""
    try:
        filled: Any = known.fill_known(text) if known.knows(text) else text
    except (KeyError, ValueError, IndexError):
        return False
    return bool(filled.strip()) or not text
