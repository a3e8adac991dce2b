"""Running a lesson's cells one after another and turning their results into HTML."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from jupyter_client.manager import KernelManager
from markupsafe import Markup, escape
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from voila.execute import VoilaExecutor

from cuentas.serve.journal import logger
from cuentas.serve.notebook import SETUP_CELL, render_markdown

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120
STARTUP_SECONDS = 120
_STREAMED_OUTPUT = "application/vnd.voila.cell-output+json"


class KernelUnavailableError(RuntimeError):
    """The kernel did not start, died, or could not run the lesson's first cell."""


async def results(
    notebook: NotebookNode, manager: KernelManager, name: str
) -> AsyncIterator[Markup]:
    """The result of each code cell as soon as it is known.

    A cell that fails is replaced by a mark, and the others still run: in a lesson every
    cell stands on the first one only.

    Args:
        notebook: the lesson, without oracle cells.
        manager: the kernel's manager.
        name: the lesson's name, for the server's journal.

    Raises:
        KernelUnavailableError: nothing more can be run.
    """
    executor = VoilaExecutor(
        notebook, km=manager, timeout=CELL_SECONDS, startup_timeout=STARTUP_SECONDS
    )
    try:
        executor.kc = await executor.async_start_new_kernel_client()
    except Exception as error:
        raise KernelUnavailableError(f"{name}: el núcleo no arrancó: {error}") from error
    try:
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                yield await _result(executor, cell, index, name)
    finally:
        executor.kc.stop_channels()


async def with_heartbeat(
    snippets: AsyncIterator[Markup], seconds: float
) -> AsyncIterator[Markup | None]:
    """The same snippets, and ``None`` whenever ``seconds`` pass without one.

    Proxies and phones close a connection on which nothing travels.
    """
    following = asyncio.ensure_future(anext(snippets, None))
    try:
        while True:
            done, _pending = await asyncio.wait({following}, timeout=seconds)
            if not done:
                yield None
                continue
            snippet = following.result()
            if snippet is None:
                return
            yield snippet
            following = asyncio.ensure_future(anext(snippets, None))
    finally:
        following.cancel()


async def _result(executor: VoilaExecutor, cell: NotebookNode, index: int, name: str) -> Markup:
    cell.outputs = []
    try:
        await executor.execute_cell(cell, None, index, store_history=False)
    except (CellExecutionError, CellTimeoutError) as error:
        logger().error("%s, celda %s: %s", name, cell.id, error)
        if cell.id == SETUP_CELL:
            raise KernelUnavailableError(f"{name}: falló la celda {SETUP_CELL}") from error
        return _snippet(cell.id, Markup(), failed=True)
    except RuntimeError as error:
        raise KernelUnavailableError(f"{name}: el núcleo se detuvo: {error}") from error
    return _snippet(cell.id, Markup().join(map(_output, cell.outputs)), failed=False)


def _snippet(cell_id: str, html: Markup, *, failed: bool) -> Markup:
    """A result in a ``<template>``, then a mark that tells the page it arrived whole."""
    return Markup(
        '<template data-result="{id}">{html}</template>'
        '<span hidden data-arrived="{id}" data-failed="{failed}"></span>\n'
    ).format(id=cell_id, html=html, failed="yes" if failed else "")


def _output(output: NotebookNode) -> Markup:
    """One output of a cell. What Python says to programmers (errors, warnings) is left out."""
    if output.output_type == "stream":
        return Markup() if output.name == "stderr" else _plain(output.text)
    data = output.get("data", {})
    if WIDGET_MIME in data:
        return _widget(output)
    if "text/html" in data:
        return Markup('<div class="cc-html">{}</div>').format(_trusted(data["text/html"]))
    if "text/markdown" in data:
        return render_markdown(data["text/markdown"], "salida")
    return _plain(data["text/plain"]) if "text/plain" in data else Markup()


def _widget(output: NotebookNode) -> Markup:
    """The form in which Voilà's page script looks for widgets to draw."""
    content = json.dumps(output | {"trusted": True}).replace("<", "\\u003c")
    return Markup('<script type="{}">{}</script>').format(_STREAMED_OUTPUT, _trusted(content))


def _plain(text: str) -> Markup:
    return Markup('<pre class="cc-plain">{}</pre>').format(escape(text))


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - produced by the lesson's own cells, on this server
