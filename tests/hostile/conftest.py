"""One real server for all rude clients; at the end its journal must be calm."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from hostile.phones import Phone, memory_of, open_class
from serve.tiny_course import make_course

MOST_GROWTH = 150 * 1024 * 1024
_ADDRESSES = itertools.count(10)


@pytest.fixture(scope="session")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clase")
    journal = folder / "journal.txt"
    server = open_class(make_course(folder / "curso"), journal)
    asyncio.run(Phone(server.port, "127.0.0.2").visit_words())
    before = memory_of(server)
    yield server
    after = memory_of(server)
    assert server.stop()[0] == 0
    words = journal.read_text("utf-8")
    assert "Traceback" not in words, words
    assert "127.0.0." not in words
    assert len(words.splitlines()) < 60, words
    assert after - before < MOST_GROWTH


@pytest.fixture
def rude(attacked):
    """A phone whose address no other test has used."""
    return Phone(attacked.port, f"127.0.0.{next(_ADDRESSES)}")


@pytest.fixture
def others(attacked):
    """Another learner, who must be served during and after each attack."""
    learner = Phone(attacked.port, "127.0.0.3")
    yield learner
    answer = asyncio.run(learner.ask("/ayuda"))
    assert answer.status == 200
