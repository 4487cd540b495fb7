"""The default sample company, written once for all tests of it."""

from __future__ import annotations

import pandas as pd
import pytest
from sample_exports import Exports, read

from sample_data import company


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    files = company.write(tmp_path_factory.mktemp("sample"))
    named = {path.name: path for path in files}
    rosters = {
        pd.Timestamp(name[14:24]): read(path, "Hire Date", "Termination Date", "Date of Birth")
        for name, path in named.items()
        if name.startswith("Worker_Roster")
    }
    return Exports(
        files,
        rosters,
        read(named["PS_JOB_History.csv"], "EFFDT"),
        read(named["Internal_Offers.csv"], "Offer Date", "Decision Date"),
        read(named["Learning_and_Growth.csv"], "Training Date"),
        read(named["Critical_Roles.xlsx"]),
        read(named["Succession_Plan.xlsx"]),
    )
