"""One real server for all rude clients; at the end its journal must be calm."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from classroom.tiny_course import FIRST, add_regions, make_course
from hostile.phones import CODE, Phone, memory_of, open_class

MOST_GROWTH = 150 * 1024 * 1024
SECRET = "nadie debe leer esto"
_ADDRESSES = (f"127.0.{10 + n // 200}.{n % 200 + 1}" for n in itertools.count())


def course_with_links(folder):
    """A course of two regions, in whose folders somebody left links to something else."""
    home = add_regions(
        make_course(folder / "curso"), {"apurimac": "Apurímac", "moquegua": "Moquegua"}
    )
    elsewhere = folder / "ajeno"
    elsewhere.mkdir()
    (elsewhere / "secreto.txt").write_text(SECRET, "utf-8")
    for place in ("lessons", f"lessons/{FIRST}", "datasets", "datasets/regions"):
        (home / place / "enlace").symlink_to(elsewhere, target_is_directory=True)
        (home / place / "enlace.txt").symlink_to(elsewhere / "secreto.txt")
    return home


@pytest.fixture(scope="session")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clase")
    journal = folder / "journal.txt"
    server = open_class(course_with_links(folder), journal)
    asyncio.run(Phone(server.port, "127.0.0.2").visit_words())
    before = memory_of(server)
    yield server
    after = memory_of(server)
    assert server.stop()[0] == 0
    words = journal.read_text("utf-8")
    assert "Traceback" not in words, words
    assert "127.0." not in words
    assert len(words.splitlines()) < 60, words
    assert after - before < MOST_GROWTH


@pytest.fixture(scope="session")
def guarded(tmp_path_factory):
    """The same class, with a code at its door."""
    folder = tmp_path_factory.mktemp("con_codigo")
    journal = folder / "journal.txt"
    server = open_class(course_with_links(folder), journal, with_code=True)
    yield server
    assert server.stop()[0] == 0
    words = journal.read_text("utf-8")
    assert "Traceback" not in words, words
    assert "127.0." not in words
    assert CODE not in words


@pytest.fixture
def stranger(guarded):
    """A phone that has not given the code, from an address that no other test has used."""
    return Phone(guarded.port, next(_ADDRESSES))


@pytest.fixture
def rude(attacked):
    """A phone whose address no other test has used."""
    return Phone(attacked.port, next(_ADDRESSES))


@pytest.fixture
def others(attacked):
    """Another learner, who must be served during and after each attack."""
    learner = Phone(attacked.port, "127.0.0.3")
    yield learner
    answer = asyncio.run(learner.ask("/ayuda"))
    assert answer.status == 200
