"""INFOBRAS: known by position, so the positions are checked by what they hold."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from cuentas.region.sources import (
    Kind,
    Place,
    SourceError,
    investment_rows,
    recognise,
    works_rows,
)
from cuentas.region.sources import content as limits
from region.sources import official as made

MOQUEGUA = Place.of("18")
CUSCO = {29: "CUSCO", 30: "CUSCO", 31: "WANCHAQ", 21: "2000009"}


def sheet(path, *works):
    return made.as_prefixed_xlsx(path, [*made.INFOBRAS_TITLES, made.INFOBRAS, *works])


def read(session, path):
    return works_rows(session, [recognise(path)], MOQUEGUA)


def kinds(reading):
    found = Counter()
    for one in reading.surprises:
        found[one.kind] += one.count
    del found["title-rows"]
    return found


@pytest.mark.parametrize("area", [limits.LARGEST_AREA, 1], ids=["at once", "row by row"])
def test_a_work_is_read_from_a_sheet_with_prefixes(session, tmp_path, area, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_AREA", area)
    path = sheet(tmp_path / "x", made.work(), made.work(CUSCO))
    file = recognise(path)
    assert (file.kind, file.header_line, len(file.header)) == (Kind.WORKS, 4, 97)
    assert (file.said.day, file.content.streamed) == (date(2026, 3, 5), area == 1)
    reading = read(session, path)
    (row,) = reading.rows
    assert (reading.read, reading.kept, kinds(reading)) == (2, 1, {})
    assert (row.cui, row.work, row.state) == ("2000001", "110001", "EN EJECUCIÓN")
    assert (row.scheduled_percent, row.real_percent) == (Decimal("80.5"), Decimal("45.25"))
    assert (row.stopped, row.cause) == (True, "FALTA DE PRESUPUESTO")
    assert (row.stopped_on, row.stopped_days) == (date(2026, 1, 15), 49)
    assert (row.devengado, row.viable_cost) == (Decimal("1205287.56"), Decimal("1000.5"))
    assert (row.department, row.province, row.district) == ("MOQUEGUA", "MARISCAL NIETO", "TORATA")


def test_odd_cells_are_told_and_the_work_stays(session, tmp_path):
    odd = made.work({62: "145.0", 67: "TAL VEZ", 69: "ayer", 70: "muchos"})
    reading = read(session, sheet(tmp_path / "x", odd))
    (row,) = reading.rows
    assert row.real_percent == 145
    assert (row.stopped, row.stopped_on, row.stopped_days) == (None, None, None)
    assert kinds(reading) == {"odd-value": 4}


def test_repeats_count_once_and_works_without_code_are_left_out(session, tmp_path):
    works = [made.work(), made.work(), made.work({2: "110002"}), made.work({21: ""})]
    reading = read(session, sheet(tmp_path / "x", *works))
    assert [(row.cui, row.work) for row in reading.rows] == [
        ("2000001", "110001"),
        ("2000001", "110002"),
    ]
    assert kinds(reading) == {"repeated-row": 1, "without-code": 1}


def test_letters_in_an_amount_are_refused_with_their_place(session, tmp_path):
    with pytest.raises(SourceError, match="no es un monto") as caught:
        read(session, sheet(tmp_path / "x", made.work({96: "mucho"})))
    assert (caught.value.line, caught.value.column) == (5, "COLUMNA 96")


@pytest.mark.parametrize(
    ("at", "cell"), [(21, "PISTA"), (29, "150"), (30, "7"), (31, "12"), (62, "NO")]
)
def test_columns_out_of_their_place_are_refused(tmp_path, at, cell):
    moved = [made.work({at: cell, 2: str(number)}) for number in range(20)]
    with pytest.raises(SourceError, match=f"columna {at + 1} no tiene lo que se esperaba"):
        recognise(sheet(tmp_path / "x", *moved))


@pytest.mark.parametrize("header", [made.INFOBRAS[:-1], ["A", *made.INFOBRAS]], ids=len)
def test_another_width_is_not_this_file(tmp_path, header):
    path = made.as_prefixed_xlsx(tmp_path / "x", [*made.INFOBRAS_TITLES, header, made.work()])
    with pytest.raises(SourceError, match="no es un archivo oficial"):
        recognise(path)


def test_a_department_that_is_not_there_is_refused(session, tmp_path):
    with pytest.raises(SourceError, match="ninguna fila de Moquegua"):
        read(session, sheet(tmp_path / "x", made.work(CUSCO)))


def test_works_are_not_taken_for_investments(session, tmp_path):
    file = recognise(sheet(tmp_path / "x", made.work()))
    assert investment_rows(session, [file], MOQUEGUA).rows == ()
