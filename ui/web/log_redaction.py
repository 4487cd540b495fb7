"""Log records without values: the kind of a fault and its place in the program, never its message.

The message of a fault quotes the value that caused it, which may be somebody's name or pay.
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
    """Install the redaction: from then on, no log record or final traceback of this process has a fault's message."""
    if not isinstance(logging.getLogRecordFactory(), _Factory):
        logging.setLogRecordFactory(_Factory())
    config.set_option("logger.enableRich", False)  # it prints a fault past every logger
    sys.excepthook = lambda _, fault, __: _print_fault(fault)
    threading.excepthook = lambda arguments: _print_fault(arguments.exc_value)


class _Factory:
    """A log record factory that wraps the previous one and reduces every fault in a record to its kind and place."""

    def __init__(self) -> None:
        self._made = logging.getLogRecordFactory()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._made(*args, **kwargs)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_message, record.args))
        elif isinstance(record.args, Mapping):
            record.args = {name: _without_message(value) for name, value in record.args.items()}
        record.msg = _without_message(record.msg)
        if fault := _fault(record.exc_info):
            record.msg, record.args = f"{record.getMessage()}: {told(fault)}", ()
        record.exc_info = record.exc_text = None
        return record


def _without_message(value: object) -> Any:
    return told(value) if isinstance(value, BaseException) else value


def told(fault: BaseException) -> str:
    """`KeyError at overview.py:12, data.py:88`, and the same for its cause."""
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    cause_text = f", after {told(cause)}" if cause is not None else ""
    return f"{type(fault).__name__} at {storage_errors.code_location(fault)}{cause_text}"


def _fault(exc_info: object) -> BaseException | None:
    if isinstance(exc_info, tuple):
        return exc_info[1] if len(exc_info) == 3 and isinstance(exc_info[1], BaseException) else None
    if isinstance(exc_info, BaseException):
        return exc_info
    return sys.exc_info()[1] if exc_info else None


def _print_fault(fault: BaseException | None) -> None:
    if isinstance(fault, KeyboardInterrupt) or fault is None:
        return
    print(told(fault), file=sys.stderr)
