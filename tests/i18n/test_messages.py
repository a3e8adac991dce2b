"""Messages are whole sentences, so that they can be translated."""

import ast
import string

import pytest
from babel.messages import mofile, pofile

from support import PACKAGE

CALLS = {"_", "text", "plural"}


def is_message(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS


def messages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if is_message(node):
            yield from node.args[: 2 if node.func.id == "plural" else 1]


def test_every_message_is_a_fixed_text_never_put_together_before_translating():
    files = [path for room in ("view", "lesson") for path in (PACKAGE / room).rglob("*.py")]
    found = [one for path in files for one in messages(path)]
    assert len(found) > 500
    put_together = [one for one in found if not isinstance(one, ast.Constant)]
    assert [ast.unparse(one) for one in put_together] == []
    assert [one.value for one in found if "{}" in one.value] == []


WRITTEN = sorted(PACKAGE.rglob("*.po"))


def forms(words):
    return [words] if isinstance(words, str) else list(words)


def names_in(words):
    return {name for _before, name, *_rest in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.parts[-3])
def test_what_is_read_is_what_was_written_in_the_catalogue(path):
    with path.open("rb") as words, path.with_suffix(".mo").open("rb") as compiled:
        written, read = pofile.read_po(words), mofile.read_mo(compiled)
    said = {forms(one.id)[0]: forms(one.string) for one in written if one.id}
    assert len(said) > 30
    assert said == {forms(one.id)[0]: forms(one.string) for one in read if one.id}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.parts[-3])
def test_a_translation_fills_in_only_what_the_sentence_has(path):
    for one in pofile.read_po(path.read_text("utf-8").splitlines()):
        known = set().union(*map(names_in, forms(one.id)))
        assert set().union(*map(names_in, forms(one.string))) <= known, one.id
