"""Opening a lesson where the address says, and the learner's own task and letter."""

import pytest

from cuentas import lesson
from cuentas.course import course
from support import CHOJATA, ROOT, SAN_ANTONIO, SLUG, TORATA, here


@pytest.fixture(autouse=True)
def _served_page(monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0")
    monkeypatch.setenv("CUENTAS_HOME", str(ROOT))
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.delenv("CUENTAS_REGION", raising=False)


def opened(monkeypatch, query):
    monkeypatch.setenv("QUERY_STRING", query)
    chosen = lesson.start(SLUG).selection
    return chosen.ubigeo, chosen.year


def test_a_lesson_opens_where_the_pack_says():
    chosen = lesson.start(SLUG).selection
    assert (chosen.ubigeo, chosen.year) == (TORATA, 2024)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("distrito=180107&anio=2024", (SAN_ANTONIO, 2024)),
        ("distrito=180107&anio=2019", (SAN_ANTONIO, 2022)),
        ("distrito=180202&anio=2025", (CHOJATA, 2024)),
        ("distrito=180107", (SAN_ANTONIO, 2024)),
        ("anio=2016", (TORATA, 2016)),
        ("distrito=999999&anio=2016", (TORATA, 2016)),
        ("distrito=<script>&anio=²", (TORATA, 2024)),
        ("anio=-5", (TORATA, 2024)),
        ("anio=99999999999999999999", (TORATA, 2025)),
        ("&&&=", (TORATA, 2024)),
    ],
)
def test_a_lesson_opens_where_its_address_says_and_ignores_nonsense(monkeypatch, query, expected):
    assert opened(monkeypatch, query) == expected


def test_arguments_win_over_the_address(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "distrito=180107&anio=2024")
    chosen = lesson.start(SLUG, "moquegua", TORATA, 2020).selection
    assert (chosen.ubigeo, chosen.year) == (TORATA, 2020)


def test_an_unknown_lesson_or_region_is_refused():
    with pytest.raises(KeyError, match="99_nada"):
        lesson.start("99_nada")
    with pytest.raises(ValueError, match="No conozco la región"):
        lesson.start(SLUG, "atlantida")


SLUGS = [one.slug for one in course(ROOT / "lessons").lessons]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_published_lesson_offers_its_questions_task_letter_and_sources(slug):
    opened_lesson = here(slug=slug)
    for moment in opened_lesson.lesson.moments:
        assert opened_lesson.predict(moment.id).question.options
    assert len(opened_lesson.quiz().children) == len(opened_lesson.questions.quiz)
    assert opened_lesson.practice().card is not None
    assert "{" not in opened_lesson.act().body.value
    assert "Normas y textos" in opened_lesson.sources().children[-1].value


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("place", [(TORATA, 2025), (SAN_ANTONIO, 2022), (CHOJATA, 2015)])
def test_task_and_letter_are_written_for_any_district_and_year(slug, place):
    opened_lesson = here(*place, slug=slug)
    letter, task = opened_lesson.act().body.value, opened_lesson.practice()
    assert "{" not in letter
    act = opened_lesson.lesson.act
    speaks_of_a_year = "{year}" in act.title + act.letter
    assert not speaks_of_a_year or str(place[1]) in letter + opened_lesson.act().letter.title
    assert task.card is None or "{" not in task.card.text.value


def test_the_task_follows_the_choice_and_accepts_its_own_answer():
    opened_lesson = here()
    task = opened_lesson.practice()
    before = task.card.question
    opened_lesson.chooser().choose(SAN_ANTONIO)
    assert task.card.question.answer != before.answer
    task.card.control.field.value = str(task.card.question.answer)
    task.card.check.click()
    assert "Así es." in task.card.feedback.value


def test_an_amount_that_the_source_lacks_is_told_and_cannot_be_asked():
    facts = here(TORATA, 2025).known_facts
    assert facts.words["compromiso"] == "sin dato"
    assert "compromiso" not in facts.quantities


def test_facts_are_those_of_the_table():
    facts = here(TORATA, 2023).known_facts
    assert facts.quantities["unspent"] == 124_093_638 - 104_706_035
    assert facts.words["source"] == "MEF, Consulta Amigable, consultado el 11 de febrero de 2025"
    assert (facts.words["next_year"], facts.words["province"]) == ("2024", "Mariscal Nieto")
