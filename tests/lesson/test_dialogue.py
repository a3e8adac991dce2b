"""Lesson 10: conflicts by date, purses that are never added, and who answers."""

import re

import pytest

from cuentas.course import course
from cuentas.data.pack import Pack, national, sources
from cuentas.lesson.dialogue import beliefs, purse_cases
from cuentas.lesson.here import Here
from cuentas.view.selection import Selection
from support import REGION, ROOT, SAN_ANTONIO, TORATA, here, raw_rows

SLUG = "10_compromisos_y_dialogo"
APURIMAC = Pack(REGION.parent / "apurimac")


@pytest.fixture
def opened():
    return here(TORATA, 2023, SLUG)


@pytest.fixture
def without():
    """The lesson in a region whose pack has neither conflicts nor commitments."""
    lesson = course(ROOT / "lessons").lesson(SLUG)
    region = APURIMAC.region
    return Here(lesson, APURIMAC, Selection(ubigeo=region.start_district, year=2023))


def test_a_regions_conflicts_are_counted_as_the_table_has_them(opened):
    rows = raw_rows("conflicts")
    active = sum(row["state"] == "activo" for row in rows)
    title = opened.conflicts().figure.title
    assert title == (
        f"En marzo de 2024 la Defensoría registraba {len(rows)} casos por minería en Moquegua: "
        f"{active} activos y {len(rows) - active} latente."
    )


def test_conflicts_name_no_side_as_right(opened):
    words = opened.conflicts().describe()
    assert "ni quién tiene la razón" in words
    assert not re.search(r"culpa|responsable|víctima", words, re.IGNORECASE)


def test_two_reports_of_the_country_are_subtracted_not_explained(opened):
    moment = opened.conflicts()
    moment.children[0].value = "country"
    first, last = national("conflict_series").rows()
    assert f"hay {first['total'] - last['total']} casos menos" in moment.figure.title
    assert f"{last['latent'] - first['latent']} latentes más" in moment.figure.title
    assert "no quiere decir que se resolvieron" in moment.figure.description
    assert moment.figure.mark_words == "Dato citado de la prensa"


@pytest.mark.parametrize("row", national("conflict_series").rows(), ids=lambda row: row["report"])
def test_every_report_is_the_sum_of_its_active_and_latent_cases(row):
    assert row["total"] == row["active"] + row["latent"]
    assert row["latent"] >= 0


def test_a_region_without_conflicts_reads_those_of_the_country_and_is_told_what_is_missing(without):
    moment = without.conflicts()
    assert "casos menos que en octubre de 2024" in moment.figure.title
    assert "los conflictos registrados" in moment.children[-1].value


def test_money_outside_the_budget_is_shown_beside_it_and_never_added(opened):
    moment = opened.purses()
    amounts = [row[2] for row in moment.figure.table.rows if row[2]]
    assert len(amounts) == 4
    shown = moment.figure.html().replace("\u00a0", "")
    assert f"{sum(amounts):,}".replace(",", "") not in shown
    assert sum(amounts[1:]) not in amounts
    assert "Nunca se suman" in moment.figure.description


def test_the_public_purse_follows_the_district_and_the_others_do_not(opened):
    moment = opened.purses()
    before = moment.figure.table.rows
    opened.chooser().choose(SAN_ANTONIO)
    after = moment.figure.table.rows
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_a_promise_to_the_whole_region_says_so_and_is_marked_as_the_press(opened):
    figure = opened.purses().figure
    assert figure.mark_words == "Dato citado de la prensa"
    assert "toda la región" in " ".join(re.findall(r"<text[^>]*>([^<]+)", figure.svg()))


def test_each_amount_says_who_tells_it(opened):
    told = {row[0]: row[-1] for row in opened.purses().figure.table.rows}
    assert told["Fondo de Desarrollo de Moquegua"] in {"la prensa", "la empresa"}
    assert told["Primaria Simón Bolívar (CUI 2691834)"] == "una entidad pública"


def test_a_region_without_commitments_is_taught_the_purses_without_amounts(without):
    moment = without.purses()
    assert "todavía no tenemos montos" in moment.figure.description
    assert len(moment.figure.table.rows) == 1
    assert "Moquegua" not in moment.figure.html()


@pytest.mark.parametrize("name", ["purses", "missing_piece", "who_answers"])
def test_every_case_has_one_answer_among_those_offered(opened, name):
    moment = getattr(opened, name)()
    for card in moment.cards:
        offered = [value for _label, value in card.control.options]
        assert offered.count(card.case.answer) == 1
        assert offered[0] == "" == card.control.value


@pytest.mark.parametrize("name", ["purses", "missing_piece", "who_answers"])
def test_finding_all_is_counted_and_told_kindly(opened, name):
    moment = getattr(opened, name)()
    for found, card in enumerate(moment.cards, 1):
        card.control.value = card.case.answer
        assert "Así es." in card.feedback.value
        assert f"{found} de {len(moment.cards)}" in moment.figure.title


@pytest.mark.parametrize("name", ["purses", "missing_piece", "who_answers"])
def test_another_answer_gets_a_hint_and_can_be_changed(opened, name):
    moment = getattr(opened, name)()
    card = moment.cards[0]
    wrong = next(v for _label, v in card.control.options if v not in {"", card.case.answer})
    card.control.value = wrong
    assert "Todavía no." in card.feedback.value
    assert "0 de" in moment.figure.title
    card.control.value = ""
    assert card.feedback.value == ""


def test_the_six_pieces_are_each_missing_once_and_come_from_the_study():
    pieces = [row["id"] for row in national("dialogue_pieces").rows()]
    assert sorted(pieces) == sorted(row["piece"] for row in national("dialogue_cases").rows())
    assert {row["source_key"] for row in national("dialogue_pieces").rows()} == {"TAP"}


def test_every_office_and_purse_has_a_source_that_exists():
    for table in ("offices", "purses", "dialogue_pieces", "conflict_series"):
        assert {row["source_key"] for row in national(table).rows()} <= sources().keys()
    assert "GK" not in {row["source_key"] for row in national("offices").rows()}


def test_there_are_at_least_seven_offices_and_no_name_of_a_person():
    assert len(national("offices").rows()) >= 7
    assert len({row["office"] for row in national("problems").rows()}) >= 7


def test_prior_consultation_is_told_by_its_articles(opened):
    moment = opened.prior_consultation()
    assert moment.figure.title == "Son 6 frases: ¿cuáles son ciertas?"
    assert not any(one.why in moment.figure.html() for one in beliefs())
    moment.children[0].value = "voted"
    figure = moment.figure
    assert figure.title == "De 6 frases sobre la consulta previa, 4 son ciertas."
    assert all(one.article.startswith("artículo") for one in beliefs())
    assert "L29785" not in figure.title
    assert "Ley 29785" in figure.footer


def test_the_letter_names_the_agreement_that_was_picked(opened):
    picker = opened.commitment()
    letter = opened.act(picker)
    assert "Mesa de diálogo de Moquegua" in letter.body.value
    assert "26 compromisos" in picker.children[1].value
    assert "Lo dice la prensa" in picker.children[1].value
    picker.children[0].value = ""
    assert picker.children[1].value == ""
    assert "acuerdo o acta: ______" in letter.body.value


def test_where_no_agreement_is_known_a_line_is_left_to_write_on(without):
    letter = without.act(without.commitment())
    assert "acuerdo o acta: ______" in letter.body.value
    assert "Apurímac" in letter.letter.addressee


def test_one_kind_of_money_is_in_none_of_the_purses():
    assert [case.answer for case in purse_cases()].count("none") == 1
