"""How the facilitator's guide is built: Spanish, offline, from the lessons' own files."""

from __future__ import annotations

project = "Cuentas Claras: guía de quien facilita"
author = "Cuentas Claras"
copyright = "Cuentas Claras, CC BY 4.0"
language = "es"

extensions = ["myst_parser", "cuentas.authoring.guide"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Cuentas Claras · guía de quien facilita"
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["guide.css"]
