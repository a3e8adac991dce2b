"""A Sphinx extension: the facilitator's pages take their facts from the lesson's own files.

In a MyST page, ``{plan} 02_leer_un_presupuesto`` becomes the plan's table, and in the same way
``{objetivos}``, ``{respuestas}`` and ``{acto}``. Nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cuentas.course import CourseError, Lesson, course
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.lesson.questions import read_questions
from cuentas.model.quiz import Kind, Option, Question, QuizError

BLANK = "________"
FILES = ("lesson.toml", "quiz.toml")


class GuideError(ValueError):
    """A page of the guide asks for something that the course does not have."""


class LessonDirective(SphinxDirective):  # type: ignore[misc]
    """A directive whose argument is a lesson's slug."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The part of the lesson, as the page's own nodes; what is wrong stops ``sphinx -W``."""
        try:
            lesson = _lesson(self.arguments[0])
            for name in FILES:
                self.env.note_dependency(str(lesson.folder / name))
            return self.content_of(lesson)
        except (GuideError, CourseError, QuizError) as error:
            raise self.error(str(error)) from error

    def content_of(self, lesson: Lesson) -> list[nodes.Node]:
        """What this directive shows of a lesson."""
        raise NotImplementedError


class Objectives(LessonDirective):
    """``{objetivos}``: what learners can do at the end."""

    def content_of(self, lesson: Lesson) -> list[nodes.Node]:
        """The objectives as a list."""
        return [bullet_list([[text(objective.text)] for objective in lesson.objectives])]


class Plan(LessonDirective):
    """``{plan}``: minute by minute, what learners do and what the facilitator does."""

    def content_of(self, lesson: Lesson) -> list[nodes.Node]:
        """The plan's table; its last row is the lesson's length."""
        titles = {moment.id: moment.title for moment in lesson.moments}
        headings = [_("Minuto"), _("Parte"), _("Dura"), _("Aprenden"), _("Tú")]
        rows, clock = [], 0
        for step in lesson.plan:
            length = str(step.minutes)
            part = titles.get(step.moment, step.moment)
            rows.append([str(clock), part, length, step.learners, step.facilitator])
            clock += step.minutes
        total = plural("{count} minuto", "{count} minutos", clock).format(count=clock)
        rows.append([str(clock), _("Fin"), total, "", ""])
        return [table(headings, rows, widths=[8, 20, 10, 31, 31])]


class Answers(LessonDirective):
    """``{respuestas}``: every quiz question, its answer, and the idea behind each error."""

    def content_of(self, lesson: Lesson) -> list[nodes.Node]:
        """The questions in the order of the quiz."""
        shown: list[nodes.Node] = []
        for number, question in enumerate(read_questions(lesson.folder).quiz, 1):
            shown += _question(number, question)
        return shown


class Act(LessonDirective):
    """``{acto}``: the letter of the civic act, with blanks where the district's data go."""

    def content_of(self, lesson: Lesson) -> list[nodes.Node]:
        """Title, office, and the letter to print and fill in by hand."""
        act = lesson.act
        office = with_blanks(act.addressee, act.blanks)
        written = with_blanks(act.letter, act.blanks).strip()
        letter = nodes.literal_block("", written, language="none")
        letter["classes"].append("letter")
        return [
            paragraph(nodes.strong("", with_blanks(act.title, act.blanks))),
            paragraph(text(_("A quién: {office}").format(office=office))),
            letter,
        ]


def blank_names() -> dict[str, str]:
    """What goes in each blank of a letter, by the name that ``lesson.toml`` uses."""
    return {
        "district": _("distrito"),
        "short": _("nombre corto de la municipalidad"),
        "municipality": _("municipalidad"),
        "region": _("región"),
        "department": _("departamento"),
        "province": _("provincia"),
        "year": _("año"),
        "next_year": _("año siguiente"),
        "note": "",
        "source": _("fuente y fecha de consulta"),
        "pia": "PIA",
        "pim": "PIM",
        "certificado": _("certificado"),
        "compromiso": _("compromiso"),
        "compromiso_mensual": _("compromiso mensual"),
        "devengado": _("devengado"),
        "girado": _("girado"),
        "unspent": _("PIM menos devengado"),
        "added": _("PIM menos PIA"),
        "avance": _("avance, en %"),
        "people": _("número de personas"),
        "per_person": _("PIM por persona"),
        "people_projection": _("número de personas, según la proyección"),
        "per_person_projection": _("PIM por persona, según la proyección"),
        "women": _("número de mujeres"),
        "women_share": _("mujeres de cada 100 personas"),
        "unsigned": _("certificado sin contrato ni orden, en %"),
        "work": _("nombre de una obra"),
        "work_viable": _("costo viable"),
        "work_updated": _("costo actualizado"),
        "work_now": _("costo actualizado, por cada 100 soles aprobados"),
    }


