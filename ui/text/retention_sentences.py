"""Sentences that set the two tracks side by side. They never say more than the interval allows."""

from __future__ import annotations

import pandas as pd

from charts.formatting import interval, known, percent
from metrics.scope import Scope
from ui.text.labels import WHO, plural
from ui.text.sentences import Row, by, clearly

WIDE = 0.08


def retention(rate: pd.DataFrame, gap: pd.DataFrame, scope: Scope) -> str:
    """Who stayed more, from `retention_rate` by track and `retention_gap`."""
    tracks = {track: row for track, row in by(rate, "track").items() if known(row["rate"])}
    whom = {"manager": "managers", "ic": "experts", "unknown": "those whose track is not known"}
    if not {"manager", "ic"} <= set(tracks):
        said = " and ".join(f"{_share(row, 'rate')} of {whom[track]}" for track, row in tracks.items())
        return f"Over {scope.months} months {said} stayed."
    manager, ic = _share(tracks["manager"], "rate"), _share(tracks["ic"], "rate")
    first = f"Over {scope.months} months {manager} of managers and {ic} of experts stayed."
    crude, level = _leads(gap, "crude"), _leads(gap, "same_level")
    return f"{first} {_compared(crude, level)}".strip()


def _share(row: Row, column: str) -> str:
    """A share, with its interval where that is too wide to leave out."""
    said = percent(row[column], row["low"], row["high"])
    return f"{said} ({interval(row['low'], row['high'])})" if row["high"] - row["low"] > WIDE else said


def _leads(gap: pd.DataFrame, measure: str) -> str | None:
    """The track that clearly stays more; empty where the interval holds zero, None without a figure."""
    row = by(gap, "measure").get(measure)
    if row is None or not known(row["gap"]) or not known(row["low"]):
        return None
    return "ic" if row["low"] > 0 else "manager" if row["high"] < 0 else ""


def _compared(crude: str | None, level: str | None) -> str:
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
    """The answer to “or is it just seniority?”."""
    crude, level = _leads(gap, "crude"), _leads(gap, "same_level")
    if level is None:
        return "No level holds both tracks, so seniority cannot be told apart"
    if crude == level:
        return "It is not just seniority" if crude else "No clear difference, with or without seniority"
    if not level:
        return "Seniority explains it: no clear difference at the same level"
    return f"At the same level {WHO[level].lower()} stay more; taken together, seniority hides it"


def curves(curve: pd.DataFrame) -> str:
    """The message of the two curves: where they stand at the last month both are observed."""
    seen = curve[curve["retained"].notna()]
    last = [seen[seen["track"] == track]["month"].max() for track in ("ic", "manager")]
    if any(pd.isna(month) for month in last):
        return "How long people stay"
    month = int(min(last))
    month -= month % 12 if month > 24 else 0
    rows = by(seen[seen["month"] == month], "track")
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
    said = [
        f"{WHO[track]} leave faster in {' and '.join(unit for _, unit in sorted(units, reverse=True)[:2])}"
        for track, units in apart.items()
        if units
    ]
    if len(said) == 2:
        return f"{said[0]}, {said[1][:1].lower()}{said[1][1:]}"
    return said[0] if said else "In no unit do the tracks clearly differ"


def turnover(rate: pd.DataFrame) -> str:
    """Exits per 100 person-years on each track, from `turnover_rate` by track; clear only where intervals part."""
    rows = {track: row for track, row in by(rate, "track").items() if known(row["rate_per_100"])}
    if not {"manager", "ic"} <= set(rows):
        return "How fast people leave"
    manager, ic = rows["manager"], rows["ic"]
    said = f"{manager['rate_per_100']:.0f} managers and {ic['rate_per_100']:.0f} experts leave per 100 person-years"
    return said if clearly(manager, ic) else f"{said}: no clear difference"
