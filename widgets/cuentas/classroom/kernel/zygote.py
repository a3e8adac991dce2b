"""A process that has everything imported, and becomes each lesson and each kernel by forking.

The server talks to it over a local socket, one line of JSON each way. It never uses threads,
zmq or asyncio itself: only then is a fork as good as a new process.
"""

from __future__ import annotations

import gc
import json
import os
import random
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from cuentas.classroom.faults import in_a_line
from cuentas.classroom.kernel import bounds
from cuentas.classroom.kernel.protocol import Message, receive, send
from cuentas.home import REGION_VARIABLE, current_region, region_slugs

BACKLOG = 256
_REAP_SECONDS = 1.0

Answer = Callable[[Message], Message]


class Forker:
    """Listens at a socket, answers questions, and reaps its children."""

    def __init__(self, listener: socket.socket, lifeline: int, answers: dict[str, Answer]) -> None:
        """Serve ``answers`` (by the question's ``do``) until ``lifeline`` ends."""
        self.listener, self.lifeline, self.answers = listener, lifeline, answers

    def run(self) -> None:
        """Answer one question after another; return when the server is gone."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ)
            selector.register(self.lifeline, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _events in selector.select(_REAP_SECONDS)}
                reap()
                if self.lifeline in ready:
                    return
                if self.listener in ready and not self._serve_one():
                    return

    def _serve_one(self) -> bool:
        connection, _address = self.listener.accept()
        with connection:
            try:
                question = receive(connection)
                if question["do"] == "end":
                    send(connection, {"ended": True})
                    return False
                answer = self.answers[question["do"]](question | {"connection": connection})
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            with suppress(OSError):
                if answer:
                    send(connection, answer)
        return True


def _pong(_question: Message) -> Message:
    return {"here": True}


def reap() -> None:
    """Forget children that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fork(become: Callable[[], object]) -> int:
    """The pid of a child that does ``become`` and ends, whatever happens in it."""
    child = os.fork()
    if not child:
        _end(become)
    return child


def _end(become: Callable[[], object]) -> NoReturn:
    try:
        _as_a_new_process()
        become()
    except BaseException as error:  # noqa: BLE001 - nothing of the parent's code may run here
        sys.stderr.write(f"{in_a_line(error)}\n")
        os._exit(1)
    os._exit(0)


def _as_a_new_process() -> None:
    """What two processes must not have in common."""
    for name in ("SIGINT", "SIGTERM", "SIGCHLD"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def freeze() -> None:
    """Put all that exists now out of the garbage collector's way, so that forks share it."""
    gc.collect()
    gc.freeze()


def listen(path: str) -> socket.socket:
    """A socket at ``path``, for this user only."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    Path(path).chmod(0o600)
    listener.listen(BACKLOG)
    return listener


class Zygote:
    """The first process: it has imported everything, and forks lessons and plain kernels."""

    def __init__(self, path: str, lifeline: int) -> None:
        """Listen at ``path``."""
        self.listener, self.lifeline = listen(path), lifeline

    def run(self) -> None:
        """Prepare, then answer."""
        answers = {
            "lesson": self.lesson,
            "python": self.python,
            "ping": _pong,
        }
        Forker(self.listener, self.lifeline, answers).run()

    def lesson(self, question: Message) -> Message:
        """A child that rehearses a lesson and then forks its kernels; it listens at ``path``."""
        listener = listen(question["path"])
        child = fork(lambda: self._become_lesson(question, listener))
        listener.close()
        return {"pid": child}

    def python(self, question: Message) -> Message:
        """A child that is an ordinary Python kernel with everything imported (for tests)."""

        def become() -> None:
            self.listener.close()
            question["connection"].close()
            _dress(question)
            _run_python_kernel(question["arguments"], self.lifeline)

        return {"pid": fork(become)}

    def _become_lesson(self, question: Message, listener: socket.socket) -> None:
        self.listener.close()
        os.environ[REGION_VARIABLE] = question["region"]
        LessonForker(question["slug"], listener, self.lifeline).run()


class LessonForker:
    """A rehearsed lesson: it draws pages and forks learners' kernels."""

    def __init__(self, slug: str, listener: socket.socket, lifeline: int) -> None:
        """Rehearse ``slug``; questions wait at ``listener`` meanwhile."""
        from cuentas.classroom.kernel.rehearsal import RehearsalError, rehearse  # noqa: PLC0415

        self.listener, self.lifeline = listener, lifeline
        self.rehearsal, self.trouble = None, ""
        try:
            self.rehearsal = rehearse(slug)
        except (RehearsalError, KeyError, OSError) as error:
            self.trouble = str(error) or type(error).__name__
        freeze()

    def run(self) -> None:
        """Answer until the server is gone."""
        Forker(
            self.listener, self.lifeline, {"page": self.page, "kernel": self.kernel, "ping": _pong}
        ).run()

    def page(self, question: Message) -> Message:
        """What a page for ``query`` shows. A child draws it and answers by itself."""
        rehearsal, connection = self._rehearsed(), question["connection"]

        def become() -> None:
            self.listener.close()
            bounds.apply()
            bounds.die_with_the_server(self.lifeline)
            rehearsal.follow(question["query"])
            send(connection, rehearsal.page())

        fork(become)
        return {}

    def kernel(self, question: Message) -> Message:
        """A child that is the kernel of one learner."""
        rehearsal = self._rehearsed()

        def become() -> None:
            self.listener.close()
            question["connection"].close()
            _dress(question)
            _run_lesson_kernel(rehearsal, question, self.lifeline)

        return {"pid": fork(become)}

    def _rehearsed(self) -> Any:  # noqa: ANN401 - its class is imported late
        if self.rehearsal is None:
            raise RuntimeError(self.trouble)
        return self.rehearsal


def _dress(question: Message) -> None:
    """Environment, folder and bounds of a kernel."""
    os.setsid()
    os.environ.update(question.get("environment", {}))
    if question.get("folder"):
        os.chdir(question["folder"])
    bounds.apply()
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)


