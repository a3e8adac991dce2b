"""A disk that fills up for real: one sentence, and everything as it was."""

import os
import resource
import subprocess
import sys

import pytest

from region import regions

SMALL = 4 << 10
"""Bytes of a file that this process may write: less than the table of the budgets."""


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))


def ordered(folder, *words, before=None, **environment):
    """The command in a process that is prepared by ``before``."""
    done = subprocess.run(
        [sys.executable, "-m", "cuentas.cli", "region", *map(str, words)],
        env=regions.environment(folder) | environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
        preexec_fn=before,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def words(tmp_path):
    """A region with so many years that its table does not fit in the small disk."""
    years = range(2001, 2025)
    budget = regions.amigable(tmp_path / "gasto.csv", years=years, times=40)
    census, projection = regions.census(tmp_path / "c.csv"), regions.projection(tmp_path / "p.csv")
    return [
        *("--budget", budget, "--population", census, "--population", projection),
        *("--query-date", "2025-03-01"),
    ]


def new(out, words):
    return ["new", "moquegua", "--department", "18", *words, "--out", out]


NOTHING, AS_IT_WAS = "No se guardó nada.", "moquegua quedó como estaba."


def told_and_untouched(result, folder, before, left=NOTHING):
    status, said, complained = result
    assert status == 1
    assert said == ""
    assert f"No queda espacio en el disco. {left}" in complained
    assert len(complained.strip().splitlines()) == 1
    assert regions.contents(folder) == before
    assert [path for path in folder.iterdir() if "." in path.name] == []


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk of 256 kB in memory; only an administrator may make one."""
    place = tmp_path / "disco"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("solo quien administra la máquina puede hacer un disco pequeño")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def filled(place, free):
    """Fill a disk so that only ``free`` bytes are left."""
    room = os.statvfs(place)
    size = room.f_bavail * room.f_frsize - free
    (place / "lleno").write_bytes(b"x" * max(size, 0))


@pytest.mark.parametrize("free", [0, 8 << 10, 40 << 10])
def test_a_new_pack_on_a_disk_that_fills_up_leaves_nothing(tiny_disk, tmp_path, words, free):
    filled(tiny_disk, free)
    before = regions.contents(tiny_disk)
    result = ordered(tmp_path, *new(tiny_disk, words))
    told_and_untouched(result, tiny_disk, before)


@pytest.mark.parametrize("free", [0, 16 << 10, 60 << 10])
def test_an_update_on_a_disk_that_fills_up_leaves_the_old_pack(tiny_disk, tmp_path, words, free):
    assert ordered(tmp_path, *new(tiny_disk, words))[0] == 0
    filled(tiny_disk, free)
    before = regions.contents(tiny_disk)
    newer = regions.amigable(tmp_path / "mar.csv", years=range(2001, 2025), spent=70)
    update = ["update", "moquegua", "--budget", newer, "--query-date", "2025-06-01"]
    result = ordered(tmp_path, *update, "--out", tiny_disk)
    told_and_untouched(result, tiny_disk, before, AS_IT_WAS)


def test_when_there_is_room_again_the_same_order_works(tiny_disk, tmp_path, words):
    filled(tiny_disk, 8 << 10)
    assert ordered(tmp_path, *new(tiny_disk, words))[0] == 1
    (tiny_disk / "lleno").unlink()
    assert ordered(tmp_path, *new(tiny_disk, words))[0] == 0


def test_a_folder_where_one_may_not_write_is_named(tiny_disk, tmp_path, words):
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    status, said, complained = ordered(tmp_path, *new(tiny_disk, words))
    assert (status, said) == (1, "")
    assert f"No tengo permiso para usar {tiny_disk}. No se guardó nada." in complained
    assert "--out" in complained


@pytest.mark.skipif(os.geteuid() == 0, reason="quien administra la máquina escribe donde quiere")
def test_a_folder_of_somebody_else_is_named(tmp_path, words):
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    status, _said, complained = ordered(tmp_path, *new(out, words))
    assert status == 1
    assert f"No tengo permiso para usar {out}." in complained


def test_a_limit_on_what_may_be_written_is_told_in_the_same_way(tmp_path, words):
    """Whoever is not an administrator also sees a disk that says no, for real."""
    out = tmp_path / "out"
    out.mkdir()
    told_and_untouched(ordered(tmp_path, *new(out, words), before=limited), out, {})
