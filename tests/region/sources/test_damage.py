"""A small fuzzer: damaged bytes give the same number of rows or one clear error, never less.

A digit that becomes another digit cannot be noticed, so rows are counted, not compared.
"""

import random

import pytest

from bench.national import YEARLY
from cuentas.region.sources import (
    Place,
    SourceError,
    budget_rows,
    investment_rows,
    population_rows,
    recognise,
)
from region.sources import official as made

MOQUEGUA = Place.of("18")
TRIES = 60
TOLD = {"maybe-truncated", "left-out", "without-code"}
"""Rows that are not there, and the trainer reads why."""
NASTY = b'",;\n\r\t\x00\xff\xc3\xd1x5-. '
CENSUS_ROWS = [
    [f"1801{at:02}", "distrito", "X", "MOQUEGUA|B|X", str(at * 20), str(at * 9), str(at * 11)]
    for at in range(1, 8)
]
TABLES = {
    "amigable": (made.AMIGABLE, made.BUDGETS, budget_rows),
    "yearly": (YEARLY, made.YEARLY_ROWS, budget_rows),
    "investments": (
        made.SEARCH,
        [made.investment(made.SEARCH, f"200000{at}") for at in range(5)],
        investment_rows,
    ),
    "census": (made.CENSUS, CENSUS_ROWS, population_rows),
}


def damaged(whole, dice):
    """The bytes with one to three of them changed, lost, added, or the end cut off in a row."""
    piece = bytearray(whole)
    for _time in range(dice.randint(1, 3)):
        if not piece:
            break
        at = dice.randrange(len(piece))
        what = dice.choice(["change", "lose", "add", "cut"])
        if what == "change":
            piece[at] = dice.choice([*NASTY, dice.randrange(256)])
        elif what == "lose":
            del piece[at : at + dice.randint(1, 4)]
        elif what == "add":
            piece[at:at] = bytes([dice.choice(NASTY)])
        elif bytes(piece[at - 1 : at]) not in {b"\n", b"\r"}:
            del piece[at:]
    return bytes(piece)


def outcome(session, path, reader):
    """Rows that the file had and rows of the place; None where it was refused or told."""
    try:
        reading = reader(session, [recognise(path)], MOQUEGUA)
    except SourceError as error:
        return None if "\n" not in str(error) else "más de una línea"
    if TOLD & {one.kind for one in reading.surprises}:
        return None
    return reading.read, reading.kept


@pytest.mark.parametrize("quoting", [0, 1], ids=["plain", "quoted"])
@pytest.mark.parametrize("table", sorted(TABLES))
def test_damaged_text_never_loses_rows_in_silence(session, tmp_path, table, quoting):
    header, rows, reader = TABLES[table]
    dice = random.Random(f"{table}{quoting}")
    path = made.as_csv(tmp_path / "x", header, rows, quoting=quoting, encoding="utf-8")
    whole, expected = path.read_bytes(), outcome(session, path, reader)
    seen = []
    for _try in range(TRIES):
        path.write_bytes(damaged(whole, dice) or b" ")
        seen.append((outcome(session, path, reader), path.read_bytes()))
    fewer = [text for found, text in seen if found is not None and found < expected]
    assert fewer == []
    assert any(found is None for found, _text in seen)
    assert any(found == expected for found, _text in seen)


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_damaged_containers_give_the_same_rows_or_an_error(session, tmp_path, kind):
    dice = random.Random(kind)
    plain = made.as_csv(tmp_path / "a.csv", made.AMIGABLE, made.BUDGETS)
    path = tmp_path / "x"
    if kind == "xlsx":
        made.as_xlsx(path, [made.AMIGABLE, *made.BUDGETS])
    else:
        made.zipped(path, plain)
    whole, expected = path.read_bytes(), outcome(session, path, budget_rows)
    for _try in range(TRIES):
        path.write_bytes(damaged(whole, dice) or b" ")
        assert outcome(session, path, budget_rows) in {None, expected}
