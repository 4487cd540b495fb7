"""Tracks derived from the words of a job title or management level: only where HR allows it, always marked derived."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from data_loaders.contract import value_words
from data_loaders.database import schema

SETTING = "track_from_titles"  # yes, no
WORDS = "track_title_words"  # the company's own list


@dataclass(frozen=True)
class TitleWords:
    """Words of those who lead people, and phrases that hold such a word and lead nobody: Account Manager."""

    leading: tuple[str, ...]
    leading_nobody: tuple[str, ...]

    def as_text(self) -> str:
        """The list as it is kept."""
        return json.dumps({"leading": self.leading, "leading_nobody": self.leading_nobody})


def title_words(con: duckdb.DuckDBPyConnection) -> TitleWords:
    """The words this company uses: its own list, else the one in value_words.json."""
    stored = schema.setting(con, WORDS)
    own = json.loads(stored) if stored else {}
    default = value_words.everything()
    return TitleWords(
        tuple(own.get("leading", default["manager_words_in_titles"])),
        tuple(own.get("leading_nobody", default["words_in_titles_that_lead_nobody"])),
    )


def leading(titles: Collection[str], chosen: TitleWords) -> set[str]:
    """The titles with a leading word, as a whole word and outside the phrases that lead nobody."""
    leads_nobody, leads_people = _pattern(chosen.leading_nobody), _pattern(chosen.leading)
    return {title for title in titles if leads_people.search(leads_nobody.sub(" ", _plain(title)))}


def note_levels(con: duckdb.DuckDBPyConnection, roster: pd.DataFrame, as_of: date) -> None:
    """Keep the words of a roster's levels ("8 Manager") for this load; `derive` prefers them to job titles."""
    con.execute("create temp table if not exists level_words (as_of date, employee_id text, words text)")
    if "level_words" in roster:
        con.register("brought", roster[["employee_id", "level_words"]])
        con.execute("insert into level_words select distinct ?, employee_id, level_words from brought", [as_of])
        con.unregister("brought")


def derive(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Derive the tracks that a roster leaves empty from level words, else job titles, where HR allowed it."""
    if schema.setting(con, SETTING) != "yes":
        return
    note_levels(con, pd.DataFrame(), as_of)
    con.execute(
        """
        create or replace temp table titled as
        select w.rowid as place, coalesce(any_value(l.words), any_value(w.job_title)) as title
        from roster_rows as w
        left join level_words as l on l.as_of = w.as_of and l.employee_id = w.employee_id
        where w.as_of = ? and w.track is null
        group by w.rowid
        """,
        [as_of],
    )
    titles = [row[0] for row in con.execute("select distinct title from titled where title is not null").fetchall()]
    con.execute(
        """
        update roster_rows as w
        set track_derived = true,
            track = case when list_contains($leading, t.title) then 'manager' else 'ic' end
        from titled as t
        where t.place = w.rowid and t.title is not null
        """,
        {"leading": sorted(leading(titles, title_words(con)))},
    )


def _pattern(phrases: Collection[str]) -> re.Pattern[str]:
    """Any of the phrases; one that ends with "to" or "of" goes with all that follows: Assistant to the Director."""
    alternatives = "|".join(
        re.escape(plain) + (".*" if plain.endswith((" to", " of")) else "")
        for plain in sorted(map(_plain, phrases), key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{alternatives})(?!\w)" if alternatives else r"(?!)")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
