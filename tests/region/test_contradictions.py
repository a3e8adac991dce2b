"""What a file says of itself, against what was said of it and what another file says."""

from datetime import date

import pytest

from bench.national import MONTHLY, YEARLY
from cuentas.model.provenance import Precision
from cuentas.region.agreement import OTHER_NAME, agreed, alike
from cuentas.region.choice import Choice, ChoiceError, QueryDate
from cuentas.region.parts.lines import HALF_YEAR, lines_of
from cuentas.region.sources import (
    Place,
    SourceError,
    budget_rows,
    population_rows,
    recognise,
)
from region.sources import official as made
from region.sources.wrapped import book, text, titles, written

MOQUEGUA = Place.of("18")
READ_ON = QueryDate(date(2026, 3, 1), Precision.DAY)
CENSUS = ["ubigeo", "nombre", "total", "hombre", "mujer"]
TORATA, ICHUNA = ["6300", "3200", "3100"], ["4100", "2000", "2100"]


def spent(session, tmp_path, header, rows):
    path = written(tmp_path / "gasto.csv", text([header, *rows], ",").encode())
    file = Choice("x", "18", query_dates={"": READ_ON}).dated(recognise(path))
    return file, budget_rows(session, [file], MOQUEGUA).rows


@pytest.mark.parametrize("last", [1, 7, 11, 12])
@pytest.mark.parametrize("layout", ["yearly", "monthly"])
def test_a_year_ends_with_its_last_month_of_spending(session, tmp_path, layout, last):
    months = ["10"] * last + ["0"] * (12 - last)
    if layout == "yearly":
        whole = str(10 * last)
        rows = [made.yearly_line("TORATA", "100", "200", months, MONTO_DEVENGADO_ANUAL=whole)]
        file, found = spent(session, tmp_path, YEARLY, rows)
    else:
        opened = made.spending_line(MONTHLY, "TORATA", MES_EJE="0", MONTO_PIM="200", MONTO_PIA="1")
        rows = [
            made.spending_line(MONTHLY, "TORATA", MES_EJE=str(number), MONTO_DEVENGADO=amount)
            for number, amount in enumerate(months, start=1)
        ]
        file, found = spent(session, tmp_path, MONTHLY, [opened, *rows])
    assert [row.through for row in found] == [last]
    if last == 12:
        told = lines_of(found, {file.sha256: "gasto.csv"}).surprises
        assert HALF_YEAR not in {one.kind for one in told}
    else:
        with pytest.raises(ChoiceError, match="gasto solo hasta"):
            lines_of(found, {file.sha256: "gasto.csv"})


def counted(tmp_path, *districts):
    return recognise(written(tmp_path / "censo.csv", text([CENSUS, *districts], ",").encode()))


def agree(session, tmp_path, *districts):
    budget = recognise(made.as_csv(tmp_path / "gasto.csv", made.AMIGABLE, made.BUDGETS))
    census = counted(tmp_path, *districts)
    people = population_rows(session, [census], MOQUEGUA).rows
    return agreed([census, budget], [*people, *budget_rows(session, [budget], MOQUEGUA).rows])


def test_names_under_the_code_of_another_register_are_never_joined(session, tmp_path):
    swapped = ["180106", "ICHUÑA", *ICHUNA], ["180204", "TORATA", *TORATA]
    with pytest.raises(SourceError, match=r"180106 es «Ichuña» aquí y «Torata» en «gasto.csv»"):
        agree(session, tmp_path, *swapped)


@pytest.mark.parametrize("name", ["TORATA", "Torata", "TÓRATA", "TORATA ALTA"])
def test_a_name_that_is_only_spelt_otherwise_is_joined_by_its_code(session, tmp_path, name):
    agree(session, tmp_path, ["180106", name, *TORATA], ["180204", "ICHUÑA", *ICHUNA])


