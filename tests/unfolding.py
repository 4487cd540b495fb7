"""Open every fold of a page, as what is in a fold is worked out when it is opened."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def unfolded(app: AppTest) -> AppTest:
    """The page once more, with every fold open."""
    for fold in app.expander:
        if fold.key:
            app.session_state[fold.key] = True
    return app.run()
