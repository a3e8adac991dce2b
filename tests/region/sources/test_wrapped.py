"""The same official table gives the same rows in every wrapping, and says what it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cuentas.region.sources import Place, SourceError, budget_rows, population_rows, recognise
from cuentas.region.sources.words import amount
from region.sources import official as made
from region.sources import wrapped
from region.sources.wrapped import HEADER, PARTS, book, titles, written

MOQUEGUA = Place.of("18")
CENSUS_ROW = ["180106", "distrito", "TORATA", "", "6300", "3200", "3100"]
TOWNS = [
    ("180106-301486: MUNICIPALIDAD DISTRITAL DE TORATA", 12_053_000),
    ("180204-301490: MUNICIPALIDAD DISTRITAL DE ICHUÑA", 12_102_000),
    ("180301-301498: MUNICIPALIDAD PROVINCIAL DE ILO", 12_150_500),
]


def cells(pia):
    pim = 2 * pia
    return [f"{one:,}" for one in (pia, pim, pim, *[pim * 4 // 5] * 4)]


def table(above=None, towns=TOWNS):
    """What the portal shows: titles, sums of what was chosen, a header of two rows, the rows."""
    rows = [[name, *cells(pia), "80.0"] for name, pia in towns]
    whole = ["Departamento 18: MOQUEGUA", *cells(sum(pia for _name, pia in TOWNS)), "80.0"]
    return [*(above or titles()), whole, HEADER, PARTS, *rows]


def read(session, path):
    file = recognise(path)
    rows = budget_rows(session, [file], MOQUEGUA).rows
    return file, [replace(row, sha256="") for row in rows]


@pytest.mark.parametrize(
    "content",
    [pytest.param(content, id=name) for name, content in wrapped.wrappings(table())],
)
def test_a_query_is_the_same_in_every_wrapping(session, tmp_path, content):
    file, rows = read(session, written(tmp_path / "x", content))
    assert (file.said.day, file.said.year, file.said.part) == (date(2025, 3, 4), 2024, "")
    assert [(row.year, row.ubigeo, row.pim, row.girado) for row in rows] == [
        (2024, name[:6], 2 * pia, 2 * pia * 4 // 5) for name, pia in TOWNS
    ]
    assert rows[1].entity == "MUNICIPALIDAD DISTRITAL DE ICHUÑA"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(content, id=name)
        for name, content in wrapped.wrappings([made.AMIGABLE, *made.BUDGETS])
        if not name.startswith("página")
    ],
)
def test_a_saved_table_is_the_same_in_every_wrapping(session, tmp_path, content):
    plain = written(tmp_path / "plain", wrapped.text([made.AMIGABLE, *made.BUDGETS]).encode())
    assert read(session, written(tmp_path / "x", content))[1] == read(session, plain)[1]


@pytest.mark.parametrize(
    ("includes", "part"),
    [
        ("Incluye: Sólo Proyectos", "Sólo Proyectos"),
        ("Incluye: Sólo Actividades", "Sólo Actividades"),
        ("Incluye:  Solo proyectos ", "Solo proyectos"),
    ],
)
def test_a_part_of_a_budget_is_never_taken_for_all_of_it(session, tmp_path, includes, part):
    for name, content in wrapped.wrappings(table(titles(includes))):
        with pytest.raises(SourceError, match=part):
            read(session, written(tmp_path / "x", content))
        assert name


@pytest.mark.parametrize(
    "level",
    [
        "Rubro 18: CANON Y SOBRECANON, REGALIAS, RENTA DE ADUANAS Y PARTICIPACIONES",
        "Fuente de Financiamiento 5: RECURSOS DETERMINADOS",
        "Función 15: TRANSPORTE",
        "Genérica 6-26: ADQUISICION DE ACTIVOS NO FINANCIEROS",
        "Mes 3: MARZO",
        "Proyecto 2160704: MEJORAMIENTO",
    ],
)
def test_a_level_that_is_no_place_makes_a_part(session, tmp_path, level):
    rows = table()
    rows.insert(-5, [level, *cells(36_305_500), "80.0"])
    for _name, content in wrapped.wrappings(rows):
        if not content.lstrip().startswith(b"<"):
            with pytest.raises(SourceError, match=level.split()[0]):
                read(session, written(tmp_path / "x", content))


def test_title_day_and_year_may_stand_in_one_cell(session, tmp_path):
    above = [" ".join(one[0] for one in titles())]
    file, rows = read(session, written(tmp_path / "x", wrapped.text(table([above])).encode()))
    assert (file.said.day, file.said.year) == (date(2025, 3, 4), 2024)
    assert {row.year for row in rows} == {2024}


def test_a_book_with_a_sheet_a_year_gives_every_year(session, tmp_path):
    years = (2022, 2023, 2024)
    sheets = {str(year): table(titles(year=f"Año de Ejecución: {year}")) for year in years}
    _file, rows = read(session, written(tmp_path / "x.xlsx", book(sheets)))
    assert [(row.year, row.ubigeo) for row in rows] == [
        (year, name[:6]) for year in years for name, _pia in TOWNS
    ]


def test_sheets_with_different_tables_are_refused_by_name(tmp_path):
    sheets = {"Gasto": [made.AMIGABLE, *made.BUDGETS], "Gente": [made.CENSUS, CENSUS_ROW]}
    with pytest.raises(SourceError, match=r"«Gasto», «Gente»"):
        recognise(written(tmp_path / "x.xlsx", book(sheets)))


def test_rows_that_are_missing_are_missed_by_the_total_printed_above(session, tmp_path):
    path = written(tmp_path / "x", wrapped.text(table(towns=TOWNS[:2])).encode())
    with pytest.raises(SourceError, match=r"72.611.000"):
        read(session, path)


def test_a_page_without_an_official_table_is_told_for_what_it_is(tmp_path):
    with pytest.raises(SourceError, match="página web guardada"):
        recognise(written(tmp_path / "x", b"<html><table><tr><td>hola</td></tr></table>"))


@pytest.mark.parametrize("cell", ["6.000", "6.300", "70.000", "1.234.567"])
def test_thousands_with_a_point_are_never_units(session, tmp_path, cell):
    rows = [["ubigeo", "nombre", "total", "hombre", "mujer"], ["180106", "TORATA", cell, "", ""]]
    file = recognise(written(tmp_path / "x", wrapped.text(rows).encode()))
    with pytest.raises(SourceError, match="no es un número de personas"):
        population_rows(session, [file], MOQUEGUA)


def test_a_projection_of_another_year_is_refused_by_its_year(tmp_path):
    rows = [["PERÚ: POBLACIÓN PROYECTADA AL 30 DE JUNIO DE 2026"], made.PROJECTION]
    with pytest.raises(SourceError, match="es de 2026"):
        recognise(written(tmp_path / "x", wrapped.text(rows).encode()))


def test_the_tail_of_a_float_is_no_amount_of_money():
    assert amount("2000000.0000000002") == Decimal(2_000_000)
    assert amount("1999999.9999999998") == Decimal(2_000_000)
    assert amount("12.3456") == Decimal("12.3456")
