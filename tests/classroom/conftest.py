"""One tiny course and one server for all tests of this room."""

from __future__ import annotations

import pytest

from classroom.tiny_course import SOUND, make_course, start


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("curso"))


@pytest.fixture(scope="session")
def sound_home(tmp_path_factory):
    """A course of which the server has nothing to complain, whenever it is stopped."""
    return make_course(tmp_path_factory.mktemp("curso_sano"), SOUND)


@pytest.fixture(scope="session")
def server(tiny_home):
    running = start(tiny_home)
    yield running
    running.stop()
