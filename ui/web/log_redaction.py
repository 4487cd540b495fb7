"""What this program logs: that something failed, what kind of fault, and where in the program. Never what it held.

The message of a fault quotes the value it stumbled over, which may be somebody's name or pay.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Mapping
from typing import Any

from streamlit import config

from data_loaders import storage_errors


def without_values() -> None:
    """From now on nothing that this process logs, or prints where it ends, holds the message of a fault."""
    if not isinstance(logging.getLogRecordFactory(), _Factory):
        logging.setLogRecordFactory(_Factory())
    config.set_option("logger.enableRich", False)  # it prints a fault past every logger
    sys.excepthook = lambda _, fault, __: _print(fault)
    threading.excepthook = lambda given: _print(given.exc_value)


class _Factory:
    """Makes log records as the one before it did, with any fault in them told by kind and place alone."""

    def __init__(self) -> None:
        self._made = logging.getLogRecordFactory()

    def __call__(self, *given: Any, **named: Any) -> logging.LogRecord:
        record = self._made(*given, **named)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_message, record.args))
        elif isinstance(record.args, Mapping):
            record.args = {name: _without_message(one) for name, one in record.args.items()}
        record.msg = _without_message(record.msg)
        if fault := _fault(record.exc_info):
            record.msg, record.args = f"{record.getMessage()}: {told(fault)}", ()
        record.exc_info = record.exc_text = None
        return record


def _without_message(said: object) -> Any:
    return told(said) if isinstance(said, BaseException) else said


def told(fault: BaseException) -> str:
    """`KeyError at overview.py:12, data.py:88`, with what it arose from."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    arose = f", after {told(before)}" if before is not None else ""
    return f"{type(fault).__name__} at {storage_errors.code_location(fault)}{arose}"


def _fault(given: object) -> BaseException | None:
    if isinstance(given, tuple):
        return given[1] if len(given) == 3 and isinstance(given[1], BaseException) else None
    if isinstance(given, BaseException):
        return given
    return sys.exc_info()[1] if given else None


def _print(fault: BaseException | None) -> None:
    if isinstance(fault, KeyboardInterrupt) or fault is None:
        return
    print(told(fault), file=sys.stderr)
