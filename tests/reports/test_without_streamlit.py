"""Whatever a report needs of viewers, figures and sentences can be had where Streamlit cannot."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from data_loaders.sample import make_sample

ROOT = Path(__file__).resolve().parents[2]

REPORT = """
import sys
from datetime import date
from pathlib import Path

sys.modules["streamlit"] = None  # importing it now raises ImportError

import reports, engines
from data_loaders.privacy.grants import Grant
from data_loaders.store.generations import Store
from metrics.disclosure_control import mask
from metrics import viewer_exclusion
from metrics.scope import Scope
from ui.permissions import permitted_figures, person_visibility, viewer, viewer_scope
from ui.text import (
    forecast_sentences, growth_sentences, headlines, labels, ladder_verdicts, markdown, refusal_sentences,
    retention_sentences, sentences,
)

folder, role, employee_id = sys.argv[1:]
who = viewer.of(Grant("board@example.com", role, employee_id=employee_id or None))
store = Store(Path(folder))
name = store.current()
cur = store.open(name).cursor()
may_show = mask.build(cur, bases=["roles", "nominations"]) if who.masked else None
if who.employee_id:
    viewer_exclusion.leave_out(cur, who.employee_id)
scope = Scope(date(2026, 6, 30))


def figures(metric, by=()):
    frame = permitted_figures.compute(cur, may_show, metric, viewer_scope.asked(metric, scope, by, who))
    return person_visibility.shown(frame, who, lambda: person_visibility.units(cur), b"key")


if who.masked:
    print(sentences.bench(figures("bench_strength")))
    units = figures("bench_strength", "business_unit")
    print("hidden:", units["covered"].isna().sum() > 0)
    try:
        figures("refusals_on_bench")
    except mask.NotMasked as why:
        print(why)
    sys.exit()
strength, coverage = figures("bench_strength"), figures("successor_coverage")
rate, gap = figures("retention_rate", "track"), figures("retention_gap")
refusals = figures("promotion_refusals", "offered_track")
print(labels.window(scope))
print(sentences.bench(strength))
print(sentences.cover(coverage))
print(retention_sentences.retention(rate, gap, scope))
print(refusal_sentences.refusals(refusals))
print(growth_sentences.answer(figures("growth_coverage"), figures("growth_and_retention")))
print(ladder_verdicts.sentence([ladder_verdicts.reach(figures("ladder_ceiling")), ladder_verdicts.stay(gap)]))
for headline in headlines.HEADLINES:
    row = headlines.row(headline, figures(headline.metric, headline.by or ()).to_dict("records"))
    print(headline.title, row and row[headline.share])
print("persons:", sorted(set("; ".join(figures("refusals_on_bench")["said_no_ids"]).split("; ")) - {""})[:1])
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "sample"
    make_sample(folder, people=600, seed=7, loaded_at=datetime(2026, 7, 2, 9).astimezone())
    return folder


def report(folder: Path, role: str, employee_id: str = "") -> str:
    command = [sys.executable, "-c", REPORT, str(folder), role, employee_id]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\u00a0", " ")


def test_the_sentences_of_every_page_can_be_made_without_streamlit(sample: Path) -> None:
    lines = report(sample, "hr").splitlines()
    assert lines[0] == "12 months to 30 June 2026"
    starts = (
        "On paper 10 of 12",
        "10 of 12 critical",
        "Over 12 months 86 % ",
        "20 of 35 said no",
        "62 % of people",
        "The expert",
    )
    for line, start in zip(lines[1:], starts, strict=False):
        assert line.startswith(start)
    assert "Roles with two or more ready 0.5" in lines
    assert lines[-1] == "persons: ['00001353']"


def test_nobody_reads_there_what_is_said_of_themselves(sample: Path) -> None:
    assert "00001353" not in report(sample, "hr", "00001353")


def test_an_executive_gets_the_masked_figures_there_and_no_person(sample: Path) -> None:
    sentence, hidden, refused = report(sample, "executive").splitlines()
    assert sentence.startswith("On paper 10 of 12 critical roles have a successor.")
    assert hidden == "hidden: True"
    assert refused == "This speaks of single persons. It is shown to those who may see persons."
