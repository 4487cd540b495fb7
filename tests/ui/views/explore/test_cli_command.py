"""The command beside a figure is read by the command line as what was asked."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest

from metrics import __main__ as command_line
from metrics.scope import Scope
from ui.views.explore import cli_command

DAY = date(2026, 6, 30)


def parsed(text: str) -> tuple[Scope, dict[str, str], int, int]:
    python, _, module, *words = shlex.split(text)
    assert (python, module) == ("python", "metrics")
    asked = command_line._parser().parse_args(words)
    scope = Scope(asked.as_of, asked.months, tuple(asked.by), tuple(asked.where))
    return scope, dict(asked.option), asked.trend, asked.min_group


@pytest.mark.parametrize(
    "scope",
    [
        Scope(DAY),
        Scope(DAY, months=24, by=("business_unit", "track")),
        Scope(
            DAY, where=(("business_unit", ("Legal, Risk", 'The "Lab"', "Bob's; rm -rf $HOME")), ("job_level", ("4",)))
        ),
    ],
)
def test_it_is_read_back_as_the_scope_it_was_made_from(scope: Scope) -> None:
    assert parsed(cli_command.line("retention_rate", scope, {}))[0] == scope


def test_options_trend_and_the_smallest_group_are_read_back() -> None:
    text = cli_command.line("retention_rate", Scope(DAY), {"exits": "voluntary"}, trend=4, min_group=5)
    assert parsed(text)[1:] == ({"exits": "voluntary"}, 4, 5)


def test_the_folder_is_named_where_it_is_not_the_usual_one() -> None:
    assert "--data" not in cli_command.line("asked", Scope(DAY), {}, folder=Path("/app/data/company"))
    assert cli_command.line("asked", Scope(DAY), {}, folder=Path("data/my sample")).endswith("--data 'data/my sample'")
