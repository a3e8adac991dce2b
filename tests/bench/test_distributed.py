"""The same questions on a distributed engine give the same rows, cent by cent."""

import shutil
from importlib.util import find_spec

import pytest

from bench.distributed import readings, spark_engine
from bench.national import YEARLY, write
from cuentas.region.sources import Place, SourceError, engine, recognise
from region.sources import official as made

pytestmark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="no está pyspark: es opcional"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark necesita Java, y no está"),
]
MOQUEGUA = Place.of("18")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    with spark_engine(folder=tmp_path_factory.mktemp("spark")) as opened:
        yield opened


FILES = {
    "yearly, as published": lambda path: write(path, "yearly", 2600),
    "monthly, as published": lambda path: write(path, "monthly", 2600),
    "comparative": lambda path: made.as_csv(
        path, made.comparative_header(), made.comparative_rows()
    ),
    "thousands commas and damaged names": lambda path: made.as_csv(
        path,
        YEARLY,
        [
            [cell.replace("Ñ", "Ã‘").replace("200", "1,200.55") for cell in row]
            for row in made.YEARLY_ROWS
        ],
    ),
}


@pytest.mark.parametrize("file", sorted(FILES))
def test_spark_and_duckdb_say_the_same(spark, tmp_path, file):
    known = recognise(FILES[file](tmp_path / "x"))
    with engine() as session:
        here = readings(session, known, MOQUEGUA)
    assert here["budget"].rows
    assert readings(spark, known, MOQUEGUA) == here


def test_letters_in_an_amount_are_refused_in_the_same_words(spark, tmp_path):
    rows = [list(row) for row in made.YEARLY_ROWS]
    rows[2][YEARLY.index("MONTO_PIM")] = "1e5"
    known = recognise(made.as_csv(tmp_path / "x", YEARLY, rows))
    told = []
    with engine() as session:
        for one in (session, spark):
            with pytest.raises(SourceError) as caught:
                readings(one, known, MOQUEGUA)
            told.append(str(caught.value))
    assert told[0] == told[1]
    assert "MONTO_PIM" in told[0]
