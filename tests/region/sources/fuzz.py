"""Damages files of every kind and sees that the readers give rows or one clear error.

Never another exception, never a hang, never memory without bound. Run in a process of its own:

    PYTHONPATH=tests:widgets python tests/region/sources/fuzz.py --seconds 600

It prints one JSON object: how many cases were read and refused, the peak of memory, the slowest
case; or the case that failed, whose bytes stay in the folder that it names.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import random
import re
import resource
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

import click

from bench.national import MONTHLY, YEARLY
from cuentas.region.sources import (
    Place,
    Reading,
    Session,
    SourceError,
    SourceFile,
    budget_rows,
    engine,
    investment_rows,
    part_rows,
    population_rows,
    progress_rows,
    recognise,
    spending_rows,
    totals_rows,
)
from region.sources import official as made
from region.sources import wrapped

MOQUEGUA = Place.of("18")
HANG = 60
MEGA = 1 << 20
NASTY = [
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xe2\x80",
    b"-",
    b"9" * 40,
]
CENSUS = [["180106", "distrito", "X", "MOQUEGUA|B|X", "30.0", "16.0", "14.0"]]
PROJECTION = [["Moquegua", "B", "X", "180106", "X", "Villa", "2203.4", "31", "-17", "-70"]]
LEVEL = ["Municipalidad 180106-301486: MUNICIPALIDAD DISTRITAL DE TORATA", *["2,000"] * 7, "1"]
CANON = ["18: CANON Y SOBRECANON", *["2,000"] * 7, "1.0"]
DECLARED = [["2000001", "2025-01", "1", "2", "3", "4", "5"]]


def texts() -> dict[str, tuple[list[str], list[list[str]]]]:
    """Every kind of table, whole."""
    tables = {
        "amigable": (made.AMIGABLE, made.BUDGETS),
        "yearly": (YEARLY, made.YEARLY_ROWS),
        "monthly": (MONTHLY, made.monthly_rows()),
        "comparative": (made.comparative_header(), made.comparative_rows()),
        "format-12b": (made.FORMAT_12B, DECLARED),
        "census": (made.CENSUS, CENSUS),
        "projection": (made.PROJECTION, PROJECTION),
    }
    for name in ("DETAIL", "DETAIL_68", "CLOSED", "SEARCH"):
        header = getattr(made, name)
        tables[name.lower()] = (header, [made.investment(header, f"200000{at}") for at in range(4)])
    return tables


def whole(folder: Path) -> list[bytes]:
    """Each kind as text in two styles, as a spreadsheet, and in a ZIP; the bytes of each."""
    found = []
    for name, (header, rows) in texts().items():
        plain = made.as_csv(folder / f"{name}.csv", header, rows)
        quoted = made.as_csv(
            folder / f"{name}-q.csv", header, rows, encoding="utf-8-sig", end="\r\n", quoting=1
        )
        sheet = made.as_prefixed_xlsx(folder / f"{name}.xlsx", [["TÍTULO"], header, *rows])
        book = made.as_xlsx(folder / f"{name}-o.xlsx", [["TÍTULO"], header, *rows])
        packed = [made.zipped(folder / f"{one.name}.zip", one) for one in (quoted, sheet)]
        found += [one.read_bytes() for one in (plain, quoted, sheet, book, *packed)]
    portal = [*wrapped.titles(), LEVEL, ["Rubro", *wrapped.HEADER[1:]], wrapped.PARTS, CANON]
    return found + [content for _name, content in wrapped.wrappings(portal)]


def damaged(piece: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The bytes with some lost, changed, added, repeated, or taken from another file."""
    body = bytearray(piece)
    for _time in range(dice.choice([1, 1, 2, 4, 16])):
        at, end = sorted(dice.randrange(len(body) + 1) for _end in "ab")
        other = dice.choice(others)
        start = dice.randrange(len(other))
        body = {
            "change": lambda at=at, body=body: body[:at] + dice.choice(NASTY) + body[at + 1 :],
            "flip": lambda at=at, body=body: body[:at] + dice.randbytes(1) + body[at + 1 :],
            "lose": lambda at=at, body=body: body[:at] + body[at + dice.randrange(1, 9) :],
            "cut": lambda at=at, body=body: body[:at],
            "repeat": lambda at=at, end=end, body=body: body[:end] + body[at:end] * 3 + body[end:],
            "splice": lambda at=at, other=other, start=start, body=body: (
                body[:at] + other[start : start + 400] + body[at:]
            ),
        }[dice.choice(["change", "flip", "lose", "cut", "repeat", "splice"])]()
        body = body[:MEGA] or bytearray(b" ")
    return bytes(body)


