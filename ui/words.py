"""Sentences made from figures. They never say more than the interval allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from charts.numbers import count, interval, known, label, of, percent, points
from metrics.scope import Scope
from ui.names import plural

Row = Mapping[str, Any]
FEW = 10
WIDE = 0.08
WHO = {"ic": "Experts", "manager": "Managers"}


def by(frame: pd.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    """The frame's rows by the value of a column that tells them apart."""
    return {str(row[column]): {str(name): one for name, one in row.items()} for row in frame.to_dict("records")}


def bench(strength: pd.DataFrame) -> str:
    """The bench in one sentence, from ungrouped `bench_strength`."""
    steps = by(strength, "step")
    roles = int(steps["named"]["roles"])
    named, ready, willing = (int(steps[step]["covered"]) for step in ("named", "ready", "willing"))
    if not named:
        return f"No one is named to succeed in any of {plural(roles, 'critical role', 'critical roles')}."
    first = f"On paper {of(named, roles)} critical roles {_has(named)} a successor."
    if not ready:
        return f"{first} None of them is ready now."
    if not willing:
        return f"{first} {count(ready)} {_has(ready)} one ready now, but no one has said yes."
    return f"{first} {count(willing)} {_has(willing)} one who is ready, wants it, and is not also promised elsewhere."


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def cover(coverage: pd.DataFrame) -> str:
    """How many roles have a gap, and which is the commonest, from `successor_coverage`."""
    counts = {str(gap): int(number) for gap, number in coverage["gap"].value_counts().items() if gap != "covered"}
    roles, gaps = len(coverage), sum(counts.values())
    if not gaps:
        return f"None of {plural(roles, 'critical role', 'critical roles')} has a gap."
    first = f"{of(gaps, roles)} critical roles {_has(gaps)} a gap."
    commonest = max(counts, key=lambda gap: counts[gap])
    said = {
        "none_named": "no one is named",
        "none_ready": "no one is ready yet",
        "none_willing": "everyone who is ready said no",
        "contested": "whoever is ready is needed elsewhere first",
        "one_deep": "it all rests on one person",
    }[commonest]
    return f"{first} The commonest: in {count(counts[commonest])}, {said}."


def paper(strength: pd.DataFrame) -> str:
    """The unit that loses most roles between paper and reality, from `bench_strength` by business_unit."""
    lost: dict[str, int] = {}
    for unit, rows in strength.groupby("business_unit"):
        steps = by(rows, "step")
        lost[str(unit)] = int(steps["named"]["covered"] - steps["willing"]["covered"])
    worst = max(lost, key=lambda unit: lost[unit], default="")
    if not worst or lost[worst] <= 0:
        return "Every unit's bench is as real as it is on paper"
    return f"{label(worst)} loses most on the way: {plural(lost[worst], 'role', 'roles')} covered on paper only"


def contested(row: Row) -> str:
    """`9 roles share 5 people: 4 short`."""
    roles, people = plural(row["roles"], "role shares", "roles share"), plural(row["people"], "person", "people")
    return f"{roles} {people}: {count(row['short'])} short"


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


def refusals(by_track: pd.DataFrame) -> str:
    """How many said no to managing, and to moving up as an expert, from `promotion_refusals` by offered_track."""
    said = []
    rows = by(by_track, "offered_track")
    for track, name in (("manager", "managing"), ("ic", "moving up as an expert")):
        row = rows.get(track)
        if row is None or not known(row["refusal_rate"]):
            continue
        answered = row["accepted"] + row["declined"]
        if answered < FEW:
            said.append(f"{of(row['declined'], answered)} said no to {name}: too few offers to tell.")
            continue
        share = f"{percent(row['refusal_rate'])}, likely {interval(row['low'], row['high'])}"
        said.append(f"{of(row['declined'], answered)} said no to {name} ({share}).")
    return " ".join(said) or "No offer was answered in this window."


def refusal_message(by_track: pd.DataFrame) -> str:
    """Whether managing is refused more than moving up as an expert."""
    rows = {track: row for track, row in by(by_track, "offered_track").items() if known(row["refusal_rate"])}
    if not {"manager", "ic"} <= set(rows):
        return "How often an offer is declined"
    manager, ic = rows["manager"], rows["ic"]
    if min(row["accepted"] + row["declined"] for row in (manager, ic)) < FEW:
        return "Too few answered offers to compare the two tracks"
    if manager["low"] > ic["high"]:
        return "Managing is refused more often than moving up as an expert"
    if ic["low"] > manager["high"]:
        return "Moving up as an expert is refused more often than managing"
    return "No clear difference between managing and moving up as an expert"


