"""The bare scan: the engine reads the columns that the kit needs, as text, and does nothing else.

python tests/bench/national_scan.py duckdb 2025-Gasto-Devengado-Mensual.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.national import MONTHS, YEARLY  # noqa: E402 - found only now

NEEDED = [
    name
    for name in YEARLY
    if name
    in {
        *("ANO_EJE", "NIVEL_GOBIERNO", "SEC_EJEC", "EJECUTORA_NOMBRE"),
        *("DEPARTAMENTO_EJECUTORA", "DEPARTAMENTO_EJECUTORA_NOMBRE"),
        *("PROVINCIA_EJECUTORA", "PROVINCIA_EJECUTORA_NOMBRE"),
        *("DISTRITO_EJECUTORA", "DISTRITO_EJECUTORA_NOMBRE"),
        *("GENERICA", "GENERICA_NOMBRE", "FUNCION", "FUNCION_NOMBRE"),
        *("MONTO_PIA", "MONTO_PIM", "MONTO_CERTIFICADO_ANUAL", "MONTO_COMPROMETIDO_ANUAL"),
        *(f"MONTO_DEVENGADO_{month}" for month in MONTHS),
        *("MONTO_DEVENGADO_ANUAL", "MONTO_GIRADO_ANUAL"),
    }
]


def duckdb_scan(file: str) -> None:
    """DuckDB with the settings of the kit and all the columns declared: nothing is guessed."""
    import duckdb  # noqa: PLC0415 - only the engine that is measured

    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in YEARLY)
    counted = ", ".join(f"count({name})" for name in NEEDED)
    duckdb.sql("SET memory_limit='512MB'; SET preserve_insertion_order=false")
    duckdb.sql(
        f"SELECT {counted} FROM read_csv(?, columns={{{columns}}}, auto_detect=false,"
        " header=true, delim=',', quote='\"', escape='\"', strict_mode=true)",
        params=[file],
    ).fetchall()


def polars_scan(file: str) -> None:
    """Polars' streaming scan of the same columns."""
    import polars as pl  # noqa: PLC0415 - only the engine that is measured

    scan = pl.scan_csv(file, infer_schema=False).select(NEEDED)
    scan.select(pl.all().count()).collect(engine="streaming")


if __name__ == "__main__":
    {"duckdb": duckdb_scan, "polars": polars_scan}[sys.argv[1]](sys.argv[2])
