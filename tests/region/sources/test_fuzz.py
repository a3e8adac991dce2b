"""Damaged files of every kind: rows or one clear error, in bounded time and memory.

Some hundreds of cases each time, always the same. For a night of them:

    CUENTAS_FUZZ_SECONDS=28800 python -m pytest tests/region/sources/test_fuzz.py
"""

import json
import os
import random
import shutil
import subprocess
import sys
import zipfile

import pytest

from cuentas.region.sources import SourceError, recognise
from region.sources import fuzz as fuzzer
from region.sources import official as made
from support import ROOT

LONG = os.environ.get("CUENTAS_FUZZ_SECONDS")
CASES, SECONDS = 400, 60
LARGEST_MB = 600


def fuzzed(*words):
    """What the fuzzer told, in a process of its own."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests/region/sources/fuzz.py"), *map(str, words)],
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT / "widgets", ROOT / "tests")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


def test_damaged_files_of_every_kind_are_read_or_refused():
    words = ["--seed", random.randrange(1 << 40), "--seconds", LONG] if LONG else ["--cases", CASES]
    told = fuzzed("--seconds", SECONDS, *words)
    assert "failed" not in told, told
    assert told["peak_mb"] < LARGEST_MB
    assert told["slowest"] < fuzzer.HANG
    assert min(told["read"], told["refused"]) > 0
    shutil.rmtree(told["folder"])


def test_the_fuzzer_notices_an_exception_that_is_not_ours(tmp_path, monkeypatch):
    def broken(_path):
        raise KeyError("x")

    monkeypatch.setattr(fuzzer, "recognise", broken)
    told = fuzzer.fuzz(tmp_path, 0, 3, 60)
    assert told["failed"] == 0
    assert "KeyError" in told["why"]


def with_sheet(path, rows):
    """A spreadsheet of the tests whose rows are these bytes of XML."""
    whole = made.as_prefixed_xlsx(path, [made.AMIGABLE, *made.BUDGETS])
    with zipfile.ZipFile(whole) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</x:sheetData>", rows + b"</x:sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, body in parts.items():
            new.writestr(part, body)
    return path


BOMBS = {
    "the last corner": b'<x:row r="1048576"><x:c r="XFD1048576" t="str"><x:v>1</x:v></x:c></x:row>',
    "a row that cannot be": b'<x:row r="999999999"><x:c r="A999999999"><x:v>1</x:v></x:c></x:row>',
    "a very wide row": b'<x:row r="9"><x:c r="XFD9" t="str"><x:v>1</x:v></x:c></x:row>' * 400,
    "zeros": b"<x:row/>" * (8 << 20),
}


@pytest.mark.parametrize("packed", [False, True], ids=["sheet", "sheet in a zip"])
@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_a_small_spreadsheet_never_asks_for_all_the_memory(tmp_path, bomb, packed):
    path = with_sheet(tmp_path / "x.xlsx", BOMBS[bomb])
    asked = made.zipped(tmp_path / "x.zip", path) if packed else path
    with pytest.raises(SourceError):
        for _row in recognise(asked).rows():
            pass
