"""The facilitator's pages say what the lesson's own files say, offline and in Spanish."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cuentas.authoring.guide import answer_in_words, blank_names, with_blanks
from cuentas.course import course
from cuentas.data.pack import pack
from cuentas.lesson.facts import facts
from cuentas.lesson.questions import read_questions

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "facilitator_guide"
LESSONS = course().lessons
LOADED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"((?:https?:)?//[^\"]+)\"")


def build(source, target):
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-b", "html", str(source), str(target)],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "widgets")},
        encoding="utf-8",
        timeout=180,
    )


def page_of(slug):
    directives = [
        f"```{{{name}}} {slug}\n```" for name in ("objetivos", "plan", "respuestas", "acto")
    ]
    return "\n\n".join([f"# {slug}", *directives]) + "\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The guide's own settings with one page for each lesson, built."""
    source = tmp_path_factory.mktemp("guide")
    shutil.copy(GUIDE / "conf.py", source)
    shutil.copytree(GUIDE / "_static", source / "_static")
    slugs = [lesson.slug for lesson in LESSONS]
    listing = "\n".join(["# Guía", "", "```{toctree}", *slugs, "```", ""])
    (source / "index.md").write_text(listing, encoding="utf-8")
    for slug in slugs:
        (source / f"{slug}.md").write_text(page_of(slug), encoding="utf-8")
    done = build(source, source / "_build")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return source / "_build"


def words_of(page):
    body = page.read_text(encoding="utf-8").split("<article", 1)[1].split("</article>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def plain(words):
    return re.sub(r"\s+", " ", words).strip()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_page_says_objectives_plan_and_minutes_of_its_lesson(built, lesson):
    words = words_of(built / f"{lesson.slug}.html")
    for said in [one.text for one in lesson.objectives]:
        assert plain(said) in words
    for step in lesson.plan:
        assert plain(step.learners) in words
        assert plain(step.facilitator) in words
    assert f"{lesson.minutes} Fin {lesson.minutes} minutos" in words


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_page_gives_every_answer_and_every_misconception(built, lesson):
    words = words_of(built / f"{lesson.slug}.html")
    for question in read_questions(lesson.folder).quiz:
        assert plain(question.text) in words
        assert plain(answer_in_words(question)) in words
        for option in question.options:
            assert plain(option.misconception) in words


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_letter_on_paper_has_blanks_and_no_braces(built, lesson):
    words = words_of(built / f"{lesson.slug}.html")
    assert "________ (" in words
    assert not re.search(r"\{\w+\}", words)


def test_the_guide_loads_nothing_from_other_hosts(built):
    pages = list(built.rglob("*.html"))
    assert len(pages) > len(LESSONS)
    for page in pages:
        assert not LOADED.findall(page.read_text(encoding="utf-8")), page
    for sheet in built.rglob("*.css"):
        found = re.findall(r"url\(['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8"))
        assert not found, sheet


def test_the_guide_is_in_spanish(built):
    assert '<html class="no-js" lang="es"' in (built / "index.html").read_text(encoding="utf-8")


def test_the_real_guide_builds_without_a_warning(tmp_path):
    done = build(GUIDE, tmp_path / "html")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_an_unknown_lesson_stops_the_build_with_a_sentence(tmp_path):
    shutil.copy(GUIDE / "conf.py", tmp_path)
    (tmp_path / "_static").mkdir()
    shutil.copy(GUIDE / "_static" / "guide.css", tmp_path / "_static")
    (tmp_path / "index.md").write_text("# Guía\n\n```{plan} 99_nada\n```\n", encoding="utf-8")
    done = build(tmp_path, tmp_path / "_build")
    assert done.returncode != 0
    assert "index.md:3" in done.stderr
    assert "No existe la lección «99_nada»" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_fact_of_a_letter_has_a_blank():
    one = pack("moquegua")
    line = one.budget[0]
    known = facts(one, one.region.district(line.ubigeo), line)
    assert set(known.words) == set(blank_names())


def test_a_blank_says_what_goes_in_it():
    assert with_blanks("En {year}, {pim}.") == "En ________ (año), ________ (PIM)."
