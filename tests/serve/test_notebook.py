"""How a notebook becomes the sections of a page, and results become HTML."""

from __future__ import annotations

import asyncio
import json
import logging
import re

import nbformat
import pytest

from cuentas.serve import execution, kernels
from cuentas.serve.execution import with_heartbeat
from cuentas.serve.journal import DiscreetFormatter
from cuentas.serve.notebook import render_markdown, sections, without_oracles
from cuentas.serve.security import content_security_policy
from cuentas.serve.texts import page_trouble
from serve.tiny_course import CELLS, notebook


def test_oracles_are_gone_and_nothing_else_is():
    before = notebook(CELLS)
    kept = [cell.id for cell in before.cells if cell.id != "m1-oraculo"]
    assert [cell.id for cell in without_oracles(None, notebook=before, cwd="").cells] == kept


def test_cells_are_grouped_by_what_comes_before_the_dash():
    found = sections(without_oracles(None, notebook(CELLS)))
    assert [section.id for section in found] == ["portada", "objetivos", "m1", "quiz", "acto"]
    assert [section.id for section in found if section.is_moment] == ["m1"]


def test_headings_that_repeat_keep_ids_apart():
    first = render_markdown("### Observa\n\n### Observa", "m1-conversa")
    second = render_markdown("### Observa", "m2-conversa")
    ids = re.findall(r'id="([^"]+)"', first + second)
    assert ids == ["m1-conversa-t1", "m1-conversa-t2", "m2-conversa-t1"]
    assert "anchor-link" not in first


def output(kind, **content):
    return nbformat.v4.new_output(kind, **content)


def test_a_widget_is_handed_to_the_page_script_without_closing_its_element():
    data = {execution.WIDGET_MIME: {"model_id": "abc"}, "text/plain": "</script><b>"}
    html = str(execution._output(output("display_data", data=data)))
    inner = re.fullmatch(
        r'<script type="application/vnd.voila.cell-output\+json">(.*)</script>', html
    )
    assert "<" not in inner[1]
    assert json.loads(inner[1])["data"][execution.WIDGET_MIME]["model_id"] == "abc"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (output("stream", name="stderr", text="Warning: cuidado"), ""),
        (output("error", ename="ValueError", evalue="x", traceback=["Traceback"]), ""),
        (output("stream", name="stdout", text="2 < 3"), '<pre class="cc-plain">2 &lt; 3</pre>'),
        (
            output("display_data", data={"text/html": "<b>84</b>", "text/plain": "objeto"}),
            '<div class="cc-html"><b>84</b></div>',
        ),
    ],
)
def test_outputs_say_nothing_to_programmers(given, expected):
    assert str(execution._output(given)) == expected


def test_a_slow_cell_keeps_the_connection_awake():
    async def slow():
        yield "uno"
        await asyncio.sleep(0.25)
        yield "dos"

    async def collect():
        return [snippet async for snippet in with_heartbeat(slow(), 0.1)]

    snippets = asyncio.run(collect())
    assert [snippet for snippet in snippets if snippet] == ["uno", "dos"]
    assert snippets.count(None) >= 1


def test_an_error_of_the_kernel_reaches_whoever_sends_the_page():
    async def broken():
        yield "uno"
        raise execution.KernelUnavailableError

    async def collect():
        return [snippet async for snippet in with_heartbeat(broken(), 1)]

    with pytest.raises(execution.KernelUnavailableError):
        asyncio.run(collect())


def test_a_line_of_the_journal_hides_queries_and_addresses():
    record = logging.makeLogRecord(
        {"msg": "GET /lecciones/x?distrito=180106 (192.168.1.20) ::1 fe80::1:2"}
    )
    line = DiscreetFormatter().format(record)
    assert line == "GET /lecciones/x (···) ··· ···"


def test_a_kernel_gets_the_selection_and_nothing_personal(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONSTARTUP", "/casa/inicio.py")
    given = kernels.kernel_environment("distrito=180106&anio=2023" + "x" * 1000, tmp_path)
    assert given["QUERY_STRING"].startswith("distrito=180106&anio=2023")
    assert len(given["QUERY_STRING"]) == kernels.MAX_QUERY_LENGTH
    assert given["IPYTHONDIR"] == str(tmp_path)
    assert "PYTHONSTARTUP" not in given
    assert all(type(name) is str for name in given)


def test_only_the_python_of_the_course_is_a_kernel():
    assert list(kernels.CourseKernelSpecs().find_kernel_specs()) == ["python3"]


def test_a_kernel_without_page_ends_and_a_dead_one_is_not_replaced():
    settings = kernels.kernel_settings(900)
    assert settings["MappingKernelManager"]["cull_idle_timeout"] == 900
    assert settings["MappingKernelManager"]["cull_connected"] is False
    assert settings["KernelRestarter"]["restart_limit"] == 0


def test_a_strange_host_header_does_not_enter_the_policy():
    assert "connect-src 'self'" in content_security_policy("x; script-src *")
    assert "script-src *" not in content_security_policy("x; script-src *")


@pytest.mark.parametrize(
    ("status", "word"), [(404, "No encontramos"), (500, "no se pudo preparar")]
)
def test_an_error_says_what_happened_and_what_to_do(status, word):
    trouble = page_trouble(status)
    assert word in trouble.title
    assert trouble.advice
