"""Makes the data folder of one schema version with the code of its time: `python make_folder.py FOLDER`.

Run in a checkout of that time (README.md says which); it knows what modules were called until version 5 and since.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from data_loaders.__main__ import main

try:
    from data_loaders.edits import company_settings
    from data_loaders.store.generations import Store
except ImportError:  # until version 5
    from data_loaders import choices as company_settings  # type: ignore[attr-defined, no-redef]
    from data_loaders.store import Store  # type: ignore[attr-defined, no-redef]

EXPORTS = Path(__file__).with_name("exports")
LOADS = (
    ("roster_2025-06-30", "job_history"),
    ("roster_2026-06-30", "critical_roles", "successors", "promotion_offers", "growth_activities"),
)


def make(folder: str) -> None:
    """Load the exports, choose a number, grant one access and, where that version can, back all of it up."""
    for names in LOADS:
        run("load", *(str(EXPORTS / f"{name}.csv") for name in names), "--data", folder)
    now = datetime.now().astimezone()
    company_settings.choose(Store(Path(folder)), {"answer_months": 12}, loaded_at=now, loaded_by="hr")
    run("access", "grant", "boss@example.com", "executive", "--data", folder)
    if len(sys.argv) > 2:
        run("backup", str(Path(folder) / "backups" / "company.tar"), "--data", folder)


def run(*arguments: str) -> None:
    """One command; stops where it is refused."""
    if main(list(arguments)):
        raise SystemExit(f"refused: {' '.join(arguments)}")


make(sys.argv[1])
