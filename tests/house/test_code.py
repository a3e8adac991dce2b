"""House rules that a reader of the code can trust."""

import ast
import subprocess
import sys

import pytest

from support import PACKAGE, ROOT

FILES = sorted(PACKAGE.rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
USUAL, LONG, DUPLICATE = 15, 25, 10


def run(*command):
    words = [sys.executable, *command]
    folder = ROOT / "widgets"
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


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


def test_rooms_know_only_the_rooms_below():
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = run("-c", program, "--config", str(ROOT / "pyproject.toml"), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_block_of_ten_lines_stands_twice():
    done = run(
        "-m",
        "pylint",
        "--disable=all",
        "--enable=duplicate-code",
        f"--min-similarity-lines={DUPLICATE}",
        "cuentas",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


NETWORK = {"requests", "urllib.request", "http.client", "socket", "aiohttp", "httpx", "ftplib"}


@pytest.mark.parametrize("room", ["model", "i18n", "data", "view", "lesson"])
def test_rooms_of_the_lessons_never_open_the_network(room):
    for path in (PACKAGE / room).rglob("*.py"):
        assert not NETWORK & set(imported(path))