def _run_lesson_kernel(rehearsal: Any, question: Message, lifeline: int) -> None:  # noqa: ANN401
    from cuentas.classroom.kernel import lesson_kernel  # noqa: PLC0415

    lesson_kernel.tell_faults_in_a_line(sys.stderr.write)
    bounds.die_with_the_server(lifeline)
    lesson_kernel.serve(rehearsal, question["connection_file"], question["query"])


def _run_python_kernel(arguments: list[str], lifeline: int) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    bounds.die_with_the_server(lifeline)
    app = IPKernelApp.instance()
    app.initialize(arguments)
    app.start()


def warm_up(drawings: str) -> None:
    """Import what lessons need, and share what they draw in the folder ``drawings``."""
    import matplotlib as mpl  # noqa: PLC0415
    import tornado.platform.asyncio  # noqa: F401, PLC0415

    mpl.use("Agg")
    from cuentas.classroom.kernel import lesson_kernel, rehearsal  # noqa: F401, PLC0415
    from cuentas.classroom.kernel.drawings import SharedDrawings  # noqa: PLC0415
    from cuentas.lesson import here  # noqa: F401, PLC0415
    from cuentas.view.draw import canvas  # noqa: PLC0415

    canvas.shared_drawings = SharedDrawings(Path(drawings))
    try:
        _draw_once()
    except Exception as error:  # noqa: BLE001 - what lessons lack, each of them will say
        sys.stderr.write(f"{in_a_line(error)}\n")


def _draw_once() -> None:
    """Read the region in use and draw a figure of it: all lessons share what that loads.

    What was read is not kept: each lesson reads the tables as they are when it is rehearsed.
    """
    from cuentas.data.pack import Pack  # noqa: PLC0415
    from cuentas.data.region import region_folder  # noqa: PLC0415
    from cuentas.view.show import budget  # noqa: PLC0415

    if current_region() not in region_slugs():
        return
    own = Pack(region_folder(current_region()))
    place, people = own.region.district(own.region.start_district), own.people
    line = own.line(place.ubigeo, own.region.start_year)
    if line and people:
        _drawn = budget.execution_chain(line, place, own.provenance("budget")).svg


def main() -> None:
    """``python -m cuentas.classroom.kernel.zygote '{"path": …, "lifeline": …, "drawings": …}'``."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    zygote = Zygote(options["path"], options["lifeline"])
    warm_up(options["drawings"])
    freeze()
    zygote.run()


if __name__ == "__main__":
    main()
