"""Official files for a whole region, written by the tests. Amounts and people are invented.

The codes and names of three districts of Moquegua are real ones.
"""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.national import DEPARTMENTS, entities, write
from region.sources.official import AMIGABLE
from support import ROOT

DISTRICTS = {
    "180106": ("1801: MARISCAL NIETO", "301486: MUNICIPALIDAD DISTRITAL DE TORATA", "Torata"),
    "180204": (
        "1802: GENERAL SANCHEZ CERRO",
        "301490: MUNICIPALIDAD DISTRITAL DE ICHUÑA",
        "Ichuña",
    ),
    "180301": ("1803: ILO", "301498: MUNICIPALIDAD PROVINCIAL DE ILO", "Ilo"),
}
PROJECTION = (
    "departamento;provincia;distrito;ubigeo;capital_legal;categoría;altitud;población;latitud;"
    "longitud"
)


def amount(year, ubigeo):
    """A PIM that differs by year and district, in whole soles."""
    return 1_000_000 * (year - 2000) + int(ubigeo[-3:]) * 1_000


def amigable(path, years=(2022, 2023, 2024), spent=80, districts=tuple(DISTRICTS), times=1):
    """A Consulta Amigable file; ``spent`` is the devengado for each hundred soles of PIM."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(AMIGABLE)
        for year in years:
            for ubigeo in districts:
                writer.writerow(_amigable_row(year, ubigeo, spent))
            for number in range(times):
                writer.writerow(_elsewhere(year, number))
    return path


def _amigable_row(year, ubigeo, spent):
    province, entity, _name = DISTRICTS[ubigeo]
    pim = amount(year, ubigeo)
    done = pim * spent // 100
    amounts = [f"{value:,}" for value in (pim // 2, pim, pim, done, done, done, done)]
    return [year, "18: MOQUEGUA", province, f"{ubigeo}-{entity}", *amounts, f"{spent}.0"]


def _elsewhere(year, number):
    place = f"{number // 90 % 19 + 1:02}{number % 90 + 1:02}"
    entity = f"08{place}-{310_000 + number}: MUNICIPALIDAD DISTRITAL DE SINTÉTICA {number}"
    return [year, "08: CUSCO", f"08{place[:2]}: SINTÉTICA", entity, *["1,000"] * 7, "100.0"]


def province(ubigeo):
    """The name of a district's province, as the MEF writes it."""
    return DISTRICTS[ubigeo][0].partition(": ")[2] if ubigeo in DISTRICTS else "SINTETICA"


def department(ubigeo):
    """The name of a district's department, as the MEF writes it."""
    return DEPARTMENTS[int(ubigeo[:2]) - 1]


def called(ubigeo):
    """The name of a district, with its accents."""
    return DISTRICTS[ubigeo][2] if ubigeo in DISTRICTS else "Sintético"


def census(path, ubigeos=tuple(DISTRICTS), people=300):
    counted = f"{people}.0,100.0,{people - 100}.0"
    rows = [
        f"{ubigeo},distrito,SINTETICO,{department(ubigeo)}|{province(ubigeo)}|SINTETICO,{counted}"
        for ubigeo in ubigeos
    ]
    return _lines(path, ["ubigeo,nivel,nombre,clave_censo,total,hombre,mujer", *rows])


def projection(path, ubigeos=tuple(DISTRICTS), department="Moquegua"):
    rows = [
        f"{department};{province(one).title()};{called(one)};{one};Capital;Pueblo;"
        "1000.0;250;-17.0;-70.0"
        for one in ubigeos
    ]
    return _lines(path, [PROJECTION, *rows])


def _lines(path, rows):
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def spending(folder, rows=4_000, layout="yearly"):
    """A synthetic spending file of the whole country, with the people of its Moquegua."""
    path = write(folder / f"gasto-{layout}.csv", layout, rows)
    ubigeos = [
        one.cells["DEPARTAMENTO_EJECUTORA"]
        + one.cells["PROVINCIA_EJECUTORA"]
        + one.cells["DISTRITO_EJECUTORA"]
        for one in entities()
        if one.level == "M" and one.cells["DEPARTAMENTO_EJECUTORA"] == "18"
    ]
    return path, census(folder / "censo.csv", ubigeos), projection(folder / "inei.csv", ubigeos)


def environment(folder):
    """The environment of a command whose temporary files are in ``folder``."""
    own = folder / "temporal"
    own.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "TMPDIR": str(own),
        "PYTHONPATH": str(ROOT / "widgets"),
    }


def started(folder, *words):
    """The command ``cuentas region``, running."""
    command = [sys.executable, "-m", "cuentas.cli", "region", *map(str, words)]
    return subprocess.Popen(
        command,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def listening(folder, *words):
    """The command ``cuentas region``, running, from the moment in which it is in its own hands.

    Before that it is Python that starts, and Ctrl-C is Python's.
    """
    own = "from cuentas.cli import command; print('>', flush=True); command()"
    process = subprocess.Popen(
        [sys.executable, "-c", own, "region", *map(str, words)],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout.readline() == ">\n"
    return process


def order(folder, *words):
    """The command ``cuentas region``, finished: exit status, what it said, what it complained."""
    process = started(folder, *words)
    said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def interrupted(folder, moment, *words):
    """The command stopped by Ctrl-C as soon as ``moment()`` is true."""
    process = started(folder, *words)
    limit = time.monotonic() + 60
    while not moment() and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


def contents(folder: Path):
    """Every file of a folder with its bytes, to see whether anything was touched."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
