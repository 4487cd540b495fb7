"""What the pages show of a metric is what the command line prints for the same filters."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from sixty_people import DAY, FILTERS, sixty_people

from company import publish
from metrics import __main__ as command_line
from metrics import catalogue
from metrics.scope import Scope
from ui.components import download_files
from ui.datasource import generation as generation_source
from ui.datasource import metric_cache
from ui.permissions import viewer_scope
from ui.views.explore import cli_command

SMALL = {"draws": "50"}  # enough to tell two answers apart


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    of = publish(sixty_people(), tmp_path_factory.mktemp("company"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation_source, "current", lambda: generation_source.GenerationRef(*of))
        yield of


def _printed(line: str, out: Path) -> bytes:
    assert command_line.main([*shlex.split(line)[3:], "--out", str(out)]) == 0
    return out.read_bytes()


@pytest.mark.parametrize("filtered", [False, True], ids=["everyone", "filtered"])
@pytest.mark.parametrize("name", catalogue.names())
def test_page_and_command_line_say_the_same(
    generation: tuple[str, str], tmp_path: Path, name: str, filtered: bool
) -> None:
    entry = catalogue.entry(name)
    options = {option.name: SMALL[option.name] for option in entry.options if option.name in SMALL}
    scope = viewer_scope.applicable(name, Scope(DAY, where=FILTERS if filtered else ()))
    for by in ((), entry.groups[-2:]) if entry.groups else ((),):
        shown = metric_cache.metric(name, scope, by, **options)
        line = cli_command.line(name, Scope(DAY, by=by, where=scope.where), options, folder=Path(generation[0]))
        assert download_files.csv(shown) == _printed(line, tmp_path / "printed.csv")
