"""What a file says of itself, against what was said of it and what another file says."""

from datetime import date

import pytest

from bench.national import MONTHLY, YEARLY
from cuentas.model.provenance import Precision
from cuentas.region.agreement import refuse_swapped
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
from region.sources.wrapped import text, titles, written

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
    refuse_swapped([census, budget], [*people, *budget_rows(session, [budget], MOQUEGUA).rows])


def test_names_under_the_code_of_another_register_are_never_joined(session, tmp_path):
    swapped = ["180106", "ICHUÑA", *ICHUNA], ["180204", "TORATA", *TORATA]
    with pytest.raises(SourceError, match=r"180106 es «Ichuña» aquí y «Torata» en «gasto.csv»"):
        agree(session, tmp_path, *swapped)


@pytest.mark.parametrize("name", ["TORATA", "Torata", "TÓRATA", "TORATA ALTA"])
def test_a_name_that_is_only_spelt_otherwise_is_joined_by_its_code(session, tmp_path, name):
    agree(session, tmp_path, ["180106", name, *TORATA], ["180204", "ICHUÑA", *ICHUNA])


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
