"""The kernel of one learner: it moves the lesson's widgets, and can run no code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager
from ipykernel._version import kernel_protocol_version
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from traitlets import Type

from cuentas.classroom.faults import in_a_line
from cuentas.classroom.kernel import comms
from cuentas.classroom.kernel.protocol import LESSON_VARIABLE, VISIT_TARGET
from cuentas.classroom.kernel.rehearsal import Rehearsal, rehearse

MOST_EVENTS = 5000
_NO_LANGUAGE: dict[str, object] = {
    "name": "none",
    "mimetype": "text/plain",
    "file_extension": "",
}
_COMM_MESSAGES = ("comm_open", "comm_msg", "comm_close")


class LessonKernel(Kernel):
    """Carries messages between the phone and the lesson's widgets, and nothing else.

    It has no shell: a request to run code is an unknown message.
    """

    implementation = "cuentas"
    implementation_version = "1"
    language_info: dict[str, object] = _NO_LANGUAGE
    banner = "Cuentas Claras"
    msg_types = ["kernel_info_request", "comm_info_request", "shutdown_request"]  # noqa: RUF012 - as upstream
    control_msg_types = msg_types

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """A kernel on the comms of this process."""
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.comm_manager: CommManager = comm.get_comm_manager()
        comms.LessonComm.kernel = self  # widgets speak only where a comm has a kernel
        for name in _COMM_MESSAGES:
            self.shell_handlers[name] = getattr(self.comm_manager, name)

    @property
    def kernel_info(self) -> dict[str, object]:
        """What this kernel is. To say whether it has a debugger, ipykernel would import one."""
        return {
            "protocol_version": kernel_protocol_version,
            "implementation": self.implementation,
            "implementation_version": self.implementation_version,
            "language_info": self.language_info,
            "banner": self.banner,
            "help_links": [],
            "supported_features": [],
        }


class LessonKernelApp(IPKernelApp):
    """The sockets of a :class:`LessonKernel`. Reads no settings and leaves no files."""

    kernel_class = Type(LessonKernel)
    outstream_class = None

    def load_config_file(self, *_arguments: object, **_options: object) -> None:
        """The owner's settings are not for lessons."""

    def init_profile_dir(self) -> None:
        """A lesson's kernel has no profile."""

    def init_pdb(self) -> None:
        """Nobody will debug here."""

    def init_control(self, context: Any) -> None:  # noqa: ANN401
        """One thread answers everything of a learner: no subshells."""
        super().init_control(context)  # type: ignore[no-untyped-call]
        self.shell_channel_thread = None

    def init_path(self) -> None:
        """Nothing more will be imported."""


def serve(rehearsal: Rehearsal, connection_file: str, query: str) -> None:
    """Be the kernel of a learner who comes with ``query``, until told to stop."""
    with comms.silence():
        rehearsal.follow(query)
    comm.get_comm_manager().register_target(VISIT_TARGET, partial(_visit, rehearsal))
    app = LessonKernelApp.instance(
        connection_file=connection_file, profile_dir=None, log_level=logging.CRITICAL
    )
    app.initialize([])
    app.start()


def tell_faults_in_a_line(write: Callable[[str], object]) -> None:
    """Log what goes wrong in a control as one line: which error, and where in the code."""
    handler = _OneLine(write)
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)


class _OneLine(logging.Handler):
    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._write(f"{os.environ.get(LESSON_VARIABLE, '')}: {in_a_line(error)}\n")


def _visit(rehearsal: Rehearsal, line: BaseComm, opening: dict[str, Any]) -> None:
    """A phone comes back: play what it did before, without a word, and tell how it went."""
    told = opening["content"]["data"].get("events")
    events = told[:MOST_EVENTS] if isinstance(told, list) else []
    with comms.silence() as withheld:
        played = sum(_play(rehearsal, event, withheld) for event in events)
    line.send({"replayed": played, "skipped": len(events) - played, "states": withheld.states()})


def _play(rehearsal: Rehearsal, event: object, withheld: comms.Withheld) -> bool:
    """Do once more what the learner did; whether it could be done.

    An event without a widget's name takes the choice of an address: that of the page, when
    the learner comes from another lesson with another district.
    """
    try:
        match event:
            case ["", {"method": "follow", "query": str(query)}]:
                rehearsal.follow(query)
            case [str(name), {"method": "update" | "custom"} as data]:
                twin = comm.get_comm_manager().comms[name]
                twin.handle_msg({"content": {"comm_id": name, "data": data}, "buffers": []})
                withheld.note(name, "comm_msg", data)
            case _:
                return False
    except Exception:
        logging.getLogger(__name__).exception("un paso repetido falló")
        return False
    return True


def main() -> None:
    """A kernel by itself, where this machine cannot fork: it rehearses and then serves.

    The connection file is the only argument; the lesson, its region and the query come in
    the environment.
    """
    tell_faults_in_a_line(sys.stderr.write)
    rehearsal = rehearse(os.environ[LESSON_VARIABLE])
    serve(rehearsal, sys.argv[1], os.environ.get("QUERY_STRING", ""))


if __name__ == "__main__":
    main()
