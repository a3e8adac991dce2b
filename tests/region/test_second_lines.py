"""The second path finds a department's rows in a large file as if it had read all of it."""

import pytest

from bench.national import YEARLY, write
from cuentas.region.second_path import reading
from cuentas.region.second_path.lines import BLOCK, NotToldApartError, SecondLines
from cuentas.region.sources import recognise
from region.sources import official as made


def both(path, department, monkeypatch):
    """The sums of a file by its bytes and row by row."""
    file = recognise(path)
    found = []
    for large in (0, 1 << 40):
        monkeypatch.setattr(reading, "LARGE", large)
        found.append(reading.second_budget(file, department))
    return found


def quoted(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    path = write(tmp_path_factory.mktemp("n") / "n", "yearly", 4_000)
    assert path.stat().st_size > 2 * BLOCK
    return path


@pytest.mark.parametrize("department", ["18", "07", "15", "01", "25"])
def test_the_bytes_give_the_sums_of_every_row(national, department, monkeypatch):
    quick, whole = both(national, department, monkeypatch)
    assert whole
    assert quick == whole
    assert list(SecondLines(recognise(national), department).rows())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("MOQUEGUA", "Moquegua"),
        lambda text: text.replace("SINTÉTICA", "MOQUEGUA"),
        lambda text: text.replace(", TRAMO", ',\n"" ""TRAMO'),
        lambda text: text.replace(", TRAMO", ",\n\n\n TRAMO"),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace('"18","MOQUEGUA"', '" 18","MOQUEGUA "'),
    ],
    ids=["other letters", "everywhere", "quotes", "many line breaks", "line ends", "spaces"],
)
def test_quirks_give_the_same_sums(national, tmp_path, change, monkeypatch):
    text = change(national.read_bytes().decode("utf-8-sig"))
    quick, whole = both(quoted(tmp_path / "x", text), "18", monkeypatch)
    assert whole
    assert quick == whole


@pytest.mark.parametrize("style", ["zip", "cp1252", "semicolons", "utf-16"])
def test_other_styles_give_the_same_sums(tmp_path, style, monkeypatch):
    rows = made.YEARLY_ROWS * 300
    path = made.as_csv(
        tmp_path / "x",
        YEARLY,
        rows,
        encoding=style if style in {"cp1252", "utf-16"} else "utf-8",
        delimiter=";" if style == "semicolons" else ",",
    )
    if style == "zip":
        path = made.zipped(tmp_path / "z", path)
    quick, whole = both(path, "18", monkeypatch)
    assert whole
    assert quick == whole


def test_records_that_cannot_be_told_apart_are_not_guessed(tmp_path):
    rows = [list(row) for row in made.YEARLY_ROWS]
    rows[2][YEARLY.index("META_NOMBRE")] = "UNA\n" * 40
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, rows))
    with pytest.raises(NotToldApartError):
        list(SecondLines(file, "18").rows())
