"""House rules that a reader of the code can trust."""

import ast

from support import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
USUAL, LONG = 15, 25


def lines_of(function):
    """Lines of a function without its docstring, which is for readers."""
    whole = function.end_lineno - function.lineno + 1
    first = function.body[0]
    words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return whole - (first.end_lineno - first.lineno + 1 if words else 0)


def lengths():
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in FILES)
    return sorted(
        lines_of(node) for tree in trees for node in ast.walk(tree) if isinstance(node, FUNCTIONS)
    )


def test_nine_of_ten_functions_have_at_most_twenty_five_lines():
    measured = lengths()
    assert len(measured) > 300
    assert measured[len(measured) * 9 // 10] <= LONG


def test_most_functions_have_at_most_fifteen_lines():
    measured = lengths()
    assert measured[len(measured) // 2] <= USUAL
