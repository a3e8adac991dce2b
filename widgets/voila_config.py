"""Settings of stock Voilà, installed as ``etc/jupyter/voila.py``: a lesson gets its page."""

from cuentas.classroom.stock_page import dress

c = get_config()  # noqa: F821 - Jupyter gives it to its settings files
c.VoilaConfiguration.prelaunch_hook = dress