def trend_message(trend: pd.DataFrame) -> str:
    """Whether refusing to manage has risen or fallen over the months shown."""
    rows = trend[(trend["offered_track"] == "manager") & trend["refusal_rate"].notna()].sort_values("as_of")
    if len(rows) < 2:
        return "Too few answered offers to show a course"
    first, *_, last = rows[["low", "high"]].to_dict("records")
    if first["high"] < last["low"]:
        return "Saying no to managing has become more common"
    if first["low"] > last["high"]:
        return "Saying no to managing has become rarer"
    return "No clear change in how many say no to managing"


def reasons(frame: pd.DataFrame) -> str:
    """The reason named most, unless most are not recorded; from `refusal_reasons`."""
    counts = {reason: int(row["declined"]) for reason, row in by(frame, "reason").items() if known(row["declined"])}
    total, missing = sum(counts.values()), counts.pop("not_recorded", 0)
    if not counts or missing * 2 > total:
        return f"For {of(missing, total)} who declined, no reason was recorded"
    top = max(counts, key=lambda reason: counts[reason])
    return f"{label(top)} is the reason named most: {of(counts[top], total)}"


def change(now: Row, then: Row | None, share: str) -> str:
    """The change against a year earlier; only intervals that do not overlap make it a clear one."""
    if then is None or not known(then.get(share)) or not known(now.get(share)):
        return "no figure a year earlier"
    moved = points(now[share] - then[share])
    if moved.startswith("±"):
        return "unchanged on a year earlier"
    apart = now["low"] > then["high"] or now["high"] < then["low"]
    return f"{moved} points on a year earlier" + ("" if apart else ", within chance")


def rests_on(notes: Iterable[Any]) -> str:
    """What figures rest on, from their notes: each kind once, the counts left to the table."""
    kinds = [
        re.sub(r"\s*\([^)]*\)", "", part).strip() for note in notes if known(note) for part in str(note).split(";")
    ]
    said = list(dict.fromkeys(kind for kind in kinds if kind))
    return f"Note: {', '.join(said)}." if said else ""


def reason(row: Row) -> str:
    """Why a role is at risk, from one row of `successor_coverage`."""
    named, ready = int(row["named"]), int(row["ready_now"])
    said = {
        "none_named": "no one is named",
        "none_ready": f"{named} named, no one is ready" if named > 1 else "the one named is not ready",
        "none_willing": f"all {ready} who are ready said no" if ready > 1 else "the one who is ready said no",
        "contested": "whoever is ready is needed in another role first",
        "one_deep": "it rests on one person" + (", who has not been asked" if _unasked(row) else ""),
        "covered": "two or more are ready, and none of them said no",
    }[str(row["gap"])]
    text = f"{'vacant: ' if row['vacant'] else ''}{said}"
    return text[:1].upper() + text[1:]


def act(row: Row) -> str:
    """The one next act for a role."""
    if row["gap"] == "one_deep" and _unasked(row):
        return "Ask whether they want it"
    return {
        "none_named": "Search outside, and name two inside" if row["vacant"] else "Name two people to develop",
        "none_ready": "Agree what the nearest one still needs",
        "none_willing": "Ask what would change their mind, and name someone else",
        "contested": "Decide who goes where, and prepare one more",
        "one_deep": "Prepare a second person",
        "covered": "Keep asking them once a year",
    }[str(row["gap"])]


def _unasked(row: Row) -> bool:
    return bool(row["ready_unknown"]) and not row["ready_willing"]


def turnover(rate: pd.DataFrame) -> str:
    """Exits per 100 person-years on each track, from `turnover_rate` by track; clear only where intervals part."""
    rows = {track: row for track, row in by(rate, "track").items() if known(row["rate_per_100"])}
    if not {"manager", "ic"} <= set(rows):
        return "How fast people leave"
    manager, ic = rows["manager"], rows["ic"]
    said = f"{manager['rate_per_100']:.0f} managers and {ic['rate_per_100']:.0f} experts leave per 100 person-years"
    apart = manager["low"] > ic["high"] or ic["low"] > manager["high"]
    return said if apart else f"{said}: no clear difference"
