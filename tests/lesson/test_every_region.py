"""Every lesson runs on every pack: on the real ones, and on packs that lack something.

What a lesson cannot show there it says kindly; nothing else changes.
"""

import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest

from cuentas.course import course
from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.data.region import region_slugs
from cuentas.lesson.here import Here
from cuentas.region.parts.questions import open_questions
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.selection import Selection
from lesson.packs import (
    NO_MONEY_PLACE,
    NO_MONEY_YEAR,
    ODD_NAMES,
    OPTIONAL,
    SMALL,
    course_home,
    small_pack,
)
from support import ROOT

LESSONS = course(ROOT / "lessons").lessons
REAL = region_slugs()
each_pack = pytest.mark.parametrize("slug", [*REAL, *SMALL])
WITHOUT_ONE = {f"sin-{name}" for name in OPTIONAL}
SHOW = ROOT / "tests" / "lesson" / "show_lessons.py"
NOT_WORDS = re.compile(r"\b(nan|NaN|None|inf|Infinity|Traceback|undefined|null)\b|[{}]|Decimal\(")
CUT = re.compile(r" [.,;:]|\.\.|,,|\( ?\)|  ")
SILENT = "sin dato"


def slugs_for(slug):
    """The lessons opened whole on a pack.

    Where one dataset is missing, those that use it: the figures of all the others are drawn
    there too, and «solo-presupuesto» opens all of them without any dataset.
    """
    everything = [lesson.slug for lesson in LESSONS]
    if slug not in WITHOUT_ONE:
        return everything
    name = slug.removeprefix("sin-")
    return [lesson.slug for lesson in LESSONS if name in lesson.datasets] or everything[:1]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A course with every real region and every small one."""
    folder = course_home(tmp_path_factory.mktemp("curso"))
    for slug in REAL:
        regions = folder / "datasets" / "regions"
        (regions / slug).symlink_to(ROOT / "datasets" / "regions" / slug)
    for name in SMALL:
        small_pack(folder, name)
    return folder


@pytest.fixture(scope="module")
def pages(home):
    """What all lessons show on a pack, opened once."""

    @cache
    def shown(slug):
        done = subprocess.run(
            [sys.executable, str(SHOW), *slugs_for(slug)],
            capture_output=True,
            check=False,
            env=os.environ
            | {
                "CUENTAS_HOME": str(home),
                "CUENTAS_REGION": slug,
                "PYTHONPATH": str(ROOT / "widgets"),
                "SERVER_SOFTWARE": "voila/0",
            },
            encoding="utf-8",
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return shown


def pack_of(home, slug):
    return Pack(home / "datasets" / "regions" / slug)


def words_of(html):
    return re.sub(r"<[^>]*>", " ", html)


@each_pack
def test_every_lesson_runs_whole(pages, slug):
    for lesson, found in pages(slug).items():
        assert found["faults"] == [], lesson
        assert found["silent"] == [], lesson
    assert list(pages(slug)) == slugs_for(slug)


@each_pack
def test_what_is_shown_is_made_of_words_and_numbers(pages, slug):
    for lesson, found in pages(slug).items():
        for _kind, text in found["texts"]:
            wrong = NOT_WORDS.search(words_of(text))
            assert wrong is None, (lesson, wrong[0], words_of(text)[:400])


@each_pack
def test_where_a_dataset_is_missing_a_kind_box_says_so(pages, home, slug):
    pack = pack_of(home, slug)
    for lesson, found in pages(slug).items():
        for moment, lacking, boxed in found["figures"]:
            assert boxed or not lacking, (lesson, moment)
        assert all(not pack.has(name) for _m, lacking, _b in found["figures"] for name in lacking)


@pytest.mark.parametrize("slug", REAL)
def test_on_a_real_pack_only_what_is_missing_has_a_box(pages, slug):
    for lesson, found in pages(slug).items():
        for moment, lacking, boxed in found["figures"]:
            assert bool(lacking) == boxed, (lesson, moment)


@each_pack
def test_what_only_a_local_person_knows_is_never_shown(pages, home, slug):
    asked = [one.ask for one in open_questions(home / "datasets" / "regions" / slug)]
    for found in pages(slug).values():
        for _kind, text in found["texts"]:
            assert not any(question in text for question in asked)


def test_odd_names_stay_text(pages):
    for found in pages("nombres").values():
        pages_of = [text for kind, text in found["texts"] if kind == "HTMLModel"]
        assert not any("<i>" in text for text in pages_of)
    shown = " ".join(text for found in pages("nombres").values() for _k, text in found["texts"])
    assert ODD_NAMES["Torata"] in shown


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_pack_without_one_dataset_may_be_taught_with(home, name):
    assert check_pack(home / "datasets" / "regions" / f"sin-{name}").faults == ()


def test_a_pack_without_budget_is_refused(home):
    pack = home / "datasets" / "regions" / "sin-production"
    (pack / "budget").rename(pack.parent / "budget-apart")
    told = "\n".join(check_pack(pack).faults)
    (pack.parent / "budget-apart").rename(pack / "budget")
    assert "Falta la carpeta budget/" in told


@pytest.fixture
def words_only(monkeypatch):
    """Figures without their page, which takes most of the time."""
    monkeypatch.setattr(Explorer, "redraw", lambda self: setattr(self, "_shown", self.draw()))


def said(figure):
    """All that a figure says in words."""
    if not isinstance(figure, Figure):
        yield figure.describe()
        return
    calculation = figure.calculation
    yield from (figure.title, figure.description, figure.footer)
    yield from (calculation.words, calculation.expression, calculation.file_name)
    for table in (figure.table, calculation.rows):
        yield from (cell for row in table.shown() for cell in row)


def lessons_on(pack):
    """Every lesson opened on a pack, with its figures."""
    for lesson in LESSONS:
        start = Selection(ubigeo=pack.region.start_district, year=pack.region.start_year)
        here = Here(lesson, pack, start)
        names = dict.fromkeys(lesson.shown_by.values())
        yield here, [getattr(here, name)() for name in names]


def chosen_lines(pack, step):
    """Every district in its first and its last year, every year, and each ``step``-th line."""
    lines = [line for line in pack.budget if line.pim]
    ends = {line.ubigeo: line for line in reversed(lines)} | {line.year: line for line in lines}
    last = {(line.ubigeo, "last"): line for line in lines}
    return list(dict.fromkeys([*ends.values(), *last.values(), *lines[::step]]))


@each_pack
@pytest.mark.usefixtures("words_only")
def test_every_figure_says_words_for_every_district_and_year(home, slug):
    pack = pack_of(home, slug)
    lines = chosen_lines(pack, 7) if slug in REAL else pack.budget[::13]
    for here, explorers in lessons_on(pack):
        for line in (line for line in lines if line.pim):
            with here.selection.hold_trait_notifications():
                here.selection.year, here.selection.ubigeo = line.year, line.ubigeo
            for explorer in explorers:
                for words in said(explorer.shown):
                    assert not NOT_WORDS.search(words), (here.lesson.slug, line, words)
                title = next(said(explorer.shown))
                assert title
                assert not CUT.search(title), (here.lesson.slug, line, title)


@each_pack
def test_letter_and_practice_say_only_what_is_known(home, slug):
    pack = pack_of(home, slug)
    for lesson in LESSONS:
        here = Here(lesson, pack, Selection(ubigeo=pack.region.start_district, year=2024))
        for line in pack.budget:
            here.selection.ubigeo, here.selection.year = line.ubigeo, line.year
            letter, question = here._letter(), here._practice_question()
            texts = [letter.title, letter.addressee, letter.body, letter.about]
            texts += [question.text, question.hint, question.solution] if question else []
            for text in texts:
                assert SILENT not in text, (lesson.slug, line)
                assert not NOT_WORDS.search(text), (lesson.slug, line)


def on(home, slug, lesson="03_en_que_se_gasta", ubigeo="180106", year=2024):
    pack = pack_of(home, slug)
    return Here(course(ROOT / "lessons").lesson(lesson), pack, Selection(ubigeo=ubigeo, year=year))


def test_without_a_census_the_practice_asks_for_the_projection(home):
    task = on(home, "solo-proyeccion").practice()
    assert "La proyección 2025 calcula 6\u00a0658 personas en Torata" in task.card.text.value
    assert "Censo" not in task.card.text.value


def test_without_people_the_practice_says_so_kindly(home):
    for slug in ("sin-population", "sin-ningun-conteo"):
        task = on(home, slug).practice()
        assert task.card is None
        assert "En esta región falta el dato de esta tarea." in task.nothing.value


def test_a_feedback_never_sends_to_a_figure_that_is_not_there(home):
    card = on(home, "sin-investments").predict("m4")
    assert not any("Mira" in option.feedback for option in card.question.options)
    assert "Aquí falta la figura" in card.thanks
    assert "Mira" in on(home, "moquegua").predict("m4").question.options[0].feedback


def test_the_sources_tell_what_this_region_lacks(home):
    words = on(home, "sin-investments").sources().children[-1].value
    assert "De esta región todavía falta: las inversiones del distrito y su costo." in words
    assert "todavía falta" not in on(home, "moquegua").sources().children[-1].value


def test_only_one_count_of_people_is_told_without_the_other(home):
    for slug, absent in (("solo-censo", "proyección"), ("solo-proyeccion", "Censo")):
        figure = on(home, slug).per_person().figure
        assert absent not in figure.describe()
        assert len(figure.table.rows) == 1
        words = on(home, slug).two_counts().describe()
        assert words.startswith("Aquí falta un dato: ")
        road = on(home, slug, "01_de_la_mina_al_municipio").canon_road().figure
        assert absent not in road.calculation.words


def test_a_region_of_one_district_is_compared_with_nobody_else(home):
    explorer = on(home, "un-distrito", "02_leer_un_presupuesto").compared()
    assert not [child for child in explorer.children if hasattr(child, "options")]
    assert "Torata devengó" in explorer.describe()


def test_a_year_without_money_is_never_offered_and_a_place_without_money_is_told(home):
    here = on(home, "sin-plata", "02_leer_un_presupuesto")
    years = here.choices()
    assert all(int(NO_MONEY_YEAR) not in own for own in years.values())
    assert years[NO_MONEY_PLACE] == []
    explorer = here.opening()
    here.chooser().choose(NO_MONEY_PLACE)
    assert explorer.describe().startswith("De Chojata, 2024 no tenemos este dato")
    assert "S/" not in explorer.describe()
