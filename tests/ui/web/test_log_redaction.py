"""What failed is logged by kind and place, never by what it held."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ui.web import log_redaction

ROOT = Path(__file__).resolve().parents[3]
NAME = "Zephyrine Quillfeather"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """Records made as the dashboard makes them."""
    before = logging.getLogRecordFactory()
    hooks = {"excepthook": sys.excepthook}
    log_redaction.without_values()
    yield caplog
    logging.setLogRecordFactory(before)
    sys.excepthook = hooks["excepthook"]


def _conversion_error() -> duckdb.Error:
    try:
        duckdb.sql(f"select cast('{NAME}' as integer)").fetchall()
    except duckdb.Error as fault:
        return fault
    raise AssertionError("a name is no number")


def test_a_fault_that_quotes_a_value_is_logged_without_it(logged: pytest.LogCaptureFixture) -> None:
    fault = _conversion_error()
    assert NAME in str(fault)
    logging.getLogger("any").error("It failed", exc_info=fault)
    logging.getLogger("any").error("It failed: %s", fault)
    logging.getLogger("any").error("It failed: %(why)s", {"why": fault})
    logging.getLogger("any").error(fault)
    assert NAME not in logged.text
    assert logged.text.count("ConversionException at test_log_redaction.py:") == 4


def test_what_a_fault_arose_from_is_told_without_values_too(logged: pytest.LogCaptureFixture) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as first:
            raise ValueError(NAME) from first
    except ValueError:
        logging.getLogger("any").exception("It failed")
    assert NAME not in logged.text
    assert "ValueError at test_log_redaction.py:" in logged.text
    assert ", after KeyError at test_log_redaction.py:" in logged.text


def test_what_no_fault_is_about_is_logged_as_it_is(logged: pytest.LogCaptureFixture) -> None:
    logging.getLogger("any").warning("%d of %s", 3, "four")
    assert "3 of four" in logged.text


@pytest.mark.parametrize("raised", ["raise ValueError(name)", "threading.Thread(target=lambda: {}[name]).start()"])
def test_a_program_that_ends_by_a_fault_prints_no_value(raised: str) -> None:
    begin = "import sys, threading; from ui.web import log_redaction; log_redaction.without_values(); "
    code = f"{begin}name = sys.argv[1]; {raised}"
    ended = subprocess.run([sys.executable, "-c", code, NAME], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Error at " in ended.stderr
    assert NAME not in ended.stderr
