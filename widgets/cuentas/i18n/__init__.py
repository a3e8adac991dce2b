"""Languages: the catalogues of what people read, and how numbers and dates are written."""

from cuentas.i18n.catalogue import language, plural, teach_libraries, text

__all__ = ["language", "plural", "teach_libraries", "text"]
