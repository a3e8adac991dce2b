"""The kit's own questions on Spark, past one machine: the same SQL text and the same readers.

Only the engine is another. ``SparkEngine`` stands where the kit's DuckDB session stands, reads
the file as text under our names, and answers ``widgets/cuentas/region/sources/spending_sql.py``.

    python tests/bench/distributed.py 2025-Gasto-Devengado-Mensual.csv --department 18

``--master`` says where: ``local[2]`` is two threads of this machine, ``local-cluster[2,1,1024]``
two workers in processes of their own, ``spark://address:7077`` a cluster that all can read the
file from. A file whose cells hold line breaks is read by one worker; several years are several
files, and those are shared out.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from cuentas.region.sources import (
    Place,
    Reading,
    SourceFile,
    budget_rows,
    engine,
    recognise,
    spending_rows,
    totals_rows,
)
from cuentas.region.sources.spending_sql import AMOUNT

READERS = {"budget": budget_rows, "spending": spending_rows, "totals": totals_rows}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@dataclass(frozen=True)
class Found:
    """The rows of an answer, as a database connection gives them."""

    description: list[tuple[str]]
    rows: list[tuple[Any, ...]]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Every row."""
        return self.rows


class SparkEngine:
    """A session of the kit whose questions Spark answers."""

    def __init__(self, spark: Any) -> None:
        """A session over a Spark that is running."""
        self.spark = spark
        self.connection = self
        self.made: dict[object, str] = {}
        self._numbers = itertools.count()
        spark.sql(
            "CREATE OR REPLACE TEMPORARY FUNCTION amount(cell STRING)"
            f" RETURNS DECIMAL(18, 4) RETURN {AMOUNT}"
        )

    @staticmethod
    def plain(file: SourceFile, _progress: object = None) -> Path:
        """The file as it is: Spark knows the same encodings."""
        return file.path

    def scan(self, path: Path, file: SourceFile, names: Sequence[str]) -> str:
        """A view of the file under our names, every column as text; a short row is an error."""
        from pyspark.sql import types  # noqa: PLC0415 - only where Spark is

        view = f"lines_{next(self._numbers)}"
        schema = types.StructType([types.StructField(one, types.StringType()) for one in names])
        self.spark.read.csv(
            str(path),
            schema=schema,
            header=True,
            sep=file.delimiter,
            quote='"',
            escape='"',
            encoding=file.encoding.removesuffix("-sig"),
            multiLine=True,
            mode="FAILFAST",
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        ).createOrReplaceTempView(view)
        return view

    def begin(self, key: object, _file: SourceFile, select: str) -> None:
        """Add the file up, and keep the small table that it leaves."""
        table = f"spending_{next(self._numbers)}"
        self.spark.sql(select).cache().createOrReplaceTempView(table)
        self.made[key] = table

    def table(self, key: object, _progress: object = None) -> str | None:
        """The table that was made of a file."""
        return self.made.get(key)

    def execute(self, question: str) -> Found:
        """The answer to a question."""
        answer = self.spark.sql(question)
        return Found([(name,) for name in answer.columns], [tuple(row) for row in answer.collect()])


@contextmanager
def spark_engine(master: str = "local[2]", folder: Path | None = None) -> Iterator[SparkEngine]:
    """A Spark of its own, stopped at the end; what it writes stays under ``folder``."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where Spark is

    builder = SparkSession.builder.master(master).appName("cuentas")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if folder:
        builder = builder.config("spark.local.dir", str(folder))
        builder = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse"))
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield SparkEngine(spark)
    finally:
        spark.stop()


def readings(session: Any, file: SourceFile, place: Place) -> dict[str, Reading[Any]]:
    """What every reader of spending files says of a file, whatever engine answers."""
    return {name: ask(session, [file], place) for name, ask in READERS.items()}


def main() -> None:
    """The command line: both engines over one file, and whether they say the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--department", required=True)
    parser.add_argument("--master", default="local[2]")
    asked = parser.parse_args()
    place, told, found = Place.of(asked.department), {"master": asked.master}, []
    for name, opened in (("duckdb", engine), ("spark", lambda: spark_engine(asked.master))):
        began = time.perf_counter()
        with opened() as session:
            found.append(readings(session, recognise(asked.file), place))
        told[f"{name}_seconds"] = round(time.perf_counter() - began, 2)
    told["rows"] = {name: len(one.rows) for name, one in found[0].items()}
    told["same"] = found[0] == found[1]
    click.echo(json.dumps(told, ensure_ascii=False))
    sys.exit(not told["same"])


if __name__ == "__main__":
    main()
