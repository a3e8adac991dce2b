"""What a number is compared with, and the cautions that go with it."""

import pytest

from cuentas.course import course
from cuentas.data.pack import explanations
from support import ROOT, TORATA, here, pack, raw_rows

ILO, MARISCAL_NIETO, CARUMAS = "180301", "180101", "180102"


def test_the_twin_is_the_municipality_with_the_closest_pim():
    rows = [row for row in raw_rows("budget") if row["year"] == "2024"]
    mine = next(int(row["pim"]) for row in rows if row["ubigeo"] == TORATA)
    others = [row for row in rows if row["ubigeo"] != TORATA]
    closest = min(others, key=lambda row: abs(int(row["pim"]) - mine))

    explorer = here(TORATA, 2024).compared()
    explorer.children[1].value = "twin"

    [_mine, twin] = explorer.figure.calculation.rows.rows
    assert twin[1] == closest["ubigeo"] == MARISCAL_NIETO
    assert "19\u00a0727\u00a0438" in explorer.describe()


def test_a_year_read_on_two_dates_tells_both_amounts():
    [other] = [row for row in raw_rows("budget", "revisions") if row["ubigeo"] == CARUMAS]
    shown = here(CARUMAS, 2024).chain().describe()
    amount = f"{int(other['devengado']):,}".replace(",", "\u00a0")
    assert f"el 11 de febrero de 2025, el portal daba un devengado de S/\u00a0{amount}" in shown
    assert "Otro día" not in here(CARUMAS, 2023).chain().describe()


def test_a_district_that_lost_a_part_says_so_beside_its_past():
    assert "Desde 2022, San Antonio tiene su propio presupuesto" in (
        here(MARISCAL_NIETO, 2023).compared().describe()
    )
    assert "tiene su propio presupuesto" not in here(TORATA, 2023).compared().describe()


def test_a_per_person_figure_warns_of_other_years_and_of_provincial_municipalities():
    ilo = here(ILO, 2019).per_person().describe()
    assert "El presupuesto es de 2019 y la población de 2025." in ilo
    assert "municipalidad provincial" in ilo
    torata = here(TORATA, 2025).per_person().describe()
    assert "El presupuesto es de" not in torata
    assert "municipalidad provincial" not in torata


def test_an_investment_of_several_places_never_stands_first():
    figure = here(TORATA).investments().figure
    places = [row[3] for row in figure.table.rows]
    assert places == sorted(places)
    assert places[-1] == 6
    assert "figura en varios lugares" in figure.description


def test_the_regional_share_names_universities_and_institutes():
    lesson = here(TORATA, slug="01_de_la_mina_al_municipio")
    words = lesson.canon_road().figure.calculation.words
    assert "S/\u00a07.5\u00a0millones son para universidades públicas" in words
    assert "S/\u00a03.8\u00a0millones para institutos" in words


@pytest.mark.parametrize("one", course(ROOT / "lessons").lessons, ids=lambda one: one.slug)
def test_every_concept_of_a_lesson_is_explained_in_everyday_words(one):
    assert [word for word in one.concepts if word.casefold() not in explanations()] == []
    listed = here(slug=one.slug).sources().children[0].value
    assert all(explanations()[word.casefold()][:20] in listed for word in one.concepts)


def test_letters_name_the_source_of_their_own_row():
    assert (
        "Consulta Amigable, consultado el 11 de febrero de 2025"
        in here(TORATA, 2023).act().body.value
    )
    assert "gasto devengado mensual 2025" in here(TORATA, 2025).act().body.value


def test_the_pack_is_the_one_that_the_course_comes_with():
    assert pack().region.slug == "moquegua"
