"""A server that pretends: it speaks as ours does, with faults on request, in a few lines.

With it the generator itself is tested: what a server does wrong must be seen and counted.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)

from bench.wire import SUBPROTOCOL, VISIT_TARGET, Json

YEARS = ["2021", "2022", "2023", "2024"]
VISIT = {"lesson": "l", "version": "1", "query": "", "visits": "/visitas"}
PAGE = """<script type="application/json" id="cc-visit">{visit}</script>
<script type="application/vnd.jupyter.widget-state+json">{states}</script>"""
STOCK_PAGE = (
    '<script id="jupyter-config-data" type="application/json">{{"kernelId":"{kernel}"}}</script>'
)


def figure(year: str) -> str:
    """What the one figure shows."""
    return f"<p>En {year}</p><svg></svg>"


@dataclass
class Pretender:
    """How it behaves, and what learners did to it."""

    stock: bool = False
    full_times: int = 0
    wrong_after: int = 10**6
    silent_after: int = 10**6
    hangs_up_after: int = 10**6
    forgets: bool = False
    stranger: bool = False
    page_status: int = 200
    changes: int = 0
    visits: list[Json] = field(default_factory=list)
    kernels: dict[str, Json] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    not_modified: int = 0
    busy: asyncio.Event = field(default_factory=asyncio.Event)
    """Set after sixty changes."""

    def states(self, year: str) -> Json:
        """Two models: a year and its figure."""
        choice = {"_options_labels": YEARS, "index": YEARS.index(year)}
        return {
            "year": _model("DropdownModel", choice),
            "figure": _model("HTMLModel", {"value": figure(year)}),
        }

    def application(self) -> web.Application:
        """Its addresses."""
        application = web.Application()
        application.router.add_get("/l", self._page)
        application.router.add_post("/visitas", self._visit)
        application.router.add_get("/api/kernels/{kernel}", self._lives)
        application.router.add_get("/api/kernels/{kernel}/channels", self._channels)
        application.router.add_post("/voila/api/shutdown/{kernel}", self._end)
        return application

    async def _page(self, request: web.Request) -> web.Response:
        self.sources.add(request.remote or "")
        if request.headers.get("If-None-Match") == '"1"':
            self.not_modified += 1
            return web.Response(status=304, headers={"ETag": '"1"'})
        if self.stock:
            text = STOCK_PAGE.format(kernel=self._new_kernel())
            return web.Response(text=text, content_type="text/html")
        states = {"state": self.states("2023")}
        text = PAGE.format(visit=json.dumps(VISIT), states=json.dumps(states))
        headers = {"ETag": '"1"'}
        return web.Response(
            text=text, status=self.page_status, content_type="text/html", headers=headers
        )

    async def _visit(self, request: web.Request) -> web.Response:
        self.visits.append(await request.json())
        if len(self.visits) <= self.full_times:
            full = {"error": "lleno", "turn": 1, "retry_seconds": 0.01, "ticket": "t7"}
            return web.json_response(full, status=503)
        return web.json_response({"kernel": self._new_kernel()}, status=201)

    def _new_kernel(self) -> str:
        kernel = str(uuid4())
        self.kernels[kernel] = {"year": "2023"}
        return kernel

    async def _lives(self, request: web.Request) -> web.Response:
        return web.Response(status=200 if request.match_info["kernel"] in self.kernels else 404)

    async def _end(self, request: web.Request) -> web.Response:
        self.ended.append(request.match_info["kernel"])
        return web.Response(status=204)

    async def _channels(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=(SUBPROTOCOL,))
        await socket.prepare(request)
        kernel = self.kernels[request.match_info["kernel"]]
        async for frame in socket:
            if frame.type is WSMsgType.BINARY:
                await self._answer(socket, kernel, frame.data)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, kernel: Json, frame: bytes) -> None:
        _channel, parts = deserialize_msg_from_ws_v1(frame)
        header, _parent, _metadata, content = (json.loads(part) for part in parts[:4])
        parent = {**header, "session": "other"} if self.stranger else header
        for kind, told in self._told(kernel, header["msg_type"], content):
            await socket.send_bytes(_frame(kind, parent, told))
        if self.changes > self.hangs_up_after:
            self.hangs_up_after = 10**6
            await socket.close(code=1011)

    def _told(self, kernel: Json, kind: str, content: Json) -> list[tuple[str, Json]]:
        """The messages that answer one message."""
        idle = ("status", {"execution_state": "idle"})
        if kind == "kernel_info_request":
            return [("kernel_info_reply", {}), idle]
        data = content.get("data", {})
        if kind == "comm_open" and content["target_name"] == VISIT_TARGET:
            for _model, sent in data["events"]:
                self._choose(kernel, sent["state"])
            told = {"replayed": len(data["events"]), "states": self._remembered(kernel)}
            return [_comm(content["comm_id"], told), idle]
        if data.get("method") == "request_states":
            states = self._remembered(kernel)
            return [_comm(content["comm_id"], {"method": "update_states", "states": states}), idle]
        return [*self._changed(kernel, data), idle] if data.get("method") == "update" else [idle]

    def _remembered(self, kernel: Json) -> Json:
        return self.states("2023" if self.forgets else kernel["year"])

    def _changed(self, kernel: Json, data: Json) -> list[tuple[str, Json]]:
        self.changes += 1
        if self.changes == 60:
            self.busy.set()
        self._choose(kernel, data["state"])
        if self.changes > self.silent_after:
            return []
        shown = "1999" if self.changes > self.wrong_after else kernel["year"]
        return [_comm("figure", {"method": "update", "state": {"value": figure(shown)}})]

    @staticmethod
    def _choose(kernel: Json, state: Json) -> None:
        kernel["year"] = YEARS[state["index"]]


@asynccontextmanager
async def pretending(pretender: Pretender) -> AsyncIterator[str]:
    """The address of a pretender that serves on loopback."""
    runner = web.AppRunner(pretender.application(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)


def _model(name: str, state: Json) -> Json:
    return {"model_name": name, "state": state}


def _comm(comm: str, data: Json) -> tuple[str, Json]:
    return "comm_msg", {"comm_id": comm, "data": data}


def _frame(kind: str, parent: Json, content: Any) -> bytes:
    parts = ({"msg_type": kind, "msg_id": uuid4().hex}, parent, {}, content)
    return serialize_msg_to_ws_v1([json.dumps(part).encode() for part in parts], "iopub")
