"""The level mapping: every word that files used for a level, and the number that the company gives it.

A change is a load of its own: it is applied to all that is loaded, remembered for every later file, and undoable.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa

from data_loaders.contract import value_words
from data_loaders.contract.upload_answers import LEAVE_EMPTY
from data_loaders.conversion import job_levels
from data_loaders.employment import spells
from data_loaders.loading import rosters
from data_loaders.loading.upsert import store_of
from data_loaders.problems import LoadRefused
from data_loaders.records.ledger import Ledger
from data_loaders.store import load_history
from data_loaders.store.generations import Store
from data_loaders.store.load_history import Counts

LEAST, MOST = 1, 99
_LEVEL_FIELDS = {  # table → the field whose words it holds
    "employees": "job_level",
    "job_history": "job_level",
    "critical_roles": "job_level",
    "promotion_offers": "offered_level",
}
Word = tuple[str, str]  # field and word


@dataclass(frozen=True)
class LevelWord:
    """A word of a field, the level it is read as (None: no level), and the rows that hold it, over all that is loaded.

    Where files of different direction hold the same word, `level` is what most rows say, `others` what the rest do.
    """

    field: str
    word: str
    level: int | None
    rows: int
    others: tuple[int | None, ...] = ()


def readings(con: duckdb.DuckDBPyConnection) -> list[LevelWord]:
    """Every word for a level, lowest level first, words without a level last; spellings of one word are one."""
    spelled: dict[Word, Counter[str]] = {}
    read: dict[Word, Counter[int | None]] = {}
    for table, field in _LEVEL_FIELDS.items():
        for word, level, rows in con.execute(
            f"select {job_levels.WRITTEN}, {field}, count(*) from {store_of(table)} "
            f"where {job_levels.WRITTEN} is not null group by all order by all"
        ).fetchall():
            key = (field, value_words.plain(word))
            spelled.setdefault(key, Counter())[word] += rows
            read.setdefault(key, Counter())[level] += rows
    level_words = []
    for (field, word), counted in read.items():
        level, *others = (one for one, _ in counted.most_common())
        level_words.append(
            LevelWord(field, spelled[field, word].most_common(1)[0][0], level, counted.total(), tuple(others))
        )
    return sorted(level_words, key=lambda one: (one.field, one.level is None, one.level or 0, one.word))


def without_words(con: duckdb.DuckDBPyConnection) -> int:
    """How many rows have a level and no word for it: they were loaded before words were kept."""
    counts = (
        f"(select count({field}) from {store_of(table)} where {job_levels.WRITTEN} is null)"
        for table, field in _LEVEL_FIELDS.items()
    )
    row = con.execute(f"select {' + '.join(counts)}").fetchone()
    return int(row[0]) if row else 0


def people(con: duckdb.DuckDBPyConnection, day: date) -> list[tuple[int | None, int, int]]:
    """People in service at the end of a day, one row per level (None: no level): level, managers, all others."""
    return con.execute(
        """
        select job_level, count(*) filter (where track = 'manager'), count(*) filter (where track <> 'manager')
        from employment_spells
        where spell_start <= $day and (spell_end is null or spell_end > $day)
        group by job_level
        order by job_level nulls last
        """,
        {"day": day},
    ).fetchall()


def turned(found: Sequence[LevelWord]) -> dict[Word, int | None]:
    """The same words with the scale of each field turned around: the highest becomes the lowest."""
    wanted: dict[Word, int | None] = {}
    for field in job_levels.FIELDS:
        graded = [entry for entry in found if entry.field == field and entry.level is not None]
        scale = [entry.level for entry in graded if entry.level is not None]
        wanted |= {
            (field, entry.word): min(scale) + max(scale) - entry.level for entry in graded if entry.level is not None
        }
    return wanted


def regrade(store: Store, wanted: Mapping[Word, int | None], *, loaded_at: datetime, loaded_by: str) -> int:
    """Publish the company with those words read as those levels, now and in later files; returns the load id.

    Raises LoadRefused, with nothing changed, for a level beyond the limits, a word no file used, or where everything
    stands so already.
    """
    for (_, word), level in wanted.items():
        if level is not None and not LEAST <= level <= MOST:
            raise LoadRefused(f"A level is a whole number from {LEAST} to {MOST}; {word} cannot be {level}.")
    ledger = Ledger(store.folder)
    before, said = ledger.words(), {word: LEAVE_EMPTY if n is None else str(n) for word, n in wanted.items()}

    def carry_out(con: duckdb.DuckDBPyConnection) -> int:
        different = _different(readings(con), wanted)
        number = _apply(store, con, different, before, loaded_at, loaded_by)
        ledger.remember_words({(one.field, one.word): said[one.field, one.word] for one in different})
        return number

    try:
        return store.publish(carry_out)
    except BaseException:
        ledger.put_back(said, before)
        raise


def _different(found: Sequence[LevelWord], wanted: Mapping[Word, int | None]) -> dict[LevelWord, int | None]:
    by_word = {(entry.field, entry.word): entry for entry in found}
    if missing := [word for field, word in wanted if (field, word) not in by_word]:
        raise LoadRefused(f"Nothing was changed: no file used {missing[0]} for a level any more.")
    different = {
        entry: level for word, level in wanted.items() if (entry := by_word[word]).level != level or entry.others
    }
    if not different:
        raise LoadRefused("Nothing was changed: it stands so already.")
    return different


def _apply(
    store: Store,
    con: duckdb.DuckDBPyConnection,
    different: Mapping[LevelWord, int | None],
    before: Mapping[Word, str],
    loaded_at: datetime,
    loaded_by: str,
) -> int:
    load_id = load_history.next_id(con)
    level_of = {(one.field, value_words.plain(one.word)): level for one, level in different.items()}
    tables = {table: _update(con, table, field, level_of) for table, field in _LEVEL_FIELDS.items()}
    rosters.rebuild_employees(con)
    spells.rebuild(con)
    changes = [
        {"field": one.field, "word": one.word, "was": one.level, "is": level}
        | {"remembered": before.get((one.field, value_words.plain(one.word)))}
        for one, level in different.items()
    ]
    entry = load_history.Entry(
        load_id,
        loaded_at.replace(tzinfo=None),
        loaded_by,
        json.dumps({load_history.LEVELS: changes}, ensure_ascii=False),
        {table: Counts(rows_read=rows, changed=rows) for table, rows in tables.items() if rows},
        (),
        (),
        "settings",
    )
    load_history.record(store, con, entry)
    return load_id


def _update(con: duckdb.DuckDBPyConnection, table: str, field: str, level_of: Mapping[Word, int | None]) -> int:
    """Apply the new levels to one table; returns how many rows changed."""
    stored_table = store_of(table)
    words = [
        word for (word,) in con.execute(f"select distinct {job_levels.WRITTEN} from {stored_table}").fetchall() if word
    ]
    plain = {word: (field, value_words.plain(word)) for word in words}
    new_levels = {word: level_of[key] for word, key in plain.items() if key in level_of}
    if not new_levels:
        return 0
    con.register("anew", pa.table({"word": list(new_levels), "level": pa.array(new_levels.values(), pa.int32())}))
    done = con.execute(
        f"update {stored_table} as t set {field} = a.level from anew as a "
        f"where t.{job_levels.WRITTEN} = a.word and t.{field} is distinct from a.level"
    ).fetchone()
    con.unregister("anew")
    return int(done[0]) if done else 0
