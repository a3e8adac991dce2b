"""Every figure of every district and year: drawn, and saying the number of the tables."""

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from cuentas.i18n import formats
from cuentas.model.provenance import Mark
from support import (
    CHOJATA,
    MATALAQUE,
    SAN_ANTONIO,
    TORATA,
    every_figure,
    explorers,
    fixed,
    here,
    of_district,
    pack,
    raw_rows,
    yearly,
)

SPACE = formats.SPACE
ROWS = raw_rows("budget")
PLACES = [(row["ubigeo"], int(row["year"])) for row in ROWS]
PEOPLE = {row["ubigeo"]: row for row in raw_rows("population")}
of_every_district = pytest.mark.parametrize(
    "rows",
    [[row for row in ROWS if row["ubigeo"] == ubigeo] for ubigeo in PEOPLE],
    ids=PEOPLE.keys(),
)
"""A test for each district, over all the years of its budget."""


def half_up(value, places=0):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def coins_of(row):
    return half_up(Decimal(100 * int(row["devengado"])) / int(row["pim"]))


def in_millions(amount):
    """How the course writes an amount in a title, computed here by another path."""
    soles = int(amount)
    if soles < 1_000_000:
        return f"S/ {soles:,}".replace(",", " ")
    value = half_up(Decimal(soles) / 1_000_000, 1)
    shown = f"{value:,}".replace(",", " ").removesuffix(".0")
    return f"S/ {shown} {'millón' if value == 1 else 'millones'}"


def plain(words):
    return words.replace(SPACE, " ")


def district_of(row):
    return pack().region.district(row["ubigeo"])


def figures_of(row):
    return list(yearly(row["ubigeo"], int(row["year"])).values())


@of_every_district
def test_the_titles_of_a_district_and_year_tell_the_numbers_of_the_table(rows):
    for row in rows:
        assert [plain(figure.title) for figure in figures_of(row)[:4]] == first_titles(row)


def first_titles(row):
    short, year = district_of(row).short, row["year"]
    pia, pim, devengado = (in_millions(row[name]) for name in ("pia", "pim", "devengado"))
    people = PEOPLE[row["ubigeo"]]["census_2025"]
    each = f"{half_up(Decimal(row['pim']) / int(people)):,}".replace(",", " ")
    counted = "según el Censo 2025 del INEI."
    name = district_of(row).name
    per_person = f"Por cada persona de {name} hay S/ {each} de PIM {year}, {counted}"
    if row["ubigeo"].endswith("01"):
        per_person = (
            f"El PIM provincial de {year}, entre la gente de {name} nada más, da S/ {each} "
            f"por persona, {counted}"
        )
    return [
        f"{short} empezó {year} con {pia} y terminó con {pim}.",
        f"De {pim} de presupuesto, {short} devengó {devengado} en {year}.",
        f"{short} devengó {coins_of(row)} de cada 100 soles en {year}.",
        per_person,
    ]


def is_first_year(row):
    """San Antonio's first budget of its own is that of 2022."""
    return (row["ubigeo"], row["year"]) == (SAN_ANTONIO, "2022")


@of_every_district
def test_a_year_is_told_beside_the_one_before(rows):
    for row in rows:
        assert figures_of(row)[5].title == title_beside_its_past(row)


def title_beside_its_past(row):
    before = [
        one
        for one in ROWS
        if one["ubigeo"] == row["ubigeo"]
        and int(one["year"]) == int(row["year"]) - 1
        and not is_first_year(one)
    ]
    start = f"{district_of(row).short} devengó {coins_of(row)} de cada 100 soles en {row['year']}"
    end = f"; el año anterior, {coins_of(before[0])}." if before else "."
    return start + end


@of_every_district
def test_a_place_among_neighbours_counts_who_advanced_more(rows):
    for row in rows:
        assert figures_of(row)[6].title == title_among_neighbours(row)


def title_among_neighbours(row):
    same = [one for one in ROWS if one["year"] == row["year"]]
    share = int(row["devengado"]) / int(row["pim"])
    more = sum(int(one["devengado"]) / int(one["pim"]) > share for one in same)
    short, year = district_of(row).short, row["year"]
    verb = "municipalidad de {} tuvo" if more == 1 else "municipalidades de {} tuvieron"
    expected = f"En {year}, {more} {verb.format(len(same))} más avance que {short}."
    if not more:
        expected = (
            f"En {year}, {short} tuvo el avance más alto de las {len(same)} municipalidades "
            "con datos."
        )
    if is_first_year(row):
        expected = f"En estos datos, {year} fue el primer año de {short} con presupuesto."
    return expected


@pytest.mark.parametrize("ubigeo", PEOPLE)
def test_investments_that_rose_are_counted_in_the_soles_that_people_see(ubigeo):
    rows = [row for row in raw_rows("investments") if row["ubigeo"] == ubigeo]
    rose = sum(half_up(row["updated_cost"]) > half_up(row["viable_cost"]) for row in rows)
    verb = "subió" if rose == 1 else "subieron"
    name = pack().region.district(ubigeo).name
    assert of_district(ubigeo)["investments"].title == (
        f"De {len(rows)} inversiones escogidas de {name}, {rose} {verb} de costo."
    )


def test_one_cent_is_not_told_as_a_rise():
    figure = of_district("180301")["investments"]
    assert ("2507631", Decimal(0)) in [(row[1], row[-1]) for row in figure.table.rows]
    assert figure.title == "De 9 inversiones escogidas de Ilo, 6 subieron de costo."


def test_money_by_what_it_buys_is_counted_over_the_whole_department():
    title = fixed()["spending_by_kind"].title
    assert "53 corresponden a obras, equipos y terrenos" in title


