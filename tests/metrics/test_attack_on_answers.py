"""The attack of test_attack.py on what people were asked, offered, paid and named for, and on why they left.

The attacker knows who is in which group on which day, and takes every row that is shown for an equation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import pytest

from data_loaders import sample
from data_loaders.store.generations import Store
from metrics import catalogue, engine
from metrics.disclosure_control.display_rules import RULES
from metrics.disclosure_control.mask import Mask, NotMasked, build
from metrics.disclosure_control.masked_metrics import masked
from metrics.disclosure_control.populations import AT_MOST, POPULATIONS
from metrics.errors import UnknownGroup
from metrics.figure_notes import Kind, Note, Notes, note_column
from metrics.note_wording import in_words
from metrics.question import Question
from metrics.scope import UNKNOWN, Scope, months_before

# for each base a metric, an option, the figure of a shown row, and the groups whose people that figure speaks of
ASKED: Mapping[str, tuple[str, dict[str, object], str]] = {
    "leavers": ("retention_rate", {"exits": "voluntary"}, "leavers"),
    "time": ("turnover_rate", {}, "exits"),
    "stretches": ("career_moves", {}, "moves"),
    "departed": ("expertise_lost", {}, "high_performers"),
    "leaders": ("span_of_control", {}, "managers"),
    "offers": ("promotion_refusals", {}, "offers"),
    "pay": ("ladder_parity", {}, "ic"),
    "nominations": ("asked", {}, "successors"),
}
FEWEST = {"offers": 10, "pay": 10, "nominations": 10}  # elsewhere 5
DAYS = (0, 1, 4)  # quarter-ends back
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("attack")
    sample.make_sample(folder, people=600, seed=4, loaded_at=datetime(2026, 11, 1, tzinfo=UTC))
    opened = Store(folder).open()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def mask(con: duckdb.DuckDBPyConnection) -> Mask:
    return build(con, None, ASKED.keys() | {"people"})


def listed(con: duckdb.DuckDBPyConnection, base: str, day: date) -> pd.DataFrame:
    """Who is counted at a day, with the values of their groups as words."""
    rows = Question(con, catalogue.entry("retention_rate"), Scope(day), {}, None).rows(POPULATIONS[base].query)
    for column in POPULATIONS[base].columns:
        words = [UNKNOWN if pd.isna(value) else str(value).removesuffix(".0") for value in rows[column]]
        rows[column] = words
    return rows


def scopes(base: str, days: list[date]) -> Iterator[Scope]:
    keys = {*RULES[ASKED[base][0]].keys, *({"track"} if base == "pay" else ())}
    columns = [column for column in POPULATIONS[base].columns if column not in keys and column != "currency"]
    for day in days:
        for many in range(POPULATIONS[base].most + 1):
            for by in combinations(columns, many):
                yield Scope(day, by=by)
        if POPULATIONS[base].most == AT_MOST:
            for by in combinations([column for column in columns if column not in POPULATIONS[base].always], AT_MOST):
                yield Scope(day, by=(*by, *POPULATIONS[base].always))


def groups(
    people: pd.DataFrame, columns: tuple[str, ...], apart: tuple[str, ...]
) -> dict[tuple[str, ...], list[frozenset[str]]]:
    """The persons under each combination of values, and under each track of it where tracks stand apart."""
    if not columns and not apart:
        return {(): [frozenset(people["person"])]}
    found: dict[tuple[str, ...], list[frozenset[str]]] = {}
    for values, persons in people.groupby([*columns, *apart], sort=False)["person"]:
        found.setdefault(tuple(values)[: len(columns)], []).append(frozenset(persons))
    return found


def told(con: duckdb.DuckDBPyConnection, mask: Mask, base: str, few: int = 0) -> tuple[list[frozenset[str]], set[str]]:
    """The people behind every figure that is shown, or with `few` behind every one of so many; and everybody."""
    metric, options, figure = ASKED[base]
    found: list[frozenset[str]] = []
    everybody: set[str] = set()
    there = {mask.days[back]: listed(con, base, mask.days[back]) for back in (DAYS if few == 0 else DAYS[:1])}
    for scope in scopes(base, [*there]):
        people = there[scope.as_of]
        everybody |= {*people["person"]}
        own = (*scope.by, *RULES[metric].keys)
        try:
            rows = masked(con, mask, metric, scope, options)
        except NotMasked:
            continue
        shown = rows.loc[rows[figure].notna(), list(own)] if few == 0 else people[list(own)].drop_duplicates()
        inside = groups(people, own, apart=("track",) if base == "pay" else ())
        for values in shown.itertuples(index=False):
            words = tuple(UNKNOWN if pd.isna(value) else str(value).removesuffix(".0") for value in values)
            found += [group for group in inside.get(words, ()) if len(group) >= max(few, 1)]
    return found, everybody


def settled(found: list[frozenset[str]], everybody: set[str], fewest: int) -> int:
    """How many persons, or pairs, or told differences under the threshold the equations settle."""
    place = {person: at for at, person in enumerate(sorted(everybody))}
    totals = np.zeros((len(set(found)), len(place)))
    for row, group in enumerate(sorted(set(found), key=sorted)):
        totals[row, [place[person] for person in group]] = 1
    sizes, across = np.linalg.eigh(totals.T @ totals)
    free = across[:, sizes < 1e-9 * max(sizes[-1], 1)]
    guess = free @ np.random.default_rng(3).standard_normal((free.shape[1], 3))
    count = int((np.abs(guess).max(axis=1) < 1e-8).sum()) + sum(len(group) < fewest for group in found)
    order = np.argsort(guess[:, 0])
    near = np.searchsorted(guess[order, 0], -guess[:, 0] - 1e-8)
    for one, at in enumerate(near):
        for other in order[at : at + 3]:
            count += int(one < other and np.abs(guess[one] + guess[other]).max() < 1e-8)
    people = totals.sum(axis=1)
    less = np.where(totals @ totals.T == people[:, None], people - people[:, None], 0)
    return count + int(((less > 0) & (less < fewest)).sum())


@pytest.mark.parametrize("base", ASKED)
def test_no_answer_of_a_small_group_can_be_computed(con: duckdb.DuckDBPyConnection, mask: Mask, base: str) -> None:
    found, everybody = told(con, mask, base)
    assert found
    assert settled(found, everybody, FEWEST.get(base, 5)) == 0


@pytest.mark.parametrize("base", ASKED)
def test_hiding_small_groups_alone_would_not_do(con: duckdb.DuckDBPyConnection, mask: Mask, base: str) -> None:
    found, everybody = told(con, mask, base, FEWEST.get(base, 5))
    assert settled(found, everybody, FEWEST.get(base, 5)) > 0


def test_why_a_few_left_is_not_told_where_how_many_left_is(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    few = 0
    for column in ("business_unit", "location", "job_family", "job_level"):
        scope = Scope(mask.newest, by=(column,))
        every = masked(con, mask, "retention_rate", scope).set_index(column)
        why = masked(con, mask, "retention_rate", scope, {"exits": "voluntary"}).set_index(column)
        causes = masked(con, mask, "exit_causes", scope)
        small = {*every.index[every["leavers"].between(1, 4)]}
        few += len(small)
        assert why.loc[why.index.isin(small), "leavers"].isna().all()
        assert causes.loc[causes[column].isin(small), "cumulative"].isna().all()
    assert few


def test_exits_count_for_those_the_attacker_takes_them_for(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    assert listed(con, "time", mask.newest)["person"].is_unique  # an exit counts once
    known = listed(con, "departed", mask.newest).groupby(["business_unit", "track"]).size()
    for metric, figure in (("turnover_rate", "exits"), ("expertise_lost", "leavers")):
        rows = masked(con, mask, metric, Scope(mask.newest, by=("business_unit", "track")))
        shown = rows[rows[figure].notna()].set_index(["business_unit", "track"])[figure]
        assert shown.sum() > 0
        assert shown.to_dict() == known.reindex(shown.index, fill_value=0).to_dict()


def test_how_a_few_leavers_were_rated_is_not_told_where_their_number_is(
    con: duckdb.DuckDBPyConnection, mask: Mask
) -> None:
    scope = Scope(mask.newest, by=("business_unit", "job_level"))
    left = masked(con, mask, "turnover_rate", scope).set_index([*scope.by])["exits"]
    rated = masked(con, mask, "expertise_lost", scope).set_index([*scope.by])["high_performers"]
    few = left.index[left.between(1, 9).fillna(False)]
    assert len(few)
    assert rated[rated.index.isin(few)].isna().all()


@pytest.mark.parametrize("metric", ["turnover_rate", "expertise_lost"])
def test_why_people_left_is_not_told_where_those_who_left_are_not_audited(
    con: duckdb.DuckDBPyConnection, mask: Mask, metric: str
) -> None:
    with pytest.raises(NotMasked, match="leave out exits"):
        masked(con, mask, metric, Scope(mask.newest), {"exits": "voluntary"})


PLAIN = (  # numbers that count nobody
    r"\d{4}-\d{2}-\d{2}|levels without both tracks: [\d, ]+|day \d+|level \d+|fewer than 10 people"
    r"|right within [\d.e-]+ at [\d,]+ draws"
)


def test_no_note_counts_anybody(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    counted = 0
    for name in RULES:
        options = {"exits": "voluntary"} if "exits" in RULES[name].options else {}
        for by in ((), ("track",), ("offered_track",)):
            scope = Scope(mask.newest, by=by)
            try:
                shown = masked(con, mask, name, scope, options)
            except (NotMasked, UnknownGroup):
                continue
            notes, every = in_words(shown)["note"], engine.compute(con, name, scope, options)["note"]
            counted += sum(bool(re.search(r"\d", re.sub(PLAIN, "", note))) for note in every)
            assert [note for note in notes.unique() if re.search(r"\d", re.sub(PLAIN, "", note))] == [], name
            assert all((note.count, note.total) == (None, None) for of in shown["note"] for note in of.each), name
    assert counted > 10


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note(Kind.ASSUMED_HISTORY, 1204, 3000), "assumed history"),
        (Note(Kind.UNDATED_OFFERS, 6, 29), "no decision date, the day of the offer stands in"),
        (Note(Kind.ENDED_ON_FIRST_DAY, 12), "left out: some employments that ended on their first day"),
        (Note(Kind.ENDED_ON_FIRST_DAY, 1), "left out: some employments that ended on their first day"),
        (Note(Kind.LEVELS_LEFT_OUT, 23, 1000, (3, None)), "left out: level 3, people without a level"),
        (Note(Kind.WITHOUT_LEVEL_OR_SALARY, 1012), "left out: some without a level or a salary"),
        (Note(Kind.LEVELS_ON_ONE_TRACK, about=(1, 2)), "levels without both tracks: 1, 2"),
        (Note(Kind.PREPARATION_UNSEEN, 5, None, (date(2018, 3, 17),)),
         "activities are on record only from 2018-03-17: some changed before a full year of them"),
        (Note(Kind.EXIT_RATES, 340, 5200.0), "rates from exits in person-years"),
        (Note(Kind.TOO_FEW_TO_DRAW, 14, None, tuple("ABCDEFGHIJKLMN")), "too few people at risk to draw: some groups"),
        (Note(Kind.OPENS_BEFORE_LEAVERS, about=(date(2025, 9, 30), date(2026, 1, 1))),
         "no figure: the window opens on 2025-09-30, before leavers are known (from 2026-01-01)"),
        (Note(Kind.INCUMBENT_GONE), ""),
    ],
)  # fmt: skip
def test_a_note_stands_without_its_counts(
    con: duckdb.DuckDBPyConnection, mask: Mask, monkeypatch: pytest.MonkeyPatch, note: Note, words: str
) -> None:
    frame = engine.measure(con, "retention_rate", Scope(mask.newest))
    monkeypatch.setattr(engine, "measure", lambda *_, **__: frame.assign(note=note_column([Notes.of(note)], frame)))
    assert in_words(masked(con, mask, "retention_rate", Scope(mask.newest)))["note"].tolist() == [words]


def test_pay_is_compared_in_whole_percents_of_groups_that_are_shown(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "ladder_parity", Scope(mask.newest))
    ratios = rows["manager_to_ic_pay"].dropna()
    assert len(ratios)
    assert (ratios * 100 - (ratios * 100).round()).abs().max() < 1e-9
    assert (rows.loc[ratios.index, ["ic", "manager"]] >= 10).all(axis=None)


def test_a_year_before_the_newest_day_is_the_day_the_window_opened(mask: Mask) -> None:
    assert months_before(mask.newest, 12) in mask.held["leavers"]
