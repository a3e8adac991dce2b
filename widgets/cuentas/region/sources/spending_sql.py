"""The questions to the MEF's spending files, in SQL that more than one engine understands.

Here and in one place: DuckDB answers them on this machine, and Spark on many (tests/bench). The
source is any table whose columns have our names; every column is text, as the ministry writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Template

DIMENSIONS = (
    "nivel_gobierno",
    "sec_ejec",
    "ejecutora_nombre",
    "provincia_ejecutora",
    "provincia_ejecutora_nombre",
    "distrito_ejecutora",
    "distrito_ejecutora_nombre",
    "generica",
    "generica_nombre",
    "funcion",
    "funcion_nombre",
    "rubro",
    "rubro_nombre",
)
AMOUNT = """CASE
    WHEN regexp_replace(trim(cell), '^-?[0-9]+([.][0-9]+)?', '') = ''
        THEN TRY_CAST(trim(cell) AS DECIMAL(18, 4))
    WHEN regexp_replace(trim(cell), '^-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?', '') = ''
        THEN TRY_CAST(replace(trim(cell), ',', '') AS DECIMAL(18, 4))
END"""
"""An exact amount in soles; NULL where the cell is not one. Same rule as ``words.amount``."""
ADDED_UP = Template("""
SELECT departamento_ejecutora AS department,
    departamento_ejecutora_nombre AS department_name,
    $year AS year, here, $dimensions, $sums, $last_month AS last_month, count(*) AS lines
FROM (
    SELECT *, $cells
    FROM (
        SELECT *, trim(departamento_ejecutora) IN ($codes) AS here FROM $source
    ) AS marked
) AS taken
GROUP BY ALL
""")
"""One reading of a file: the lines of the department added up, the others only counted.

The department of every line stays as it is written; the question about them takes the spaces
away, of the few rows that are left.
"""
BUDGET = Template("""
SELECT year, sec_ejec, ejecutora_nombre, $place, $amounts FROM $table
WHERE here AND nivel_gobierno = 'M' GROUP BY ALL ORDER BY year, sec_ejec
""")
SPENDING = Template("""
SELECT year, $what AS code, ${what}_nombre AS name, $place, $amounts FROM $table
WHERE here GROUP BY ALL ORDER BY year, code, name
""")
PARTS = Template("""
SELECT year, sec_ejec, ejecutora_nombre, $what AS code, ${what}_nombre AS name, $place, $amounts
FROM $table WHERE here AND nivel_gobierno = 'M' GROUP BY ALL ORDER BY year, sec_ejec, code, name
""")
TOTALS = Template("""
SELECT year, nivel_gobierno, $place, $amounts FROM $table
WHERE here GROUP BY ALL ORDER BY year, nivel_gobierno
""")
CHECKS = Template("SELECT $checks FROM $table WHERE here")
BLANKS = Template("""
SELECT ejecutora_nombre AS entity, $blanks FROM $table WHERE here GROUP BY ALL ORDER BY entity
""")
PLACES = Template("""
SELECT DISTINCT provincia_ejecutora, provincia_ejecutora_nombre, distrito_ejecutora,
    distrito_ejecutora_nombre FROM $table WHERE here
""")
DEPARTMENTS = Template("""
SELECT trim(department) AS code, trim(department_name) AS name, sum(lines) AS lines FROM $table
GROUP BY ALL ORDER BY code, name
""")
LEVELS = Template("SELECT DISTINCT nivel_gobierno FROM $table WHERE here")
YEARS = Template("SELECT year, sum(lines) AS lines FROM $table GROUP BY ALL ORDER BY year")
PLACE = "provincia_ejecutora, distrito_ejecutora"


LAST_MONTH = "max(CASE WHEN read_devengado <> 0 THEN TRY_CAST(trim(month) AS INTEGER) END)"


def added_up(
    source: str, department: str, amounts: Sequence[str], *, years: bool, months: bool = False
) -> str:
    """The query that reads a source once for a department, whose code has two digits.

    ``amounts`` are the names of its columns of money; ``years`` says that each line has its own
    year in the column ``year``, instead of columns for several years, and ``months`` that it has
    its own month in the column ``month``.
    """
    codes = sorted({department, str(int(department))})
    dimensions = (f"CASE WHEN here THEN trim({name}) END AS {name}" for name in DIMENSIONS)
    cells = (f"CASE WHEN here THEN amount({name}) END AS read_{name}" for name in amounts)
    return ADDED_UP.substitute(
        source=source,
        year="trim(year)" if years else "NULL",
        last_month=LAST_MONTH if months else "NULL",
        dimensions=", ".join(dimensions),
        cells=", ".join(cells),
        sums=", ".join(_sums(amounts)),
        codes=", ".join(f"'{one}'" for one in codes),
    )


def _sums(amounts: Sequence[str]) -> Iterator[str]:
    """Of each amount: its sum, how many cells are one, and how many are negative.

    Of all of them, ``odd``: the first that has a cell that is none and is not blank, counted
    from 0. One number for all, because each sum more costs time on every line of the country.
    """
    for name in amounts:
        yield f"sum(read_{name}) AS {name}"
        yield f"count(read_{name}) AS {name}_good"
        yield f"count(CASE WHEN read_{name} < 0 THEN 1 END) AS {name}_negative"
    none = (f"read_{name} IS NULL AND trim({name}) <> ''" for name in amounts)
    first = " ".join(f"WHEN {one} THEN {at}" for at, one in enumerate(none))
    yield f"min(CASE WHEN here THEN CASE {first} END END) AS odd"
