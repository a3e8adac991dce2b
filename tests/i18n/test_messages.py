"""Messages are whole sentences, so that they can be translated."""

import ast

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
