"""What may stand in one cell of a lesson: thin code, region-neutral text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cuentas.i18n import text as _

MAX_CODE_LINES = 3
MAX_MOMENT_WORDS = 120
OWN_PACKAGE = "cuentas"

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.comprehension)
_IMPORTS = (ast.Import, ast.ImportFrom)
_FORBIDDEN_NAMES = frozenset(
    {"__import__", "compile", "eval", "exec", "get_ipython", "input", "open", "pip", "warnings"}
)
_ADDRESS = re.compile(r"^\w+://")
_ABSOLUTE_PATH = re.compile(r"^([/~\\]|[A-Za-z]:[/\\])")
_LEFTOVER = re.compile(
    r"\b(TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|por completar|por escribir|texto de relleno)"
)
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")


def code_faults(source: str) -> Iterator[str]:
    """What a code cell must not do: define, loop, import, leave the lesson's folder.

    A lesson's code reads like the sentence above it; everything longer lives in the package.
    """
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > MAX_CODE_LINES:
        yield _("tiene {count} líneas de código y se permiten {limit}.").format(
            count=len(lines), limit=MAX_CODE_LINES
        )
    magic = [line.strip() for line in lines if line.strip().startswith(("!", "%", "?"))]
    if magic:
        yield _("usa «{line}»; una lección no ejecuta órdenes del sistema.").format(line=magic[0])
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield _("no es Python válido (línea {line}).").format(line=error.lineno)
        return
    for node in ast.walk(tree):
        yield from _node_faults(node)


def _node_faults(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _DEFINITIONS):
        yield _("define una función o una clase; eso va en el paquete, no en la lección.")
    if isinstance(node, _LOOPS):
        yield _("tiene un bucle; eso va en el paquete, no en la lección.")
    if isinstance(node, _IMPORTS):
        yield from _import_faults(node)
    if isinstance(node, ast.Name) and node.id in _FORBIDDEN_NAMES:
        yield _("usa «{name}», que una lección no necesita.").format(name=node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _text_in_code_faults(node.value)


def _import_faults(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    imported = [alias.name for alias in node.names]
    modules = imported if isinstance(node, ast.Import) else [node.module or ""]
    for module in modules:
        if module.split(".")[0] != OWN_PACKAGE:
            yield _("importa «{module}»; una lección solo importa cuentas.").format(module=module)


def _text_in_code_faults(value: str) -> Iterator[str]:
    if _ADDRESS.match(value):
        yield _("nombra la dirección «{value}»; una lección no sale a internet.").format(
            value=value
        )
    elif _ABSOLUTE_PATH.match(value):
        yield _("nombra la ruta «{value}», que en otra computadora no existe.").format(value=value)


def markdown_faults(source: str, places: Iterable[str]) -> Iterator[str]:
    """What a text must not carry: two bare ``$``, a place's name, leftovers of a draft.

    Two ``$`` would be read as a formula, and a place's name belongs to its region's pack:
    the same text is taught everywhere.
    """
    if len(_BARE_DOLLAR.findall(source)) > 1:
        yield _("tiene dos signos $ sueltos, que se leen como fórmula; escribe S/ o \\$.")
    for place in sorted(places):
        if re.search(rf"\b{re.escape(place)}\b", source):
            yield _(
                "nombra «{place}»; el texto sirve a todas las regiones, "
                "los lugares los pone el paquete de la región."
            ).format(place=place)
    leftover = _LEFTOVER.search(source)
    if leftover:
        yield _("dejó «{words}» sin escribir.").format(words=leftover[0])


def moment_faults(source: str, title: str) -> Iterator[str]:
    """A moment's text starts with its title and holds one idea."""
    first = source.splitlines()[0].strip() if source.strip() else ""
    if first != f"## {title}":
        yield _("debe empezar con «## {title}», el título de lesson.toml.").format(title=title)
    words = sum(any(letter.isalnum() for letter in word) for word in source.split())
    if words > MAX_MOMENT_WORDS:
        yield _("tiene {count} palabras y se permiten {limit}: una sola idea.").format(
            count=words, limit=MAX_MOMENT_WORDS
        )


def bullets(source: str) -> list[str]:
    """The items of the lists in a text, without their marks."""
    return [line[2:].strip() for line in source.splitlines() if line.startswith(("- ", "* "))]
