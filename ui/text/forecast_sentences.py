"""Sentences about roles that may stand empty, and about forecasts that were made before."""

from __future__ import annotations

import pandas as pd

from charts.formatting import count, known, of
from ui.text.labels import day, plural
from ui.text.sentences import Row


def empty_roles(stress: pd.DataFrame, today: pd.DataFrame, months: int, roles: int) -> str:
    """How many roles to expect empty, and how bad one year in ten gets; from `vacancy_stress`, and that at 0 months."""
    total, total_today = _total(stress), _total(today)
    if not known(total["expected_unfilled"]):
        return "Nobody can say which roles will stand empty: no leaver is known yet to work out from."
    expected, bad_year = float(total["expected_unfilled"]), int(total["p90_unfilled"])
    empty_today = _is(round(total_today["expected_unfilled"]))
    first = f"Of {plural(roles, 'critical role', 'critical roles')} {empty_today} empty today with nobody to step in."
    forecast = (
        f"In {months} months, if people leave as they have been leaving, expect {_about(expected)} to be empty "
        "once everybody who can has moved up"
    )
    return (
        f"{first} {forecast}; there is 1 chance in 10 of more than {count(bad_year)}."
        if bad_year < roles
        else f"{first} {forecast}."
    )


def _total(stress: pd.DataFrame) -> Row:
    rows = stress[stress["role_id"] == "total"].to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else {"expected_unfilled": None}


def _is(number: int) -> str:
    return "none is" if not number else f"{count(number)} {'is' if number == 1 else 'are'}"


def _about(expected: float) -> str:
    return f"{expected:.1f}" if expected < 10 else f"about {count(round(expected))}"


def at_stake(stress: pd.DataFrame) -> str:
    """How many roles nobody would step into, whenever they are vacated; from `vacancy_stress`."""
    roles = stress[stress["role_id"] != "total"]
    # nobody moves up in any simulated future: the role is empty as often as it is vacated
    alone = roles[(roles["p_vacant"] < 1) & (roles["p_unfilled"] > 0) & (roles["p_unfilled"] == roles["p_vacant"])]
    if alone.empty:
        return "Somebody could step into every role that is held today, at least in some futures"
    return f"If their incumbent goes, {plural(len(alone), 'role stays', 'roles stay')} empty whoever moves up"


def backtest(frame: pd.DataFrame) -> str:
    """In how many earlier years the interval of the forecast held, and how it failed; from `stress_backtest`."""
    rows = [row for row in frame.to_dict("records") if known(row["expected_exits"])]
    if not rows:
        return "No earlier year can be held against the forecast: leavers are not known for long enough"
    right = [row for row in rows if row["low"] <= row["actual_exits"] <= row["high"]]
    if len(right) == len(rows):
        return f"The same forecast would have been right in {_years(len(rows))}"
    wrong = [row for row in rows if row not in right]
    more = ["more" if row["actual_exits"] > row["high"] else "fewer" for row in wrong]
    misses = " and ".join(
        f"{word} left than foretold after {day(row['as_of'])}" for row, word in zip(wrong, more, strict=True)
    )
    return f"The same forecast would have been right in {of(len(right), len(rows))} years: {misses}"


def _years(number: int) -> str:
    return "the one year it can be held against" if number == 1 else f"each of the last {count(number)} years"


def moved(steps: pd.DataFrame, roles: pd.DataFrame) -> str:
    """How a supposed change moves the covered and the empty roles; from `what_if` and `what_if_roles`."""
    willing = steps[steps["step"] == "willing"].iloc[0]
    before, after = int(willing["covered_before"]), int(willing["covered"])
    what = "who is ready, wants it, and is free"
    if before == after:
        first = f"Still {plural(after, 'role has', 'roles have')} somebody {what}"
    else:
        first = f"{count(after)} instead of {plural(before, 'role has', 'roles have')} somebody {what}"
    empty = int((roles["empty_after"] & ~roles["empty_before"]).sum()) if len(roles) else 0
    return f"{first}; {plural(empty, 'more role ends', 'more roles end')} empty" if empty else first
