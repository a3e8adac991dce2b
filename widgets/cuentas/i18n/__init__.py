"""Languages: the catalogues of what people read, and how numbers and dates are written."""

from cuentas.i18n.catalogue import plural, teach_libraries, text

__all__ = ["plural", "teach_libraries", "text"]
