"""Each official layout, read from a small file of the tests."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bench.national import MONTHLY, YEARLY, write
from cuentas.region.sources import (
    Kind,
    Place,
    SourceError,
    budget_rows,
    investment_rows,
    population_rows,
    progress_rows,
    recognise,
    spending_rows,
    totals_rows,
)
from region.sources import official as made

MOQUEGUA = Place.of("18")


def kinds(reading):
    return {one.kind: one.count for one in reading.surprises}


def test_amigable_gives_exact_amounts_codes_and_names(session, tmp_path):
    file = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, made.BUDGETS))
    reading = budget_rows(session, [file], MOQUEGUA)
    torata = reading.rows[0]
    assert (file.kind, file.layout) == (Kind.AMIGABLE, "Consulta Amigable, 12 columnas")
    assert (reading.read, reading.kept) == (4, 3)
    assert (torata.year, torata.ubigeo, torata.sec_ejec) == (2024, "180106", "301486")
    assert (torata.pim, torata.devengado, torata.girado) == (212_914, 178_971, 178_914)
    assert torata.province == "MARISCAL NIETO"
    assert torata.sha256 == file.sha256


def test_amigable_pasted_with_titles_two_header_rows_and_a_total(session, tmp_path):
    pasted = tmp_path / "pegado.txt"
    lines = [
        "Consulta Amigable\n",
        "Fecha de la Consulta: 08-marzo-2025\n",
        "Año de Ejecución: 2024\n",
        "Municipalidad\tPIA\tPIM\tCertificación\tCompromiso Anual\tEjecución\tAvance %\n",
        "Atención de Compromiso Mensual\tDevengado\tGirado\n",
        "\t".join(["TOTAL", *made.BUDGETS[1][4:]]) + "\n",
        *("\t".join(row[3:]) + "\n" for row in made.BUDGETS),
    ]
    pasted.write_text("".join(lines), encoding="utf-8")
    file = recognise(pasted)
    reading = budget_rows(session, [file], MOQUEGUA)
    assert file.said.day == date(2025, 3, 8)
    assert [(row.year, row.devengado) for row in reading.rows] == [
        (2024, 178_971),
        (2024, 5_300),
        (2024, 68_700),
    ]
    assert kinds(reading)["left-out"] == 1
    assert kinds(reading)["title-rows"] == 3


def test_amigable_spreadsheet_with_title_rows(session, tmp_path):
    rows = [["Consulta Amigable"], ["Fecha de consulta: 11/02/2025"], [], made.AMIGABLE]
    file = recognise(made.as_xlsx(tmp_path / "x.bin", [*rows, *made.BUDGETS]))
    assert (file.header_line, file.said.day) == (4, date(2025, 2, 11))
    assert len(budget_rows(session, [file], MOQUEGUA).rows) == 3


def test_damaged_names_are_repaired_and_told(session, tmp_path):
    damaged = [[cell.replace("Ñ", "Ã‘") for cell in row] for row in made.BUDGETS]
    file = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, damaged))
    reading = budget_rows(session, [file], MOQUEGUA)
    assert reading.rows[1].entity == "MUNICIPALIDAD DISTRITAL DE ICHUÑA"
    assert kinds(reading) == {"repaired-text": 1}


def test_exact_repeats_count_once_and_contradictions_refuse(session, tmp_path):
    twice = [*made.BUDGETS, made.BUDGETS[1]]
    file = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, twice))
    assert kinds(budget_rows(session, [file], MOQUEGUA)) == {"repeated-row": 1}
    other = [*made.BUDGETS[1][:4], "1", *made.BUDGETS[1][5:]]
    file = recognise(made.as_csv(tmp_path / "y", made.AMIGABLE, [*made.BUDGETS, other]))
    with pytest.raises(SourceError, match=r"línea 6.*dos veces en 2024"):
        budget_rows(session, [file], MOQUEGUA)


def test_two_query_dates_of_a_year_stay_apart(session, tmp_path):
    first = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, made.BUDGETS))
    later = [[cell.replace("178,971", "179,000") for cell in row] for row in made.BUDGETS]
    second = recognise(made.as_csv(tmp_path / "y", made.AMIGABLE, later))
    dated = [replace(first, query_date=date(2025, 2, 11)), replace(second, query_date=None)]
    rows = [row for row in budget_rows(session, dated, MOQUEGUA).rows if row.ubigeo == "180106"]
    assert {(row.devengado, row.query_date) for row in rows} == {
        (178_971, date(2025, 2, 11)),
        (179_000, None),
    }


def test_yearly_spending_gives_budget_spending_and_totals(session, tmp_path):
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, made.YEARLY_ROWS))
    budget = budget_rows(session, [file], MOQUEGUA)
    assert file.layout.endswith("73 columnas")
    assert (budget.read, budget.kept) == (5, 2)
    torata = budget.rows[0]
    assert (torata.year, torata.ubigeo, torata.entity[-6:]) == (2025, "180106", "TORATA")
    assert (torata.pia, torata.pim, torata.devengado) == (101, 202, Decimal("50.07"))
    assert (torata.certificado, torata.compromiso, torata.girado) == (60, 55, 40)
    assert torata.compromiso_mensual is None
    assert kinds(budget) == {"negative": 1, "pim-zero": 1}
    spent = spending_rows(session, [file], MOQUEGUA).rows
    assert {(row.classification, row.code, row.devengado) for row in spent} == {
        ("generica", "1", Decimal("700.25")),
        ("generica", "6", Decimal("50.07")),
        ("funcion", "15", Decimal("750.30")),
        ("funcion", "18", Decimal("0.02")),
    }
    totals = {row.entity: row.devengado for row in totals_rows(session, [file], MOQUEGUA).rows}
    assert totals == {
        "department": Decimal("750.32"),
        "regional": Decimal("700.25"),
        "local": Decimal("50.07"),
    }


def test_spaces_around_what_every_line_is_asked_change_nothing(session, tmp_path):
    def found(name, rows):
        file = replace(recognise(made.as_csv(tmp_path / name, YEARLY, rows)), sha256="")
        asked = (budget_rows, spending_rows, totals_rows)
        return [ask(session, [file], MOQUEGUA) for ask in asked]

    spaced = [list(row) for row in made.YEARLY_ROWS]
    for name in ("ANO_EJE", "DEPARTAMENTO_EJECUTORA", "DEPARTAMENTO_EJECUTORA_NOMBRE"):
        for row in spaced[1:4]:
            row[YEARLY.index(name)] = f" {row[YEARLY.index(name)]}  "
    whole = found("x", made.YEARLY_ROWS)
    assert whole[0].rows
    assert found("y", spaced) == whole


def test_months_that_do_not_add_up_are_told(session, tmp_path):
    rows = [made.yearly_line("TORATA", "1", "2", ["5"], MONTO_DEVENGADO_ANUAL="6")]
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, rows))
    assert kinds(budget_rows(session, [file], MOQUEGUA))["months-do-not-add-up"] == 1


def test_monthly_spending_takes_the_budget_from_month_zero(session, tmp_path):
    file = recognise(made.as_csv(tmp_path / "x", MONTHLY, made.monthly_rows()))
    row = budget_rows(session, [file], MOQUEGUA).rows[0]
    assert file.layout.endswith("63 columnas")
    assert (row.pia, row.pim, row.devengado) == (100, 200, 30)
    assert (row.compromiso_mensual, row.girado) == (31, 28)


def test_monthly_spending_without_month_zero_is_refused(session, tmp_path):
    rows = [made.spending_line(MONTHLY, "TORATA", MES_EJE="9", MONTO_DEVENGADO="3")]
    file = recognise(made.as_csv(tmp_path / "x", MONTHLY, rows))
    with pytest.raises(SourceError, match=r"MES_EJE.*mes 0"):
        budget_rows(session, [file], MOQUEGUA)


@pytest.mark.parametrize("prefix", ["", "MONTO_"])
def test_comparative_adds_the_lines_of_a_key_under_both_spellings(session, tmp_path, prefix):
    header, rows = made.comparative_header(prefix), made.comparative_rows(prefix)
    file = recognise(made.as_csv(tmp_path / "x", header, rows, encoding="utf-8-sig", end="\r\n"))
    assert (file.kind, len(file.header)) == (Kind.COMPARATIVE, 88)
    assert file.years == (2022, 2023, 2024, 2025, 2026)
    found = {
        row.year: (row.pim, row.devengado) for row in budget_rows(session, [file], MOQUEGUA).rows
    }
    assert found[2024] == (211, Decimal("150.50"))
    assert found[2023] == (7, 0)


def test_a_province_and_some_districts_are_taken_from_the_file(session, tmp_path):
    file = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, made.BUDGETS))

    def ubigeos(*words):
        return [row.ubigeo for row in budget_rows(session, [file], Place.of(*words)).rows]

    assert ubigeos("moquegua", "General Sánchez Cerro") == ["180204"]
    assert ubigeos("18", "1803") == ["180301"]
    assert ubigeos("18", None, ["Ichuña", "180106"]) == ["180106", "180204"]
    with pytest.raises(SourceError, match="provincia «Ica»"):
        ubigeos("18", "Ica")
    with pytest.raises(SourceError, match="«Omate»"):
        ubigeos("18", None, ["Omate"])


@pytest.mark.parametrize("header", [YEARLY, made.AMIGABLE], ids=["73", "amigable"])
def test_a_department_that_is_not_there_is_told(session, tmp_path, header):
    rows = made.YEARLY_ROWS if header is YEARLY else made.BUDGETS
    file = recognise(made.as_csv(tmp_path / "x", header, rows))
    with pytest.raises(SourceError, match=r"Tacna \(23\)"):
        budget_rows(session, [file], Place.of("Tacna"))


def test_an_unknown_department_lists_those_that_exist():
    with pytest.raises(ValueError, match=r"«Atlántida».*18 Moquegua"):
        Place.of("Atlántida")


@pytest.mark.parametrize("header", [made.DETAIL, made.DETAIL_68, made.SEARCH, made.CLOSED], ids=len)
def test_investments_once_by_cui_in_every_edition(session, tmp_path, header):
    rows = [
        made.investment(header, "2000001"),
        made.investment(header, "2000001"),
        made.investment(header, "2000001", "180204"),
        made.investment(header, ""),
        made.investment(header, "2000002", NOMBRE="AMBULANCIAS DEL DEPARTAMENTO DE ANCASH"),
        made.investment(header, "2000003", "30101", DEPARTAMENTO="APURIMAC"),
    ]
    file = recognise(made.as_csv(tmp_path / "x", header, rows))
    reading = investment_rows(session, [file], MOQUEGUA)
    assert (reading.read, [row.cui for row in reading.rows]) == (6, ["2000001", "2000002"])
    first = reading.rows[0]
    assert (first.viable_cost, first.updated_cost) == (Decimal("1000.50"), Decimal("1500.75"))
    assert (first.registered_on, first.viable_on) == (date(2020, 5, 4), date(2020, 6, 20))
    assert (first.places, first.level, first.ubigeo) == (2, "municipal", "180106")
    assert kinds(reading) == {
        "repeated-row": 1,
        "without-code": 1,
        "several-places": 1,
        "place-contradiction": 1,
    }
    assert first.devengado == (None if header is made.SEARCH else Decimal("320.5"))


def test_lost_zeros_of_codes_come_back(session, tmp_path):
    rows = [made.investment(made.DETAIL, "2000003", "30101", DEPARTAMENTO="APURIMAC")]
    file = recognise(made.as_csv(tmp_path / "x", made.DETAIL, rows))
    reading = investment_rows(session, [file], Place.of("03"))
    assert (reading.rows[0].ubigeo, kinds(reading)) == ("030101", {"odd-code": 1})


def test_format_12b_gives_the_declarations_of_some_investments(tmp_path):
    rows = [["2000001", "2025-01", "1", "2", "3", "4", "5"], ["2000009", "2025-01", *"67890"]]
    file = recognise(made.as_csv(tmp_path / "x", made.FORMAT_12B, rows))
    (row,) = progress_rows([file], {"2000001"}).rows
    assert (row.period, row.updated_financial, row.executed_physical) == ("2025-01", 2, 5)


def test_census_and_projection_are_read_apart(session, tmp_path):
    census = [
        ["18", "departamento", "MOQUEGUA", "MOQUEGUA", "30.0", "15.0", "15.0"],
        ["180106", "distrito", "TORATA", "MOQUEGUA|MARISCAL NIETO|TORATA", "30.0", "16.0", "14.0"],
    ]
    place = ["Moquegua", "Mariscal Nieto", "Torata", "180106", "Torata", "Villa", "2203.4", "31"]
    files = [
        recognise(made.as_csv(tmp_path / "x", made.CENSUS, census)),
        recognise(
            made.as_csv(tmp_path / "y", made.PROJECTION, [[*place, "-17", "-70"]], delimiter=";")
        ),
    ]
    found = population_rows(session, files, MOQUEGUA)
    assert [(row.source, row.total, row.women, row.men) for row in found.rows] == [
        ("census", 30, 14, 16),
        ("projection", 31, None, None),
    ]
    assert kinds(found) == {"left-out": 1}


@pytest.mark.parametrize("layout", ["yearly", "monthly"])
def test_the_national_generator_is_read_whole(session, tmp_path, layout):
    path = write(tmp_path / "n", layout, 2600)
    reading = budget_rows(session, [recognise(path)], MOQUEGUA)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    here = [
        row for row in rows if (row["DEPARTAMENTO_EJECUTORA"], row["NIVEL_GOBIERNO"]) == ("18", "M")
    ]
    accrued = "MONTO_DEVENGADO_ANUAL" if layout == "yearly" else "MONTO_DEVENGADO"
    assert reading.read == 2600
    assert len(reading.rows) == len({row["SEC_EJEC"] for row in here}) > 50
    assert sum(row.devengado for row in reading.rows) == sum(Decimal(row[accrued]) for row in here)
    assert sum(row.pim for row in reading.rows) == sum(int(row["MONTO_PIM"]) for row in here)


def test_a_session_reads_a_big_file_once(session, tmp_path):
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, [*made.YEARLY_ROWS, made.YEARLY_ROWS[2]]))
    told = []
    budget_rows(session, [file], MOQUEGUA, lambda *parts: told.append(parts))
    assert told[-1] == ("x", file.size, file.size)
    before = len(told)
    spending_rows(session, [file], MOQUEGUA, lambda *parts: told.append(parts))
    assert len(told) == before