def test_money_by_who_spends_it_is_the_three_parts_of_the_department():
    title = fixed()["spending_by_government"].title
    assert "52 corresponden a las Municipalidades de Moquegua" in title


FIRM = {
    2023: "Año cerrado.",
    2024: "Cifra preliminar",
    2025: "Cifra preliminar",
}


@pytest.mark.parametrize(("year", "words"), FIRM.items())
def test_the_footer_tells_source_date_firmness_and_which_soles(year, words):
    footer = yearly(TORATA, year)["chain"].footer
    assert footer.startswith("Fuente: MEF")
    assert words in footer
    assert "consultado" in footer
    assert "sin descontar la inflación" in footer


@pytest.mark.parametrize(
    ("year", "words"),
    [(2023, "el 11 de febrero de 2025"), (2024, "a más tardar el 8 de marzo de 2025")],
)
def test_the_footer_tells_the_day_on_which_that_year_was_read(year, words):
    assert f"consultado {words}." in yearly(TORATA, year)["hundred"].footer


def test_many_years_together_tell_which_ones_can_still_move():
    footer = yearly(TORATA, 2023)["past"].footer
    assert "Las cifras de 2024 y 2025 son preliminares" in footer
    assert "La cifra de 2024 es preliminar" in yearly(CHOJATA, 2023)["past"].footer


def test_a_figure_per_person_names_its_population_and_its_date():
    footer = yearly(TORATA, 2023)["census"].footer
    assert "Por persona según el Censo 2025 del INEI." in footer
    assert "Población: INEI" in footer


@pytest.mark.parametrize("year", [2015, 2021])
def test_a_district_that_did_not_exist_yet_is_not_called_silent(year):
    words = yearly(TORATA, year)["neighbours"].description
    assert "En estos datos, San Antonio todavía no tenía presupuesto." in words
    assert "no hay dato" not in words


def test_a_municipality_that_comes_later_is_told_by_what_the_data_have():
    words = yearly(SAN_ANTONIO, 2023)["past"].description
    assert "En estos datos, esta municipalidad tiene presupuesto desde 2022." in words
    assert "esta municipalidad" not in yearly(TORATA, 2023)["past"].description


def test_the_nine_silent_municipalities_of_2025_are_counted():
    words = yearly(TORATA, 2025)["neighbours"].description
    assert "De 9 distritos no hay dato de ese año en esta fuente." in words


def test_a_new_municipality_that_opened_with_nothing_is_told_without_a_percentage():
    figure = yearly(SAN_ANTONIO, 2022)["opening"]
    assert "con S/ 0 y terminó con S/ 158.1 millones" in plain(figure.title)
    assert "frente al inicio" not in figure.description


def test_when_the_source_is_silent_no_contract_is_invented():
    figure = yearly(TORATA, 2025)["hundred"]
    assert "la fuente no dice si hay contrato" in figure.description
    assert "con contrato" not in figure.description
    assert [row[0] for row in figure.table.rows] == ["PIA", "PIM", "Devengado"]


def test_the_first_step_of_the_chain_has_no_invented_change():
    rows = yearly(TORATA, 2023)["chain"].table
    assert rows.rows[0][3] is None
    assert rows.shown()[0][3] == "es el primer paso"


def test_a_small_district_far_from_the_mine_is_never_told_that_it_receives_nothing():
    figure = of_district(MATALAQUE)["canon_road"]
    assert "S/ 0" not in plain(figure.title)
    assert in_millions(60_000_000 * 579 // 194_828) in plain(figure.title)


def test_every_figure_is_complete_everywhere():
    for figure in every_figure():
        assert figure.title.endswith((".", "?"))
        assert figure.description
        assert figure.table.rows
        assert figure.calculation.words
        assert figure.calculation.expression
        assert figure.calculation.rows.rows
        assert "Fuente: " in figure.footer or figure.mark is Mark.ILLUSTRATIVE


def test_every_table_and_every_calculation_reads_back_from_its_file():
    for figure in every_figure():
        for table in (figure.table, figure.calculation.rows):
            header, *rows = csv.reader(io.StringIO(table.csv()))
            assert header == [column.name for column in table.columns]
            written = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
            assert rows == written


def test_the_rows_behind_a_figure_are_exactly_those_of_the_pack():
    for place in PLACES:
        table = yearly(*place)["chain"].calculation.rows
        (row,) = csv.DictReader(io.StringIO(table.csv()))
        assert row == next(one for one in ROWS if (one["ubigeo"], int(one["year"])) == place)


def test_every_calculation_of_the_chain_can_be_done_again_by_hand():
    for place in PLACES:
        words = plain(yearly(*place)["chain"].calculation.expression)
        numbers = [Decimal(one.replace(" ", "")) for one in re.findall(r"\d[\d ]*\.?\d*", words)]
        part, whole, _hundred, share = numbers
        assert half_up(part * 100 / whole, 1) == share


def test_a_page_with_all_figures_never_repeats_an_id():
    lesson = here()
    shown = explorers(lesson) | {f"again-{name}": one for name, one in explorers(lesson).items()}
    page = "".join(explorer.sheet.value for explorer in shown.values())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) > 90
    assert len(ids) == len(set(ids))


def test_every_reference_inside_a_page_finds_its_target():
    page = "".join(explorer.sheet.value for explorer in explorers(here()).values())
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', page))
    assert used
    assert used <= ids


def test_no_figure_accuses():
    for figure in every_figure():
        words = f"{figure.describe()} {figure.calculation.words}".lower()
        assert not re.search(r"\b(corrup|robó|robaron|culpa|malgast|ineficien|fácil)", words)
