"""The sections of the page on pathways: pay, ceilings, moves, new managers, spans, and their messages."""

from __future__ import annotations

import pandas as pd

from charts.formatting import SPACE, interval, known, label, of, percent
from metrics.statistics import confidence_intervals
from ui.components.section import Section
from ui.datasource import metric_cache
from ui.text import ladder_verdicts
from ui.text.labels import plural
from ui.text.sentences import Row, by, clearly

YEAR = 12


def pay(parity: pd.DataFrame) -> str:
    """The number of comparisons (level and currency) in which one track clearly earns more, from `ladder_parity`."""
    rows = ladder_verdicts.comparable(parity)
    if rows.empty:
        return "Too few people at the same level to compare pay"
    # the ratio is managers' pay over experts'
    more, less = int((rows["low"] > 1).sum()), int((rows["high"] < 1).sum())
    clear_counts = [
        f"managers in {of(more, len(rows))}" if more else "",
        f"experts in {of(less, len(rows))}" if less else "",
    ]
    if not more and not less:
        return "No clear difference in pay at any level"
    text = f"{' and '.join(filter(None, clear_counts))} comparisons at the same level earn clearly more"
    return text[:1].upper() + text[1:]


def ceilings(frame: pd.DataFrame) -> str:
    """The number of job families whose expert ladder ends lower, from `ladder_ceiling` by job_family."""
    wide = _ceilings_on_both_tracks(frame)
    if wide.empty:
        return "How high each ladder reaches"
    below, above = int((wide["ic"] < wide["manager"]).sum()), int((wide["ic"] > wide["manager"]).sum())
    if not below and not above:
        return "Both ladders reach as high in every job family"
    if not below:
        return f"The expert ladder reaches higher in {of(above, len(wide))} job families, and nowhere less high"
    return f"The expert ladder ends below the manager ladder in {of(below, len(wide))} job families"


def _ceilings_on_both_tracks(frame: pd.DataFrame) -> pd.DataFrame:
    """The ceilings of the job families that have one on each track."""
    wide = frame.pivot_table(index="job_family", columns="track", values="ceiling", aggfunc="first")
    return wide.reindex(columns=["ic", "manager"]).dropna()


def moves(frame: pd.DataFrame) -> str:
    """The moves one track clearly makes more often, from `career_moves` by track; step-downs have their own section."""
    words = {
        "promotion": "are promoted",
        "lateral": "move sideways",
        "transfer": "are transferred",
    }
    more_often: dict[str, list[str]] = {"Experts": [], "Managers": []}
    comparable_moves = frame[frame["low"].notna() & frame["move"].isin(list(words))]
    for move, rows in comparable_moves.groupby("move", sort=False):
        tracks = by(rows, "track")
        if {"ic", "manager"} <= set(tracks):
            track_name = {1: "Experts", -1: "Managers"}.get(clearly(tracks["ic"], tracks["manager"]))
            if track_name:
                more_often[track_name].append(words[str(move)])
    clauses = [f"{track_name} {' and '.join(verbs)} more often" for track_name, verbs in more_often.items() if verbs]
    if len(clauses) == 2:
        return f"{clauses[0]}, {clauses[1][:1].lower()}{clauses[1][1:]}"
    return clauses[0] if clauses else "No clear difference in how often the two tracks rise or move"


def new_managers(ways: pd.DataFrame) -> str:
    """Whether prepared new managers more often still manage after a year, from `first_time_managers`."""
    rows = by(ways[ways["month"] == YEAR], "prepared")
    if not {"yes", "no"} <= set(rows):
        return "How those fare who manage for the first time"
    prepared, others = rows["yes"], rows["no"]
    shares = f"{percent(prepared['stayed'])} of those prepared and {percent(others['stayed'])} of the others"
    if prepared["low"] > others["high"]:
        return f"New managers who were prepared go on managing more often: {shares} after a year"
    if prepared["high"] < others["low"]:
        return f"New managers who were prepared go on managing less often: {shares} after a year"
    return f"{shares} still manage after a year: no clear difference"