def test_a_name_that_nobody_else_has_is_told(session, tmp_path):
    files = agree(session, tmp_path, ["180106", "PUERTO ESCONDIDO", *TORATA])
    told = [one for one in files[0].surprises if one.kind == OTHER_NAME]
    assert told[0].examples == ("180106 es «Puerto Escondido» aquí y «Torata» en «gasto.csv»",)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("SAN JOSE DE LOS CHORRILLOS - CUENCA", "Cuenca", True),
        ("ZAÑA", "Saña", True),
        ("AYAUCA", "Allauca", True),
        ("HUAY-HUAY", "Huay Huay", True),
        ("ATE - VITARTE", "Ate", True),
        ("SAN MARCOS", "San Miguel", False),
        ("TORATA", "Ichuña", False),
    ],
)
def test_spellings_of_one_name_are_told_from_two_names(name, other, same):
    assert alike(name, other) is same


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (QueryDate(date(2025, 3, 4), Precision.DAY), False),
        (QueryDate(date(2025, 3, 31), Precision.MONTH), False),
        (QueryDate(date(2025, 6, 30), Precision.NO_LATER_THAN), False),
        (QueryDate(date(2025, 6, 30), Precision.DAY), True),
        (QueryDate(date(2025, 2, 28), Precision.MONTH), True),
        (QueryDate(date(2025, 3, 3), Precision.NO_LATER_THAN), True),
    ],
)
def test_the_day_that_a_file_says_is_its_day(tmp_path, said, told):
    rows = [*titles(), made.AMIGABLE, *made.BUDGETS]
    file = recognise(written(tmp_path / "x", text(rows).encode()))
    dated = Choice("x", "18", query_dates={"": said}).dated(file)
    assert dated.query_date == date(2025, 3, 4)
    assert ("other-day" in {one.kind for one in dated.surprises}) is told


def test_a_day_that_has_not_come_is_refused(tmp_path):
    rows = [*titles(day="Fecha de la Consulta: 04-marzo-2999"), made.AMIGABLE, *made.BUDGETS]
    file = recognise(written(tmp_path / "x", text(rows).encode()))
    with pytest.raises(SourceError, match="4 de marzo de 2999, que todavía no llega"):
        Choice("x", "18").dated(file)


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("Rubro: 18 CANON Y SOBRECANON", "Rubro: 18 CANON"),
        ("Mes: Marzo", "Mes: Marzo"),
        ("Proyecto 2160704: MEJORAMIENTO", "Proyecto 2160704"),
        ("Fuente de Financiamiento: 5 RECURSOS DETERMINADOS", "Fuente de Financiamiento: 5"),
        ("(En miles de soles)", "están en miles"),
        ("Millones de S/", "están en millones"),
        ("Año de Ejecución: 2023", "la fila es de 2024 y el título dice 2023"),
        ("Mes: Todos", ""),
        ("Rubro: TODOS", ""),
        ("Año de Ejecución: 2024", ""),
    ],
)
def test_what_a_title_chooses_is_heard(session, tmp_path, above, told):
    lines = [line for line in made.BUDGETS if line[0] == "2024"]
    path = written(tmp_path / "x", text([[above], made.AMIGABLE, *lines]).encode())

    def read():
        return budget_rows(session, [recognise(path)], MOQUEGUA).rows

    if not told:
        assert read()
        return
    with pytest.raises(SourceError, match=told):
        read()


@pytest.mark.parametrize("year", ["2017", "2026"])
@pytest.mark.parametrize("header", [CENSUS, made.PROJECTION])
def test_people_of_another_year_are_refused_by_their_year(tmp_path, header, year):
    path = written(tmp_path / "x", text([[f"POBLACIÓN, {year}"], header]).encode())
    with pytest.raises(SourceError, match=f"es de {year}"):
        recognise(path)


@pytest.mark.parametrize(("above", "here"), [("14: LAMBAYEQUE", False), ("18: MOQUEGUA", True)])
def test_a_row_of_another_place_than_the_title_says_is_refused(session, tmp_path, above, here):
    whole = [f"Departamento {above}", "1", "2"]
    lines = [line for line in made.BUDGETS if list(line[:2]) == ["2024", "18: MOQUEGUA"]]
    file = recognise(written(tmp_path / "x", text([whole, made.AMIGABLE, *lines]).encode()))
    with pytest.raises(SourceError, match="suman un PIM" if here else "no es de «Departamento 14"):
        budget_rows(session, [file], MOQUEGUA)


def test_the_name_of_a_sheet_may_say_its_year(session, tmp_path):
    header = [name for name in made.AMIGABLE if name != "Año"]
    lines = [line[1:] for line in made.BUDGETS if list(line[:2]) == ["2024", "18: MOQUEGUA"]]
    sheets = {"2023": [header, *lines], "2024": [header, *lines]}
    file = recognise(written(tmp_path / "x.xlsx", book(sheets)))
    found = budget_rows(session, [file], MOQUEGUA).rows
    assert [row.year for row in found] == sorted([2023, 2024] * len(lines))


def test_sheets_of_different_days_are_refused(tmp_path):
    days = ("04-marzo-2025", "05-marzo-2025")
    sheets = {
        day: [*titles(day=f"Fecha de la Consulta: {day}"), made.AMIGABLE, *made.BUDGETS]
        for day in days
    }
    with pytest.raises(SourceError, match="en días distintos"):
        recognise(written(tmp_path / "x.xlsx", book(sheets)))