def damaged_inside(piece: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A ZIP or spreadsheet that opens, one of whose members is damaged."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(piece)) as old, zipfile.ZipFile(written, "w") as new:
        names = old.namelist()
        chosen = dice.choice(names)
        for name in names:
            member = old.read(name)
            body = damaged(member, others, dice) if name == chosen else member
            new.writestr(name, body, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def case(seed: int, files: list[bytes]) -> bytes:
    """The damaged bytes of a case; the same seed gives the same bytes."""
    dice = random.Random(seed)
    piece = dice.choice(files)
    deep = piece.startswith(b"PK") and dice.random() < 0.7
    return (damaged_inside if deep else damaged)(piece, files, dice)


def readings(session: Session, file: SourceFile) -> list[Reading[object]]:
    """What every reader says of a file."""
    asked = [budget_rows, spending_rows, totals_rows, investment_rows, population_rows]
    asked += [part_rows] if file.kind.parts else []
    found = [ask(session, [file], MOQUEGUA) for ask in asked]
    return [*found, progress_rows([file], {"2000001"})]


def outcome(session: Session, path: Path) -> str:
    """``read`` or ``refused``; anything else is the caller's exception."""
    try:
        found = readings(session, recognise(path))
    except SourceError as error:
        if "\n" in str(error) or not str(error).startswith(path.name):
            raise AssertionError("not one clear sentence") from error
        return "refused"
    if not all(isinstance(one, Reading) for one in found):
        raise AssertionError("not a reading")
    return "read"


def fuzz(folder: Path, first: int, cases: int, seconds: float) -> dict[str, object]:
    """Run cases until their number or the time is over; stop at the first that fails."""
    files, end = whole(folder), time.monotonic() + seconds
    told = {"read": 0, "refused": 0}
    path, slowest = folder / "caso", 0.0
    with engine(folder) as session:
        for seed in range(first, first + cases):
            path.write_bytes(case(seed, files))
            began = time.monotonic()
            try:
                told[watched(session, path)] += 1
            except BaseException:  # noqa: BLE001 - whatever it is, it is what we look for
                return told | {"failed": seed, "file": str(path), "why": traceback.format_exc()}
            slowest = max(slowest, time.monotonic() - began)
            if time.monotonic() > end:
                break
    return told | {"slowest": slowest}


def watched(session: Session, path: Path) -> str:
    """The outcome of a case; one that hangs ends the process, and says where it was."""
    faulthandler.dump_traceback_later(HANG, exit=True)
    try:
        return outcome(session, path)
    finally:
        faulthandler.cancel_dump_traceback_later()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=10**9)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    # Past this the process gets a MemoryError, which is a failure, instead of the whole machine.
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    folder = Path(tempfile.mkdtemp(prefix="cuentas-fuzz-"))
    told = fuzz(folder, asked.seed, asked.cases, asked.seconds)
    told |= {"peak_mb": peak_mb(), "folder": str(folder)}
    click.echo(json.dumps(told, ensure_ascii=False))


def peak_mb():
    """The most memory this program had; ``getrusage`` would count its parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024)


if __name__ == "__main__":
    main()