def with_blanks(template: str, own: Mapping[str, str] | None = None) -> str:
    """The template with a blank and its meaning in place of each ``{name}``.

    ``own`` are the blanks that only this lesson's letter has.

    Raises:
        GuideError: the template names something that no letter knows.
    """
    known = blank_names() | dict(own or {})
    names = [name for _literal, name, _format, _how in Formatter().parse(template) if name]
    for name in names:
        if name not in known:
            raise GuideError(
                _("No sé qué va en el espacio «{name}» de la carta.").format(name=name)
            )
    return template.format_map({name: f"{BLANK} ({known[name]})" for name in names})


def text(words: str) -> nodes.Text:
    """Plain words."""
    return nodes.Text(words)


def paragraph(*children: nodes.Node) -> nodes.paragraph:
    """A paragraph of these parts."""
    return nodes.paragraph("", "", *children)


def bullet_list(items: Sequence[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """A list with one paragraph an item."""
    return nodes.bullet_list(
        "", *[nodes.list_item("", paragraph(*item)) for item in items], bullet="-"
    )


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> nodes.table:
    """A table of plain words; ``widths`` are shares of the line."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row(headings))
    group += nodes.tbody("", *[_row(row) for row in rows])
    return nodes.table("", group, classes=["plan"])


def _lesson(slug: str) -> Lesson:
    known = course()
    try:
        return known.lesson(slug)
    except KeyError as error:
        raise GuideError(
            _("No existe la lección «{slug}». Lecciones: {slugs}.").format(
                slug=slug, slugs=", ".join(lesson.slug for lesson in known.lessons)
            )
        ) from error


def _row(cells: Sequence[str]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", paragraph(text(cell))) for cell in cells])


def _question(number: int, question: Question) -> list[nodes.Node]:
    asked = paragraph(nodes.strong("", f"{number}. {question.text}"))
    items = [_labelled(_("Respuesta"), answer_in_words(question))]
    if question.solution:
        items.append(_labelled(_("Por qué"), question.solution))
    if question.wrong:
        items.append(_labelled(_("Si se equivoca, lee"), question.wrong))
    items += [_mistake(question, option) for option in question.options if not option.right]
    return [asked, bullet_list([item for item in items if item])]


def _mistake(question: Question, option: Option) -> list[nodes.Node]:
    """What an option that is not the answer reveals, and what the learner then reads."""
    said = [option.misconception]
    if option.feedback and question.kind is not Kind.ORDER:
        said.append(_("Lee: {feedback}").format(feedback=option.feedback))
    words = " ".join(part for part in said if part)
    return _labelled(f"«{option.text}»", words) if words else []


def _labelled(label: str, words: str) -> list[nodes.Node]:
    return [nodes.strong("", f"{label}:"), text(f" {words}")]


def answer_in_words(question: Question) -> str:
    """The right answer of a question as a facilitator reads it."""
    if question.kind is Kind.OPINION:
        return _("No hay una sola: cada persona da la suya y se conversa.")
    if question.kind is Kind.NUMBER:
        return _number_in_words(question)
    if question.kind is Kind.ORDER:
        return " → ".join(option.text for option in question.options)
    return "; ".join(option.text for option in question.options if option.right)


def _number_in_words(question: Question) -> str:
    answer = question.answer
    if answer is None:
        return ""
    shown = f"{formats.number(answer)} {question.unit}".strip()
    if not question.tolerance:
        return shown
    return _("{answer} (vale hasta {tolerance} más o menos)").format(
        answer=shown, tolerance=formats.number(question.tolerance)
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the directives known to Sphinx."""
    app.add_directive("plan", Plan)
    app.add_directive("objetivos", Objectives)
    app.add_directive("respuestas", Answers)
    app.add_directive("acto", Act)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
