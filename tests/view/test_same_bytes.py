"""The same input draws the same bytes: twice here, and in other processes."""

import os
import subprocess
import sys

from support import ROOT, TORATA, every_figure, explorers, here, yearly

PROGRAM = """
import hashlib
from support import fixed, of_district, yearly
figures = [*fixed().values(), *of_district("180106").values(), *yearly("180106", 2023).values()]
words = "".join(figure.svg() + figure.html("v1") for figure in figures)
print(hashlib.sha256(words.encode()).hexdigest())
"""


def in_a_fresh_process(seed):
    folders = os.pathsep.join([str(ROOT / "widgets"), str(ROOT / "tests")])
    surroundings = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": folders}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_two_fresh_processes_with_different_seeds_draw_the_same_bytes():
    assert in_a_fresh_process("0") == in_a_fresh_process("12345")


def test_a_figure_drawn_twice_is_the_same_to_the_byte():
    first = {name: one.figure.svg() for name, one in explorers(here()).items()}
    again = {name: one.figure.svg() for name, one in explorers(here()).items()}
    assert first == again


def test_different_content_is_drawn_with_different_bytes():
    drawn = [figure.svg() for figure in yearly(TORATA, 2023).values()]
    others = [figure.svg() for figure in yearly(TORATA, 2022).values()]
    assert not set(drawn) & set(others)


def test_one_drawing_is_small_enough_for_a_slow_phone():
    assert max(len(figure.svg().encode()) for figure in every_figure()) < 20_000
