"""Why a role is at risk, and the next act: one sentence each, from its row of `successor_coverage`."""

from __future__ import annotations

from charts.formatting import known
from ui.text.sentences import Row


def reason(row: Row) -> str:
    """Why a role is at risk, from one row of `successor_coverage`."""
    named, ready = (int(row[name]) if known(row[name]) else 0 for name in ("named", "ready_now"))
    meaning = {
        "none": "nobody could step in today",
        "none_named": "no one is named",
        "none_ready": f"{named} named, no one is ready" if named > 1 else "the one named is not ready",
        "none_willing": f"all {ready} who are ready said no" if ready > 1 else "the one who is ready said no",
        "contested": "whoever is ready is needed in another role first",
        "one_deep": "it rests on one person" + (", who has not been asked" if _unasked(row) else ""),
        "covered": "two or more are ready, and none of them said no",
    }[str(row["gap"])]
    text = f"{'vacant: ' if row['vacant'] else ''}{meaning}"
    return text[:1].upper() + text[1:]


def act(row: Row) -> str:
    """The next step for a role, from one row of `successor_coverage`."""
    if row["gap"] == "one_deep" and _unasked(row):
        return "Ask whether they want it"
    return {
        "none": "Ask HR what stands in the way",
        "none_named": "Search outside, and name two inside" if row["vacant"] else "Name two people to develop",
        "none_ready": "Agree what the nearest one still needs",
        "none_willing": "Ask what would change their mind, and name someone else",
        "contested": "Decide who goes where, and prepare one more",
        "one_deep": "Prepare a second person",
        "covered": "Keep asking them once a year",
    }[str(row["gap"])]


def _unasked(row: Row) -> bool:
    counts = row["ready_unknown"], row["ready_willing"]
    return all(map(known, counts)) and bool(counts[0]) and not counts[1]
