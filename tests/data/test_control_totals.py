"""Official totals added up again from the tables, without any code of the project."""

from decimal import Decimal

import pytest

from support import raw_rows, raw_sum

MUNICIPALITIES = [
    (2015, 20, 293_385_839, 546_084_310, 348_716_326),
    (2016, 20, 287_994_638, 571_115_775, 403_555_734),
    (2017, 20, 241_140_075, 466_198_154, 320_502_267),
    (2018, 20, 219_114_444, 496_254_732, 348_832_555),
    (2019, 20, 309_504_943, 506_840_242, 375_704_187),
    (2020, 20, 307_968_475, 604_805_255, 335_006_996),
    (2021, 20, 354_387_151, 739_019_223, 480_846_842),
    (2022, 21, 400_265_548, 1_054_644_364, 715_891_037),
    (2023, 21, 594_648_698, 912_032_194, 727_732_121),
    (2024, 21, 628_789_182, 1_132_926_436, 900_636_935),
]
DEPARTMENT = [
    (2022, 1_003_927_192, 1_900_655_832, "1424196054.79"),
    (2023, 1_334_378_459, 1_824_833_136, "1532118931.45"),
    (2024, 1_428_775_137, 2_160_173_130, "1807096117.69"),
    (2025, 1_521_815_629, 2_296_140_745, "2003307726.71"),
]
PERCENT = {
    2015: "63.9",
    2016: "70.7",
    2017: "68.7",
    2018: "70.3",
    2019: "74.1",
    2020: "55.4",
    2021: "65.1",
    2022: "67.9",
    2023: "79.8",
    2024: "79.5",
}


def of_year(rows, year):
    return [row for row in rows if row["year"] == str(year)]


def entity(name, year=2025):
    return next(row for row in of_year(raw_rows("totals"), year) if row["entity"] == name)


@pytest.mark.parametrize(("year", "count", "pia", "pim", "devengado"), MUNICIPALITIES)
def test_municipalities_of_a_year_add_up_to_the_official_total(year, count, pia, pim, devengado):
    rows = of_year(raw_rows("budget"), year)
    sums = [raw_sum(rows, column) for column in ("pia", "pim", "devengado")]
    assert (len(rows), *sums) == (count, pia, pim, devengado)


@pytest.mark.parametrize(("year", "percent"), PERCENT.items())
def test_the_percentage_of_each_year_is_the_one_known(year, percent):
    rows = of_year(raw_rows("budget"), year)
    share = Decimal(100 * raw_sum(rows, "devengado")) / raw_sum(rows, "pim")
    assert round(share, 1) == Decimal(percent)


def test_2024_as_read_in_february_is_kept_apart():
    rows = raw_rows("budget", "revisions")
    assert {row["query_date"] for row in rows} == {"2025-02-11"}
    assert {row["year"] for row in rows} == {"2024"}
    assert (len(rows), raw_sum(rows, "pim"), raw_sum(rows, "devengado")) == (
        21,
        1_132_926_436,
        904_589_127,
    )


def test_between_the_two_readings_of_2024_nineteen_municipalities_moved():
    final = {row["ubigeo"]: row["devengado"] for row in of_year(raw_rows("budget"), 2024)}
    before = {row["ubigeo"]: row["devengado"] for row in raw_rows("budget", "revisions")}
    assert sum(final[ubigeo] != before[ubigeo] for ubigeo in final) == 19


def test_2025_holds_only_the_twelve_full_years_and_no_six_weeks():
    rows = of_year(raw_rows("budget"), 2025)
    assert (len(rows), raw_sum(rows, "pim")) == (12, 1_218_495_535)
    assert all(int(row["devengado"]) > int(row["pim"]) // 2 for row in rows)
    silent = ("certificado", "compromiso", "compromiso_mensual", "girado")
    assert {row[column] for row in rows for column in silent} == {""}


@pytest.mark.parametrize(("year", "pia", "pim", "devengado"), DEPARTMENT)
def test_the_department_has_the_official_totals(year, pia, pim, devengado):
    row = entity("department", year)
    assert (row["pia"], row["pim"], row["devengado"]) == (str(pia), str(pim), devengado)


@pytest.mark.parametrize("column", ["pia", "pim", "devengado"])
def test_the_department_is_exactly_its_three_parts(column):
    parts = sum(Decimal(entity(one)[column]) for one in ("local", "regional", "university"))
    assert parts == Decimal(entity("department")[column])


def test_the_three_parts_of_2025_are_the_official_ones():
    pim = [entity(one)["pim"] for one in ("local", "regional", "university")]
    assert pim == ["1267754757", "939140148", "89245840"]


def test_there_is_no_2026_copied_from_2025():
    tables = [raw_rows("budget"), raw_rows("totals"), raw_rows("spending")]
    assert max(int(row["year"]) for rows in tables for row in rows) == 2025


def test_both_counts_of_people_add_up_and_women_and_men_are_the_census():
    rows = raw_rows("population")
    assert (raw_sum(rows, "census_2025"), raw_sum(rows, "projection_2025")) == (194_828, 202_946)
    for row in rows:
        sexes = int(row["census_2025_women"]) + int(row["census_2025_men"])
        assert sexes == int(row["census_2025"])


@pytest.mark.parametrize(
    ("province", "people"), [("1801", 98_727), ("1802", 15_776), ("1803", 80_325)]
)
def test_the_census_of_each_province_is_the_official_one(province, people):
    rows = [row for row in raw_rows("population") if row["ubigeo"].startswith(province)]
    assert raw_sum(rows, "census_2025") == people


def test_each_investment_is_counted_once():
    codes = [row["cui"] for row in raw_rows("investments")]
    assert len(set(codes)) == len(codes) == 109
    assert all(len(code) == 7 and code.isdigit() for code in codes)


def test_the_investments_add_up_to_the_cent():
    rows = raw_rows("investments")
    assert sum(Decimal(row["viable_cost"]) for row in rows) == Decimal("1384301751.45")
    assert sum(Decimal(row["updated_cost"]) for row in rows) == Decimal("2000697891.54")


def test_the_ten_municipalities_of_january_2022_are_not_the_whole():
    rows = [row for row in raw_rows("transfers") if row["period"] == "2022-01"]
    ten = [row for row in rows if row["level"] == "municipality"]
    assert (len(ten), raw_sum(ten, "amount_soles")) == (10, 139_300_000)
    assert raw_sum([row for row in rows if row not in ten], "amount_soles") == 144_000_000


def test_copper_of_the_new_mine_is_the_published_one():
    rows = [row for row in raw_rows("production") if "Quellaveco" in row["holder"]]
    assert sum(Decimal(row["copper_tmf"]) for row in rows) == Decimal("64194.625")


def test_codes_are_text_and_dates_are_known():
    rows = raw_rows("budget") + raw_rows("budget", "revisions")
    assert {len(row["ubigeo"]) for row in rows} == {6}
    assert {len(row["sec_ejec"]) for row in rows} == {6}
    assert {row["query_date"] for row in rows} == {"2025-02-11", "2025-03-08", "2026-11-21"}


def test_a_municipality_keeps_its_code_through_the_years():
    pairs = {(row["ubigeo"], row["sec_ejec"]) for row in raw_rows("budget")}
    assert len(pairs) == 21


def test_no_municipality_ordered_more_than_it_recognised():
    rows = [row for row in raw_rows("budget") if row["girado"]]
    assert all(int(row["girado"]) <= int(row["devengado"]) <= int(row["pim"]) for row in rows)
