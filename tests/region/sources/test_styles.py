"""The same table gives the same rows, however it was written."""

import csv
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.national import YEARLY
from cuentas.region.sources import Place, budget_rows, investment_rows, recognise
from cuentas.region.sources.words import amount, code, repaired
from region.sources import official as made

MOQUEGUA = Place.of("18")
KINDLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = "utf-8", "utf-8-sig", "cp1252", "utf-16"
STYLES = {
    "encoding": st.sampled_from(LETTERS),
    "end": st.sampled_from(["\n", "\r\n"]),
    "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
}
MONEY = st.decimals(min_value=-(10**9), max_value=10**12, places=2, allow_nan=False)


def plain(rows):
    return [replace(row, sha256="") for row in rows]


def thousands(cells, header, on):
    """Amounts with commas or without them; other cells as they are."""
    money = {at for at, name in enumerate(header) if "MONTO" in name.upper()}
    money |= set(range(4, 11)) if header is made.AMIGABLE else set()
    return [
        _styled(cell, on) if at in money and not cell.isalpha() else cell
        for at, cell in enumerate(cells)
    ]


def _styled(cell, on):
    value = amount(cell)
    return cell if value is None else format(value, ",f" if on else "f")


def read(session, header, rows, style):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        words = dict(style)
        on, packed = words.pop("thousands"), words.pop("packed")
        made.as_csv(path, header, [thousands(row, header, on) for row in rows], **words)
        file = recognise(made.zipped(Path(folder) / "z", path) if packed else path)
        reader = investment_rows if header is made.DETAIL else budget_rows
        return plain(reader(session, [file], MOQUEGUA).rows)


TABLES = {
    "amigable": (made.AMIGABLE, made.BUDGETS, [",", ";", "\t", "|"]),
    "yearly": (YEARLY, made.YEARLY_ROWS, [",", ";"]),
    "investments": (
        made.DETAIL,
        [made.investment(made.DETAIL, "2000001", NOMBRE='CAMINO "Ñ",\nTRAMO; I\t|')],
        [",", ";", "\t"],
    ),
}


@KINDLY
@given(data=st.data())
@pytest.mark.parametrize("table", sorted(TABLES))
def test_any_style_of_a_table_gives_the_same_rows(session, table, data):
    header, rows, delimiters = TABLES[table]
    styles = {
        **STYLES,
        "delimiter": st.sampled_from(delimiters),
        "thousands": st.booleans(),
        "packed": st.booleans(),
    }
    style = data.draw(st.fixed_dictionaries(styles))
    usual = {"encoding": "utf-8", "thousands": False, "packed": False}
    expected = read(session, header, rows, usual)
    assert expected
    assert read(session, header, rows, style) == expected


@given(value=MONEY, on=st.booleans(), spaces=st.sampled_from(["", " ", "  "]))
def test_an_amount_reads_back_exactly(value, on, spaces):
    assert amount(f"{spaces}{format(value, ',f' if on else 'f')}{spaces}") == value


@given(words=st.text(max_size=12))
def test_an_amount_is_a_number_nothing_or_an_error(words):
    try:
        value = amount(words)
    except ValueError:
        return
    assert value is None or isinstance(value, Decimal)


@given(number=st.integers(0, 999_999), point=st.booleans())
def test_a_code_gets_its_zeros_back(number, point):
    assert code(f"{number}{'.0' * point}", 6) == f"{number:06}"


@given(words=st.text(alphabet="ABCÑÁÉÍÓÚñáéíóú .-", min_size=1))
def test_mojibake_is_undone_and_good_words_stay(words):
    assert repaired(words) == words
    assert repaired(words.encode().decode("latin-1")) == words


@KINDLY
@given(cells=st.lists(MONEY, min_size=19, max_size=19))
def test_the_engine_and_the_text_reader_agree_on_amounts(session, cells):
    found = session.connection.execute(
        "SELECT " + ", ".join("amount(?)" for _cell in cells), [format(one, ",f") for one in cells]
    ).fetchone()
    assert list(found) == cells
