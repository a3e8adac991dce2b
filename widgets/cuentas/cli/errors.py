"""Errors as sentences. Loaded only when something failed: most of their rooms are slow to load."""

from __future__ import annotations

import errno

from cuentas.authoring.figures import FigureError
from cuentas.authoring.notebook import NotebookError
from cuentas.course import CourseError
from cuentas.data.tables import DatasetError
from cuentas.home import HomeNotFoundError
from cuentas.i18n import text as _

KNOWN_ERRORS = (CourseError, DatasetError, FigureError, HomeNotFoundError, NotebookError)
"""Errors whose message is already a sentence for people."""


def sentence(error: Exception) -> str | None:
    """What a person reads; ``None`` where the error is a fault of the program itself."""
    if isinstance(error, KNOWN_ERRORS):
        return str(error)
    return _of_the_system(error) if isinstance(error, OSError) else None


def _of_the_system(error: OSError) -> str:
    other = _("el sistema no lo permite")
    reasons = {
        FileNotFoundError: _("no existe"),
        PermissionError: _("no tengo permiso"),
        IsADirectoryError: _("es una carpeta"),
    }
    full = _("el disco está lleno. Borra archivos que ya no uses")
    reason = full if error.errno == errno.ENOSPC else reasons.get(type(error), other)
    path = error.filename or _("un archivo")
    return _("No puedo usar {path}: {reason}.").format(path=path, reason=reason)
