"""Side by side in one run: the whole kit, the obvious pandas script, and the engine's bare scan.

Each in its own process, over the same synthetic file, read once before so that all find it in
the memory of the machine. Memory is the peak that the system counted for that process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl

from bench import proc
from bench.national import entities
from bench.servers import BENCH, ROOT
from region import regions

SIZES = (100_000, 300_000, 1_000_000, 2_800_000)
FEW = 4_000
"""Lines of a file that every contender reads once before it is measured."""
DEPARTMENT, SLUG = "18", "sintetica"
KIT, PANDAS, SCAN, OTHER = "kit", "pandas", "duckdb", "polars"
ZIPPED, LATIN = "kit, zipped", "kit, latin-1"
PACKAGES = ("duckdb", "pandas", "polars", "pyarrow", "python-calamine")
SHEET_YEARS = range(2015, 2026)
CHUNK = 1 << 24
Say = Callable[[str], None]
Told = dict[str, Any]


class BenchError(RuntimeError):
    """A measured process failed; the message is its own."""


@dataclass(frozen=True)
class Plan:
    """What to measure: rows of each file, times that each is repeated, and what else."""

    sizes: tuple[int, ...]
    times: int
    pandas: bool
    folder: Path


def run(plan: Plan, told: Told, say: Say) -> None:
    """Measure everything of ``plan`` into ``told``, which is whole up to any moment."""
    told |= {"date": datetime.now(UTC).isoformat(timespec="seconds")}
    told |= {"machine": machine(), "sizes": []}
    with tempfile.TemporaryDirectory(prefix="cuentas-bench-", dir=plan.folder) as where:
        folder = Path(where)
        measure(plan, told, folder, say)


def measure(plan: Plan, told: Told, folder: Path, say: Say) -> None:
    """Every size and the spreadsheet, once all contenders have run as they do when installed."""
    with as_installed(folder):
        size_round(FEW, replace(plan, times=1), folder, lambda _words: None)
        for rows in plan.sizes:
            say(f"{rows:,} filas: se escribe el archivo sintético")
            told["sizes"].append(size_round(rows, plan, folder, say))
        say("hoja de cálculo de Consulta Amigable, del tamaño del país")
        told["sheet"] = sheet_round(folder, plan.times)
        say(in_words("kit", told["sheet"]["kit"]))


@contextmanager
def as_installed(folder: Path) -> Iterator[None]:
    """Python keeps what it compiles, as it does of any installed program; all share it."""
    before = dict(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def machine() -> Told:
    """This machine and the versions that matter here."""
    return proc.this_machine() | {"packages": dict(proc.versions(PACKAGES))}


def size_round(rows: int, plan: Plan, folder: Path, say: Say) -> Told:
    """All the contenders over one file, in turns, which is then deleted."""
    place = folder / str(rows)
    place.mkdir()
    file, *people = regions.spending(place, rows)
    told: Told = {"rows": rows, "bytes": file.stat().st_size}
    contenders = {
        SCAN: [sys.executable, BENCH / "national_scan.py", SCAN, file],
        KIT: new_pack(file, people),
    }
    if find_spec("polars"):
        contenders[OTHER] = [sys.executable, BENCH / "national_scan.py", OTHER, file]
    if plan.pandas:
        contenders[PANDAS] = [sys.executable, BENCH / "national_pandas.py", file, DEPARTMENT]
    told |= in_turns(contenders, file, place, plan.times, say)
    if rows == min(plan.sizes):
        told |= others(file, people, place, plan.times, say)
    shutil.rmtree(place)
    return told


def in_turns(
    contenders: dict[str, Sequence[object]], file: Path, place: Path, times: int, say: Say
) -> Told:
    """Each contender as many times, one after the other, so that a slow moment hits all."""
    found: dict[str, list[Told]] = {name: [] for name in contenders}
    warm(file)
    for _time in range(times):
        for name, words in contenders.items():
            out = Path(tempfile.mkdtemp(dir=place))
            asked = [*words, "--out", out] if name.startswith(KIT) else words
            found[name].append(measured([*asked, out] if name == PANDAS else asked, out))
            say(in_words(name, found[name][-1]))
            shutil.rmtree(out)
    return {name: middle(one) for name, one in found.items()}


def others(file: Path, people: Sequence[Path], place: Path, times: int, say: Say) -> Told:
    """The same file zipped, and in the old encoding of Windows."""
    packed, old = place / "gasto.zip", place / "gasto-latin.csv"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "gasto.csv")
    with (
        file.open(encoding="utf-8-sig", newline="") as lines,
        old.open("w", encoding="latin-1", newline="") as written,
    ):
        shutil.copyfileobj(lines, written, CHUNK)
    return in_turns(
        {
            ZIPPED: new_pack(packed, people),
            LATIN: new_pack(old, people),
        },
        old,
        place,
        times,
        say,
    )


def new_pack(file: Path, people: Sequence[Path]) -> list[object]:
    """The order that a trainer gives."""
    return [
        *(sys.executable, "-m", "cuentas.cli", "region", "new", SLUG),
        *("--department", DEPARTMENT, "--budget", file, "--query-date", "2026-03-01"),
        *(word for path in people for word in ("--population", path)),
    ]


def measured(words: Sequence[object], out: Path) -> Told:
    """Seconds on the clock and of the processor, and peak of memory in MB, of one process.

    Raises:
        BenchError: it did not end well.
    """
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "widgets", ROOT / "tests"))),
        "XDG_CACHE_HOME": str(out / "cache"),
    }
    began = time.perf_counter()
    with (out / "said").open("w+b") as said:
        process = subprocess.Popen(
            list(map(str, words)), env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        _pid, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            raise BenchError(said.read().decode(errors="replace")[-2000:])
    cpu = used.ru_utime + used.ru_stime
    return {"seconds": seconds, "cpu": cpu, "peak_mb": used.ru_maxrss * 1024 / proc.MEGA}


def middle(found: list[Told]) -> Told:
    """The median of the seconds, and the worst memory."""
    return {
        "seconds": median(one["seconds"] for one in found),
        "all_seconds": [round(one["seconds"], 3) for one in found],
        "cpu": median(one["cpu"] for one in found),
        "peak_mb": max(one["peak_mb"] for one in found),
    }


def warm(file: Path) -> None:
    """Read the file, so that who comes first does not pay for the disk."""
    with file.open("rb", buffering=0) as stream:
        while stream.read(CHUNK):
            pass


def sheet_round(folder: Path, times: int) -> Told:
    """Consulta Amigable of every municipality and eleven years, as a spreadsheet."""
    sheet = amigable_sheet(folder / "amigable.xlsx")
    ubigeos = [ubigeo for ubigeo, _label in municipalities() if ubigeo.startswith(DEPARTMENT)]
    people = [
        regions.census(folder / "censo.csv", ubigeos),
        regions.projection(folder / "inei.csv", ubigeos),
    ]
    words = new_pack(sheet, people)
    rows = sum(1 for _one in municipalities()) * len(SHEET_YEARS)
    found = in_turns({KIT: words}, sheet, folder, times, lambda _words: None)
    return {"rows": rows, "bytes": sheet.stat().st_size, **found}


def municipalities() -> Iterator[tuple[str, list[str]]]:
    """Every synthetic municipality: its ubigeo and the labels of its row."""
    for entity in entities():
        cells = entity.cells
        department, province = cells["DEPARTAMENTO_EJECUTORA"], cells["PROVINCIA_EJECUTORA"]
        ubigeo = department + province + cells["DISTRITO_EJECUTORA"]
        if entity.level == "M":
            yield (
                ubigeo,
                [
                    f"{department}: {cells['DEPARTAMENTO_EJECUTORA_NOMBRE']}",
                    f"{department}{province}: {cells['PROVINCIA_EJECUTORA_NOMBRE']}",
                    f"{ubigeo}-{cells['SEC_EJEC']}: {cells['EJECUTORA_NOMBRE']}",
                ],
            )


def amigable_sheet(path: Path) -> Path:
    """A spreadsheet in the layout of Consulta Amigable, its amounts invented."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(regions.AMIGABLE)
    for year in SHEET_YEARS:
        for number, (_ubigeo, labels) in enumerate(municipalities()):
            pim = 1_000_000 + 1_000 * number + year
            amounts = [f"{value:,}" for value in (pim // 2, pim, *[pim * 4 // 5] * 5)]
            sheet.append([year, *labels, *amounts, "80.0"])
    book.save(path)
    return path


def in_words(name: str, told: Told) -> str:
    """One measure in a line."""
    return f"  {name}: {told['seconds']:.2f} s · CPU {told['cpu']:.2f} s · {told['peak_mb']:.0f} MB"