def units_that_go_back(ways: pd.DataFrame) -> str:
    """The unit where clearly more new managers go back than in the middle one.

    From `first_time_managers` by business_unit. The share has no interval of its own, so Wilson's on the people still
    at risk, which is wider, decides what is clear.
    """
    rows = ways[(ways["prepared"] == "all") & (ways["month"] == YEAR) & ways["stepped_down"].notna()]
    if len(rows) < 2:
        return "Who still manages after a year"
    middle = rows["stepped_down"].median()
    apart = [row for row in metric_cache.rows(rows) if _wilson_interval(row, "stepped_down")[0] > middle]
    if not apart:
        return "In no unit do new managers clearly go back more often than in the others"
    worst = max(apart, key=lambda row: float(row["stepped_down"]))
    return f"In {label(worst['business_unit'])} {percent(worst['stepped_down'])} of new managers go back within a year"


def _wilson_interval(row: Row, share: str) -> tuple[float, float]:
    low, high = confidence_intervals.wilson(row[share] * row["at_risk"], row["at_risk"])
    return float(low), float(high)


def step_downs(frame: pd.DataFrame) -> str:
    """How many went back to expert work, after how long, and their retention, from ungrouped `step_downs`."""
    row: Row = next(iter(metric_cache.rows(frame)), {"people": 0})
    if not known(row["people"]) or not row["people"]:
        return "No one is known to have gone back from managing to expert work"
    after = f", after {row['median_years_managing']:.1f} years of managing in the middle"
    first = f"{plural(row['people'], 'person has', 'people have')} gone back from managing to expert work{after}."
    if not known(row["retained_12m"]):
        return f"{first} Too few to tell how many stay"
    share = percent(row["retained_12m"], row["low"], row["high"])
    return f"{first} A year later {share} of them are still here (likely {interval(row['low'], row['high'])})"


def spans(frame: pd.DataFrame) -> str:
    """How many managers have more than ten direct reports, from `span_of_control` by business_unit."""
    managers = int(frame["managers"].sum())
    wide = round((frame["over_10_share"] * frame["managers"]).sum())
    return f"{of(wide, managers)} managers ({wide / managers * 100:.0f}{SPACE}%) lead more than ten people"


STEP_DOWNS = "First change from the manager track to the expert track"
NO_LEVELS = (
    "No level can be compared.",
    "It takes people on both tracks with a job level. Upload them, or widen the filters.",
)
NO_PAY = ("No pay can be compared.", "It takes people on both tracks with a level and a salary. Widen the filters.")
NO_MOVES = ("No move can be seen.", "Upload the job history, or a second roster of another day, or widen the filters.")
FEW = ("Too few new managers to follow.", "It takes ten who went from expert to manager. Widen the filters.")
NO_LINES = ("No reporting lines are on record.", "Upload a roster with a column Manager ID, or widen the filters.")

PAY = Section(
    "ladder_parity",
    says=pay,
    measure="Managers' median pay against experts', where ten or more are on each track, with 95 % interval",
    figure="low",
    rows=ladder_verdicts.comparable,
    empty=NO_PAY,
    stock=True,
)
CEILINGS = Section(
    "ladder_ceiling",
    by=("job_family",),
    says=ceilings,
    measure="Highest level that three people or 1 % of the track have reached",
    figure="ceiling",
    rows=lambda frame: frame[frame["job_family"].isin(_ceilings_on_both_tracks(frame).index)],
    empty=NO_LEVELS,
    stock=True,
)
MOVES = Section(
    "career_moves",
    by=("track",),
    says=moves,
    measure="Moves per 100 years worked, with 95 % interval, at the levels both tracks have",
    figure="low",
    empty=NO_MOVES,
)
NEW_MANAGERS = Section(
    "first_time_managers",
    says=new_managers,
    measure="From left to right: still managing, back on the expert track, gone; prepared = trained to lead before",
    figure="stayed",
    empty=FEW,
    stock=True,
)
NEW_MANAGERS_BY_UNIT = Section(
    "first_time_managers",
    by=("business_unit",),
    says=units_that_go_back,
    measure="The same by unit, twelve months after becoming a manager",
    figure="stayed",
    empty=FEW,
    stock=True,
)
SPANS = Section(
    "span_of_control",
    by=("business_unit",),
    adds_up=True,
    says=spans,
    measure="Direct reports of the middle manager (square), and up to where nine in ten stay (line)",
    figure="median",
    empty=NO_LINES,
    stock=True,
)
