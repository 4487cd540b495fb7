"""Sentences that compare retention on the two tracks; a difference is named only where its interval is clear."""

from __future__ import annotations

import pandas as pd

from charts.formatting import interval, known, percent
from metrics.scope import Scope
from ui.text.labels import WHO, plural
from ui.text.sentences import Row, by, clearly

WIDE = 0.08


def retention(rate: pd.DataFrame, gap: pd.DataFrame, scope: Scope) -> str:
    """The shares who stayed on each track, and which is higher; from `retention_rate` by track and `retention_gap`."""
    tracks = {track: row for track, row in by(rate, "track").items() if known(row["rate"])}
    people = {"manager": "managers", "ic": "experts", "unknown": "those whose track is not known"}
    if not {"manager", "ic"} <= set(tracks):
        shares = " and ".join(f"{_share_text(row, 'rate')} of {people[track]}" for track, row in tracks.items())
        return f"Over {scope.months} months {shares} stayed."
    manager, ic = _share_text(tracks["manager"], "rate"), _share_text(tracks["ic"], "rate")
    first = f"Over {scope.months} months {manager} of managers and {ic} of experts stayed."
    crude, level = _leading_track(gap, "crude"), _leading_track(gap, "same_level")
    return f"{first} {_comparison_sentence(crude, level)}".strip()


def _share_text(row: Row, column: str) -> str:
    """A share, with its interval where that is too wide to leave out."""
    share = percent(row[column], row["low"], row["high"])
    return f"{share} ({interval(row['low'], row['high'])})" if row["high"] - row["low"] > WIDE else share


def _leading_track(gap: pd.DataFrame, measure: str) -> str | None:
    """The track with clearly higher retention; empty where the interval includes zero, None without a figure."""
    row = by(gap, "measure").get(measure)
    if row is None or not known(row["gap"]) or not known(row["low"]):
        return None
    return "ic" if row["low"] > 0 else "manager" if row["high"] < 0 else ""


def _comparison_sentence(crude: str | None, level: str | None) -> str:
    if crude is None:
        return ""
    more = f"{WHO[crude]} stay more" if crude else ""
    if level is None:
        return f"{more or 'That is no clear difference'}; no level holds both, so seniority cannot be told apart."
    if crude == level:
        return (
            f"{more}, and not just by seniority: the same holds at the same level."
            if crude
            else ("That is no clear difference, nor is there one at the same level.")
        )
    if not level:
        return f"{more}, but at the same level there is no clear difference."
    if not crude:
        return f"That is no clear difference, but at the same level {WHO[level].lower()} stay more."
    return f"{more} overall, but at the same level it is {WHO[level].lower()} who stay more."


def gap_message(gap: pd.DataFrame) -> str:
    """Whether the gap between the tracks also holds at the same level, from `retention_gap`."""
    crude, level = _leading_track(gap, "crude"), _leading_track(gap, "same_level")
    if level is None:
        return "No level holds both tracks, so seniority cannot be told apart"
    if crude == level:
        return "It is not just seniority" if crude else "No clear difference, with or without seniority"
    if not level:
        return "Seniority explains it: no clear difference at the same level"
    return f"At the same level {WHO[level].lower()} stay more; taken together, seniority hides it"


def curves(curve: pd.DataFrame) -> str:
    """The message of the two curves: their shares still employed at the last month both are observed."""
    observed = curve[curve["retained"].notna()]
    last = [observed[observed["track"] == track]["month"].max() for track in ("ic", "manager")]
    if any(pd.isna(month) for month in last):
        return "How long people stay"
    month = int(min(last))
    # past two years the sentence speaks of whole years
    month -= month % 12 if month > 24 else 0
    rows = by(observed[observed["month"] == month], "track")
    manager, ic = rows["manager"], rows["ic"]
    when = (
        f"after {month // 12} years" if month % 12 == 0 and month > 12 else f"after {plural(month, 'month', 'months')}"
    )
    stay = {"managers": percent(manager["retained"]), "experts": percent(ic["retained"])}
    if manager["high"] < ic["low"]:
        return f"Managers leave faster than experts: {stay['managers']} against {stay['experts']} still here {when}"
    if ic["high"] < manager["low"]:
        return f"Experts leave faster than managers: {stay['experts']} against {stay['managers']} still here {when}"
    return f"No clear difference between managers and experts {when}"


def units_apart(rate: pd.DataFrame) -> str:
    """The units where the tracks clearly differ, the widest first, from `retention_rate` by business_unit and track."""
    apart: dict[str, list[tuple[float, str]]] = {"manager": [], "ic": []}
    for unit, rows in rate[rate["rate"].notna()].groupby("business_unit"):
        tracks = by(rows, "track")
        if not {"ic", "manager"} <= set(tracks):
            continue
        for faster, slower in (("manager", "ic"), ("ic", "manager")):
            if (distance := tracks[slower]["low"] - tracks[faster]["high"]) > 0:
                apart[faster].append((distance, str(unit)))
    phrases = [
        f"{WHO[track]} leave faster in {' and '.join(unit for _, unit in sorted(units, reverse=True)[:2])}"
        for track, units in apart.items()
        if units
    ]
    if len(phrases) == 2:
        return f"{phrases[0]}, {phrases[1][:1].lower()}{phrases[1][1:]}"
    return phrases[0] if phrases else "In no unit do the tracks clearly differ"


def turnover(rate: pd.DataFrame) -> str:
    """Exits per 100 person-years on each track, from `turnover_rate` by track; clear only if intervals are apart."""
    rows = {track: row for track, row in by(rate, "track").items() if known(row["rate_per_100"])}
    if not {"manager", "ic"} <= set(rows):
        return "How fast people leave"
    manager, ic = rows["manager"], rows["ic"]
    rates = f"{manager['rate_per_100']:.0f} managers and {ic['rate_per_100']:.0f} experts leave per 100 person-years"
    return rates if clearly(manager, ic) else f"{rates}: no clear difference"
