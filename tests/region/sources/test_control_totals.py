"""The totals that were computed by hand from the raw files come out of the kit again."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest

from cuentas.region.sources import (
    Kind,
    budget_rows,
    investment_rows,
    population_rows,
    recognise,
)
from region import real
from region.real import AMIGABLE, DATA, FEBRUARY, INVESTMENTS, MARCH, MOQUEGUA

pytestmark = real.needed
SAME = "moquegua_2015-2025_scrape-2025-02-11_texto-tal-cual.csv"


@pytest.fixture(scope="module")
def february(session):
    return budget_rows(session, [recognise(FEBRUARY)], MOQUEGUA)


def by_year(reading):
    found = defaultdict(lambda: [0, 0, 0, 0])
    for row in reading.rows:
        for at, value in enumerate((1, row.pia, row.pim, row.devengado)):
            found[row.year][at] += value
    return {year: tuple(map(int, sums)) for year, sums in found.items()}


@pytest.mark.parametrize(
    ("year", "totals"),
    [
        (2015, (20, 293_385_839, 546_084_310, 348_716_326)),
        (2016, (20, 287_994_638, 571_115_775, 403_555_734)),
        (2017, (20, 241_140_075, 466_198_154, 320_502_267)),
        (2018, (20, 219_114_444, 496_254_732, 348_832_555)),
        (2019, (20, 309_504_943, 506_840_242, 375_704_187)),
        (2020, (20, 307_968_475, 604_805_255, 335_006_996)),
        (2021, (20, 354_387_151, 739_019_223, 480_846_842)),
        (2022, (21, 400_265_548, 1_054_644_364, 715_891_037)),
        (2023, (21, 594_648_698, 912_032_194, 727_732_121)),
        (2024, (21, 628_789_182, 1_132_926_436, 904_589_127)),
    ],
)
def test_all_municipalities_of_a_year_add_up(february, year, totals):
    assert by_year(february)[year] == totals


def test_every_row_of_the_national_file_is_accounted_for(february):
    assert (february.read, february.kept) == (20_674, 224)


def test_the_text_copy_gives_the_same_rows_as_the_spreadsheet(session, february):
    copy = budget_rows(session, [recognise(AMIGABLE / SAME)], MOQUEGUA)
    assert [replace(row, sha256="") for row in copy.rows] == [
        replace(row, sha256="") for row in february.rows
    ]


def test_two_query_dates_of_a_closed_year_stay_apart(session, february):
    march = budget_rows(session, [recognise(MARCH)], MOQUEGUA)
    assert by_year(march)[2024] == (21, 628_789_182, 1_132_926_436, 900_636_935)
    assert by_year(february)[2024][3] - by_year(march)[2024][3] == 3_952_192


def test_the_new_district_is_told(february):
    found = [one for one in february.surprises if one.kind == "new-district"]
    assert [one.count for one in found] == [1]
    assert "180107" in found[0].examples[0]


def test_investments_are_counted_once_by_cui(session):
    file = recognise(INVESTMENTS)
    reading = investment_rows(session, [file], MOQUEGUA)
    assert file.kind is Kind.INVESTMENT_SEARCH
    assert (reading.read, reading.kept) == (5_221, 4_117)
    assert sum(row.updated_cost for row in reading.rows) == Decimal("25423674035.72")
    active = [row for row in reading.rows if row.state == "ACTIVO"]
    assert (len(active), len(reading.rows) - len(active)) == (3_091, 1_026)
    columns = file.columns
    uncoded = [cells for _line, cells in file.rows() if not cells[columns["cui"]]]
    as_one = Decimal(uncoded[0][columns["updated_cost"]])
    assert sum(row.updated_cost for row in reading.rows) + as_one == Decimal("25496767646.72")
    counts = {one.kind: one.count for one in reading.surprises}
    assert counts["repeated-row"] == 323


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("moquegua_censo2025_inei.csv", 194_828),
        ("moquegua_inei_2025.csv", 202_946),
        ("ubigeo_inei_2025_ORIGINAL.csv", 202_946),
    ],
)
def test_people_add_up(session, name, total):
    reading = population_rows(session, [recognise(DATA / "poblacion" / name)], MOQUEGUA)
    assert (len(reading.rows), sum(row.total for row in reading.rows)) == (21, total)
