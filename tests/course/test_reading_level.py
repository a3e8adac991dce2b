"""What learners read is short and easy: measured, sentence by sentence and lesson by lesson.

Ease is the Szigriszt-Pazos index of textstat; the INFLESZ scale calls 80 and above «muy fácil»
(a comic, primary school) and 65 to 80 «bastante fácil». A sentence has at most eighteen words;
what stands in brackets, such as the gloss of an official word, counts as a sentence of its own.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import textstat

from cuentas.authoring.notebook import read
from cuentas.course import course

VERY_EASY = 80
MOST_WORDS = 18
LESSONS = course().lessons
EXEMPTIONS = tomllib.loads(
    (Path(__file__).parent / "reading_exemptions.toml").read_text(encoding="utf-8")
)["sentence"]
SPOKEN = {"text", "hint", "solution", "feedback", "wrong", "sentence"}
"""Keys of a lesson's quiz whose values learners read."""

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)


@pytest.fixture(autouse=True)
def in_spanish():
    textstat.set_lang("es")


def strings(value, key=""):
    """All strings under the keys that learners read."""
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in strings(inner, name)]
    if isinstance(value, list):
        return [one for inner in value for one in strings(inner, key)]
    return [value] if isinstance(value, str) and key in SPOKEN else []


def lines_of(lesson):
    cells = [cell.source for cell in read(lesson.notebook).cells if cell.cell_type == "markdown"]
    quiz = tomllib.loads((lesson.folder / "quiz.toml").read_text(encoding="utf-8"))
    return [line for text in [*cells, *strings(quiz)] for line in text.splitlines()]


def sentences(lines):
    """Plain sentences: without Markdown's signs; brackets stand by themselves."""
    for line in lines:
        plain = re.sub(r"^[#>\s*-]+|\*\*|[*_`]", "", line).strip()
        inner = re.findall(r"\(([^()]*)\)", plain)
        outer = re.sub(r"\s*\([^()]*\)", "", plain)
        for part in [outer, *inner]:
            yield from (one.strip() for one in re.split(r"(?<=[.?!…])\s+", part) if one.strip())


def words(sentence):
    """Words of a sentence; an amount such as «S/ 124 100 000» is one of them."""
    return re.sub(r"S/ ?[\d  .,]+\d|\d[\d  .,]*\d", "monto", sentence).split()


def too_long(lines):
    return [one for one in sentences(lines) if len(words(one)) > MOST_WORDS]


def ease(lines):
    whole = [one if one[-1] in ".?!…" else f"{one}." for one in sentences(lines)]
    return textstat.szigriszt_pazos(" ".join(whole))


@each_lesson
def test_a_lesson_is_very_easy_to_read(lesson):
    assert ease(lines_of(lesson)) >= VERY_EASY


@each_lesson
def test_no_sentence_is_long_unless_somebody_said_why(lesson):
    allowed = {one["words"] for one in EXEMPTIONS if one["lesson"] == lesson.slug}
    assert [one for one in too_long(lines_of(lesson)) if one not in allowed] == []


def test_every_exemption_is_needed_and_says_why():
    for one in EXEMPTIONS:
        lesson = course().lesson(one["lesson"])
        assert one["words"] in too_long(lines_of(lesson)), one["words"]
        assert len(one["why"].split()) >= 3, one["words"]
    assert max(Counter(one["words"] for one in EXEMPTIONS).values(), default=0) <= 1


def test_an_official_paragraph_would_not_pass():
    official = (
        "La ejecución presupuestaria correspondiente al ejercicio fiscal se encuentra supeditada "
        "a la disponibilidad financiera y a la priorización institucional establecida mediante "
        "resolución de la autoridad competente."
    )
    assert ease([official]) < VERY_EASY
    assert too_long([official]) == [official]
