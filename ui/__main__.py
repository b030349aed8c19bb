"""Opens the app: `python -m ui`, with any option of `streamlit run`; while the browser loads, so does what it will show."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Thread

from streamlit import runtime
from streamlit.web import cli

APP = Path(__file__).parent.parent / "app.py"
_LONGEST_WAIT = 60.0


def main() -> None:
    """Start the server with the app, and make ready beside it."""
    Thread(target=_make_ready, daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


def _make_ready() -> None:
    """Load what the first page needs as soon as the server listens: the browser is still fetching its own files then.

    What goes wrong here goes wrong again on the page, where it is said.
    """
    waited_until = time.monotonic() + _LONGEST_WAIT
    while not runtime.exists() and time.monotonic() < waited_until:
        time.sleep(0.01)
    from scenarios.standing import stand
    from ui import cached, state
    from ui.components import frame, trace  # noqa: F401 - what app.py shows round each page

    analysis = stand(cached.shipped(state.FIRST_CASE)).analysis

    from exports import charts

    if analysis:
        charts.cash_flow(analysis.appraisal)


if __name__ == "__main__":
    main()
