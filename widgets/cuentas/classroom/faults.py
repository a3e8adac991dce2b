"""What went wrong in the code, as one line for the journal."""

from __future__ import annotations

from pathlib import Path


def in_a_line(error: BaseException) -> str:
    """Which error, what it says, and where in the code it began."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" ({Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno})" if frame else ""
    return f"{type(error).__name__}: {error}{where}"
