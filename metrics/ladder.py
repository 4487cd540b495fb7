"""Is the expert ladder as high, and as well paid, as the manager ladder, and how many does a manager lead?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics import intervals
from metrics.notes import what_groups_rest_on
from metrics.question import Question
from metrics.survival import Floats

TRACKS = ("ic", "manager")
EDGES = (0.025, 0.975)
COLUMNS = (
    *("job_level", "currency", "ic", "manager", "ic_median_salary", "manager_median_salary", "manager_to_ic_pay"),
    *("low", "high", "_assumed", "_derived", "_of", "_size", "_note"),
)


def finish_ladder_parity(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row a group, level and currency that both tracks have people at, with the interval of the ratio."""
    by = list(question.scope.by)
    tables = [pd.DataFrame(columns=[*by, *COLUMNS])]
    for key, group in question.groups(rows):
        table = _levels(group, question)
        for name, value in zip(by, key, strict=True):
            table[name] = pd.Series([value] * len(table), dtype=rows[name].dtype)
        tables.append(table)
    levels = pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
    return what_groups_rest_on(levels, question.scope, track=True)


def finish_ladder_ceiling(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The ceilings as found, with a note on what they rest on."""
    return what_groups_rest_on(rows, question.scope, track=True)


def finish_span_of_control(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The spans as found, with Wilson's interval of the share; the note counts managers who lead nobody."""
    low, high = intervals.wilson(rows["over_10"], rows["managers"])
    words = [f"on the manager track without direct reports ({count:,})" if count else "" for count in rows["without"]]
    return what_groups_rest_on(rows.assign(low=low, high=high, _note=words), question.scope)


def median_drawn_anew(values: Floats, up_to: Floats, draws: int, random: np.random.Generator, of: int) -> Floats:
    """Medians of `draws` samples of size `of`, drawn with replacement from `of` people.

    `values` are what people have, in order, and `up_to` how many have that or less; those about the middle are enough.
    The k-th smallest of `of` uniform numbers is Beta distributed: that says whose is the median without drawing all.
    """
    below = (of + 1) // 2
    lower = random.beta(below, of + 1 - below, draws)
    upper = lower if of % 2 else lower + (1 - lower) * (1 - random.random(draws) ** (1 / (of - below)))
    return np.asarray(_value_of(np.stack([lower, upper]) * of // 1 + 1, values, up_to).mean(axis=0), dtype=np.float64)


def _value_of(place: Floats, values: Floats, up_to: Floats) -> Floats:
    """What the person in that place (from 1) has."""
    return np.asarray(values[np.searchsorted(up_to, place).clip(0, len(values) - 1)], dtype=np.float64)


def _levels(group: pd.DataFrame, question: Question) -> pd.DataFrame:
    counts, pay = group[group["pay"].isna()], group[group["pay"].notna()]
    usable = counts[counts["usable"].astype(bool)]
    people = usable.pivot_table(index=["job_level", "currency"], columns="track", values="n", aggfunc="sum")
    people = people.reindex(columns=list(TRACKS)).fillna(0)
    both = people[(people > 0).all(axis=1)]
    words = _left_out(counts, people, both)
    rests_on = usable.groupby(["job_level", "currency"])[["_assumed", "_derived"]].sum()
    values = {key: part.sort_values("pay") for key, part in pay.groupby(["job_level", "currency", "track"])}
    found = [
        {
            "job_level": level,
            "currency": currency,
            **dict(zip(TRACKS, number, strict=True)),
            **_ratio([values[level, currency, track] for track in TRACKS], question),
            **rests_on.loc[(level, currency)].to_dict(),
            "_of": sum(number),
            "_size": min(number),
            "_note": words,
        }
        for (level, currency), number in zip(both.index, both.to_numpy(), strict=True)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _ratio(tracks: list[pd.DataFrame], question: Question) -> dict[str, float]:
    """The medians, their ratio and its interval, from the middle of the pay on either track."""
    draws, seed = (int(str(question.options[name])) for name in ("draws", "seed"))
    random = np.random.Generator(np.random.PCG64(seed))
    medians, anew = [], []
    for rows in tracks:
        pay, up_to, of = rows["pay"].to_numpy(float), rows["up_to"].to_numpy(float), int(rows["n"].iloc[0])
        medians.append(float(_value_of(np.array([(of + 1) // 2, of // 2 + 1]), pay, up_to).mean()))
        anew.append(median_drawn_anew(pay, up_to, draws, random, of))
    ic, manager = medians
    low, high = (
        np.quantile(anew[1] / anew[0], EDGES) if all(rows["n"].iloc[0] > 1 for rows in tracks) else (np.nan,) * 2
    )
    return {
        "ic_median_salary": ic,
        "manager_median_salary": manager,
        "manager_to_ic_pay": manager / ic if ic else np.nan,
        "low": float(low),
        "high": float(high),
    }


def _left_out(counts: pd.DataFrame, people: pd.DataFrame, both: pd.DataFrame) -> str:
    """People that cannot be compared, and levels where there is nobody to compare with."""
    missing = int(counts.loc[~counts["usable"].astype(bool), "n"].sum())
    compared = set(both.index.get_level_values("job_level"))
    alone = [f"{level:.0f}" for level in sorted(set(people.index.get_level_values("job_level")) - compared)]
    words = [f"left out: {missing:,} without a level or a salary"] if missing else []
    return "; ".join([*words, f"levels without both tracks: {', '.join(alone)}"] if alone else words)


FINISH = {
    "ladder_parity": finish_ladder_parity,
    "ladder_ceiling": finish_ladder_ceiling,
    "span_of_control": finish_span_of_control,
}
