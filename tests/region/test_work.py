"""Steps that were finished are not done again, unless what they depend on is another."""

import os
import shutil
import time

import pytest

from cuentas.region import work as kept_steps
from cuentas.region.work import LONGEST_UNUSED, Work, made_by
from support import PACKAGE


@pytest.fixture
def room(tmp_path):
    """A copy of the code whose results are kept."""
    return shutil.copytree(PACKAGE / "region", tmp_path / "region")


def changed(path):
    path.write_text(path.read_text(encoding="utf-8") + "\n# otra cosa\n", encoding="utf-8")
    made_by.cache_clear()


@pytest.mark.parametrize(
    "name", ["sources/amigable.py", "second_path/reading.py", "second_path/lines.py"]
)
def test_a_mended_reader_reads_again(room, name):
    before = made_by(room)
    changed(room / name)
    assert made_by(room) != before


def test_another_page_of_the_report_does_not_read_again(room):
    before = made_by(room)
    changed(room / "report.py")
    assert made_by(room) == before


def test_another_engine_reads_again(room, monkeypatch):
    before = made_by(room)
    made_by.cache_clear()
    monkeypatch.setattr(kept_steps, "version", lambda _name: "0.0")
    assert made_by(room) != before


def test_what_other_code_kept_is_not_served(tmp_path):
    old, new = Work(tmp_path, "old"), Work(tmp_path, "new")
    assert old.kept(["a"], int, lambda: 1) == 1
    assert new.known(["a"], int) is None
    assert not new.has(["a"])
    assert new.kept(["a"], int, lambda: 2) == 2
    assert old.kept(["a"], int, lambda: 3) == 1


def aged(folder, seconds):
    """Every kept step as if it had been used so long ago."""
    past = time.time() - seconds
    for path in folder.glob("*.json"):
        os.utime(path, (past, past))


def test_steps_that_nobody_uses_go_away_and_used_ones_stay(tmp_path):
    work = Work(tmp_path)
    for name in ("used", "forgotten"):
        work.kept([name], str, lambda: "x")
    aged(tmp_path, LONGEST_UNUSED - 60)
    assert work.known(["used"], str) == "x"
    aged_again = time.time() - LONGEST_UNUSED - 60
    (tmp_path / "notes.txt").write_text("de otra persona", encoding="utf-8")
    for path in tmp_path.glob("*.json"):
        if path.stat().st_mtime < time.time() - 3600:
            os.utime(path, (aged_again, aged_again))
    work.kept(["new"], str, lambda: "y")
    assert [work.has([name]) for name in ("used", "forgotten", "new")] == [True, False, True]
    assert (tmp_path / "notes.txt").is_file()


def test_kept_steps_never_take_more_than_their_share(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_steps, "LARGEST", 2_500)
    work = Work(tmp_path)
    for age, name in ((300, "a"), (200, "b"), (100, "c")):
        work.kept([name], str, lambda: "x" * 1_000)
        moment = time.time() - age
        os.utime(max(tmp_path.glob("*.json"), key=lambda one: one.stat().st_mtime), (moment,) * 2)
    assert [work.has([name]) for name in "abc"] == [False, True, True]
    work.kept(["huge"], str, lambda: "x" * 5_000)
    assert [work.has([name]) for name in ("b", "c", "huge")] == [False, False, True]
