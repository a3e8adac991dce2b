"""What this server does not give, and does not do for anybody."""

from __future__ import annotations

import asyncio
import json
import re
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

from serve.tiny_course import FIRST

CLOSED = (
    "nada",
    "lecciones/no_existe",
    "lecciones/../course.toml",
    f"lecciones/{FIRST}/lesson.ipynb",
    "lecciones/..%2F..%2Fetc%2Fpasswd",
    "estatico/../run.py",
    "estatico/%2e%2e/run.py",
    "estatico/run.py",
    "voila/tree",
    "voila/tree/",
    f"voila/render/{FIRST}/lesson.ipynb",
    f"voila/files/{FIRST}/lesson.toml",
    "voila/api/contents/",
    "voila/templates/lab/static/voila.js",
    "voila/static/../../../../../etc/passwd",
    "voila/labextensions/jupyterlab_pygments/package.json",
    "api/kernels",
    "api/contents",
    "api/terminals",
    "login",
    "files/lessons/course.toml",
)


@pytest.mark.parametrize("path", CLOSED)
def test_other_addresses_are_a_page_in_spanish_that_shows_the_way(server, path):
    status, _headers, html = server.get(path)
    assert status == 404
    assert "No encontramos esta página" in html
    assert "Ir al inicio" in html


@pytest.mark.parametrize("option", ["template=lab", "theme=dark", "voila-template=lab"])
def test_the_address_cannot_change_the_template(server, option):
    html = server.get(f"lecciones/{FIRST}?{option}")[2]
    assert "jsdelivr" not in html
    assert "cc-has-lesson" in html


def kernel_of(html):
    return re.search(r'"kernelId": "([\w-]+)"', html)[1]


def request_to_run(code):
    header = {
        "msg_id": uuid4().hex,
        "msg_type": "execute_request",
        "session": "x",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }


async def answers_to(address, message, seconds):
    connection = await websocket_connect(address)
    await connection.write_message(json.dumps(message))
    kinds = []
    try:
        while True:
            answer = await asyncio.wait_for(connection.read_message(), seconds)
            kinds.append(json.loads(answer)["header"]["msg_type"])
    except TimeoutError:
        return kinds
    finally:
        connection.close()


def test_nobody_runs_code_in_a_kernel(server, tmp_path):
    kernel = kernel_of(server.get(f"lecciones/{FIRST}")[2])
    trace = tmp_path / "corrió"
    address = f"{server.address.replace('http', 'ws')}api/kernels/{kernel}/channels"
    kinds = asyncio.run(answers_to(address, request_to_run(f"open({str(trace)!r}, 'w')"), 2))
    assert "execute_reply" not in kinds
    assert not trace.exists()


def test_a_page_of_another_site_cannot_open_a_kernel_channel(server):
    from tornado.httpclient import HTTPRequest  # noqa: PLC0415 - only here

    kernel = kernel_of(server.get(f"lecciones/{FIRST}")[2])
    address = f"{server.address.replace('http', 'ws')}api/kernels/{kernel}/channels"
    request = HTTPRequest(address, headers={"Origin": "http://otro.example"})

    async def connect():
        await websocket_connect(request)

    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connect())


def test_a_kernel_ends_when_its_page_says_goodbye(server):
    kernel = kernel_of(server.get(f"lecciones/{FIRST}")[2])
    assert server.get(f"api/kernels/{kernel}")[0] == 200
    assert server.get(f"voila/api/shutdown/{kernel}", method="POST")[0] == 204
    assert server.get(f"api/kernels/{kernel}")[0] == 404
