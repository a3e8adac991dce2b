"""Messages are whole sentences with named gaps, so that they can be translated."""

import ast

import pytest

from support import PACKAGE

CALLS = {"_", "text", "plural"}
FILES = sorted(path for room in ("view", "lesson") for path in (PACKAGE / room).rglob("*.py"))


def is_message(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS


def messages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if is_message(node):
            yield from node.args[: 2 if node.func.id == "plural" else 1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_message_is_a_fixed_text_never_put_together_before_translating(path):
    assert [
        ast.unparse(one)
        for one in messages(path)
        if not (isinstance(one, ast.Constant) and isinstance(one.value, str))
    ] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_gaps_in_messages_are_named(path):
    assert [one.value for one in messages(path) if "{}" in getattr(one, "value", "")] == []
