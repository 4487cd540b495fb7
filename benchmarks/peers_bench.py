"""Figures about critical roles and offers in plain pandas. Who fills which role at once is a search, and left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.held import Frames, months_before, newest, sizes, there, window
from metrics.scope import Scope

READY = {"ready_now": 1, "ready_1_2_years": 2, "ready_3_5_years": 3}
WISHES = {"people_manager": "yes", "specialist": "no", "project_lead": "no", "innovator": "no"}
ANSWERS = {"accepted": "yes", "declined": "no"}


def roles(held: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """The roles with their incumbents of the day."""
    last = newest(held["role_incumbents"], day, ["role_id"], "known_from").set_index("role_id")["incumbent_id"]
    found = held["critical_roles"]
    known = found["role_id"].isin(last.index)
    return found.assign(incumbent_id=found["role_id"].map(last).where(known, found["incumbent_id"]))


def bench(held: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """The live nominations: role, track, person, readiness, and whether they would."""
    named = held["successors"].merge(roles(held, day)[["role_id", "track", "incumbent_id"]], on="role_id")
    live = ~(named["nominated_on"] > day) & ~(named["removed_on"] <= day)
    named = named[live & (named["incumbent_id"].isna() | (named["incumbent_id"] != named["employee_id"]))]
    here = there(held["employment_spells"], day).groupby("employee_id")["hire_date"].max()
    named = named[named["employee_id"].isin(here.index)]
    ranked = named.assign(readiness=named["readiness"].map(READY), willing=named["willing"].map({"no": 0, "yes": 1}))
    once = ranked.groupby(["role_id", "track", "employee_id"])[["readiness", "willing"]].min().reset_index()
    own = once["willing"].map({0.0: "no", 1.0: "yes"}).astype(object)
    person = once["employee_id"]
    word = person.map(_answers(held, day)).astype(object).fillna(person.map(_wishes(held, day, here)).astype(object))
    own = own.fillna(word.where(once["track"] == "manager"))
    once["told_by"] = np.where(once["willing"].notna(), "list", "person")
    return once.assign(willing=own.fillna("unknown"))


def _answers(held: Frames, day: pd.Timestamp) -> pd.Series[Any]:
    """Everybody's latest answer to an offer to manage, of the months that count."""
    told = held["settings"].set_index("name")["value"]
    offers = held["promotion_offers"]
    offers = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    offers = offers[(offers["offered_track"] == "manager") & offers["outcome"].isin(ANSWERS)]
    offers = offers[(offers["day"] <= day) & (offers["day"] > months_before(day, int(told["answer_months"])))]
    # of one day the no comes last, and counts
    last = offers.sort_values(["day", "outcome"]).drop_duplicates("employee_id", keep="last")
    return last.set_index("employee_id")["outcome"].map(ANSWERS)


def _wishes(held: Frames, day: pd.Timestamp, here: pd.Series[Any]) -> pd.Series[Any]:
    """What everybody in service said they want next, as a wish to manage."""
    said = held["watched_wishes"].merge(here.reset_index(), on=["employee_id", "hire_date"])
    last = newest(said, day, ["employee_id"]).set_index("employee_id")["career_preference"]
    return last.astype(object).map(WISHES)


def asked(held: Frames, scope: Scope) -> pd.DataFrame:
    named = bench(held, pd.Timestamp(scope.as_of))
    for word in ("yes", "no", "unknown"):
        named[word] = named["willing"] == word
    named["ready_now"] = named["readiness"] == 1
    people = named.groupby(["track", "employee_id"])[["ready_now", "yes", "no", "unknown"]].any()
    people["willing_no"] = people["no"]
    people["willing_yes"] = people["yes"] & ~people["no"]
    people["willing_unknown"] = ~people["yes"] & ~people["no"]
    columns = ["successors", "ready_now", "willing_yes", "willing_no", "willing_unknown"]
    return people.assign(successors=1).groupby(level="track")[columns].sum()


def _cover(held: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """Per role, how many are named for it, how soon they are ready, and whether they would."""
    named = bench(held, day)
    ready = named[named["readiness"] == 1]
    for column, rank in READY.items():
        named[column] = named["readiness"] == rank
    for word in ("yes", "unknown", "no"):
        named[f"ready_{word}"] = named["ready_now"] & (named["willing"] == word)
    named["shared"] = named["ready_now"] & named["employee_id"].isin(
        ready.loc[ready["employee_id"].duplicated(), "employee_id"]
    )
    named["confirmed"] = named["willing"] == "yes"
    named["fraction"] = 1 / named.groupby("employee_id")["role_id"].transform("size")
    columns = [*READY, "ready_yes", "ready_unknown", "ready_no", "shared", "confirmed", "fraction"]
    counts = named.assign(named=1).groupby("role_id")[["named", *columns]].sum()
    found = held["critical_roles"][["role_id", "track"]].set_index("role_id")
    return found.join(counts).fillna(dict.fromkeys(counts.columns, 0))


def successor_coverage(held: Frames, scope: Scope) -> pd.DataFrame:
    """Who is named for each role; whether it is filled when all are filled at once is left out."""
    cover = _cover(held, pd.Timestamp(scope.as_of))
    cover = cover.rename(columns={"ready_yes": "ready_willing", "ready_no": "ready_unwilling"})
    return cover[["named", *READY, "ready_willing", "ready_unknown", "ready_unwilling", "shared"]]


def bench_strength(held: Frames, scope: Scope) -> pd.Series[Any]:
    """The steps that are counts; those that fill all roles at once are left out."""
    cover = _cover(held, pd.Timestamp(scope.as_of))
    cover = cover.assign(
        ready=cover["ready_now"] > 0,
        two_deep=cover["ready_yes"] + cover["ready_unknown"] >= 2,
        named=cover["named"] > 0,
    )
    steps: Any = cover.groupby("track")[["named", "ready", "two_deep"]].sum().rename_axis(columns="step").stack()
    return pd.Series(steps)


def bench_definitions(held: Frames, scope: Scope) -> pd.Series[Any]:
    """The definitions of others; ours, which fill all roles at once, are left out."""
    day = pd.Timestamp(scope.as_of)
    cover = _cover(held, day)
    now, soon, later = (cover[column] > 0 for column in READY)
    told = pd.DataFrame(
        {
            "track": cover["track"],
            "named coverage": cover["named"] > 0,
            "ready coverage": now,
            "Infor: confirmed successor": cover["confirmed"] > 0,
            "SAP bench strength: ready now": now,
            "SAP bench strength: ready in 1–2 years": soon & ~now,
            "SAP bench strength: ready in 3–5 years": later & ~now & ~soon,
            "SAP bench strength: nobody named": cover["named"] == 0,
        }
    )
    shares = told.groupby("track").mean() * 100
    of = told.groupby("track").size()
    shares["ISO/TS 30433 successor coverage"] = 100 * bench(held, day).groupby("track")["employee_id"].nunique() / of
    shares["Nakisa and CompetencyCore: fractional bench"] = cover.groupby("track")["fraction"].sum() / of
    values: Any = shares.fillna(0).rename_axis(columns="definition").stack()
    return pd.Series(values)


def refusals_on_bench(held: Frames, scope: Scope) -> pd.DataFrame:
    cover = _cover(held, pd.Timestamp(scope.as_of))
    resting = cover[(cover["ready_now"] > 0) & (cover["ready_yes"] == 0)]
    resting = resting.rename(columns={"ready_no": "said_no", "ready_unknown": "never_asked"})
    return resting[["ready_now", "said_no", "never_asked"]]


def bench_diversity(held: Frames, scope: Scope) -> pd.DataFrame:
    day = pd.Timestamp(scope.as_of)
    here = there(held["employment_spells"], day)
    named = here["employee_id"].isin(bench(held, day)["employee_id"].unique())
    here = here.assign(successors=named, workforce=1, level=here["job_level"].astype(float).fillna(-1))
    levels = here.groupby("level")[["successors", "workforce"]].sum()
    here = here[here["level"].isin(levels.index[levels["successors"] > 0])]
    drawn = here["level"].map(levels["successors"] / levels["workforce"]) / levels["successors"].sum()
    found = here.assign(workforce_share=drawn).groupby("track", observed=True)
    return found[["successors", "workforce", "workforce_share"]].sum()


def bench_turnover(held: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    changes = held["role_incumbents"].sort_values(["load_id", "known_from"])
    number = changes.groupby("role_id").cumcount()
    newest_of = ~changes["role_id"].duplicated(keep="last")
    now = changes[["role_id"]].merge(held["critical_roles"], how="left", on="role_id").set_index(changes.index)
    same = newest_of & (now["incumbent_id"] == changes["incumbent_id"])
    since = changes["incumbent_since"].fillna(now["incumbent_since"].where(same))
    filled = changes.assign(on=since.fillna(changes["known_from"]), track=now["track"])
    filled = filled[changes["incumbent_id"].notna() & (since.notna() | (number > 0)) & now["track"].notna()]
    filled = filled[(filled["on"] > opened) & (filled["on"] <= day)].rename_axis("filling").reset_index()
    before = filled.merge(held["successors"], left_on=["role_id", "incumbent_id"], right_on=["role_id", "employee_id"])
    before = before[~(before["nominated_on"] >= before["on"]) & ~(before["removed_on"] < before["on"])]
    spells = before[["filling", "on", "employee_id"]].merge(held["employment_spells"], on="employee_id")
    spells = spells[(spells["spell_start"] < spells["on"]) & ~(spells["spell_end"] < spells["on"])]
    filled["from_bench"] = filled["filling"].isin(spells["filling"])
    return filled.assign(roles_filled=1).groupby("track")[["roles_filled", "from_bench"]].sum()


def _decided(held: Frames, scope: Scope) -> pd.DataFrame:
    """The offers answered in the window, with the person's spell then."""
    offers = held["promotion_offers"]
    opened, day = window(scope)
    decided = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    decided = decided[(decided["day"] > opened) & (decided["day"] <= day) & decided["outcome"].isin(ANSWERS)]
    then = decided.merge(held["employment_spells"], on="employee_id")
    return then[(then["spell_start"] <= then["day"]) & ~(then["spell_end"] <= then["day"])]


def refusals(held: Frames, scope: Scope) -> pd.DataFrame:
    answers = sizes(_decided(held, scope), ["track", "outcome"], "offers").unstack(fill_value=0)
    rate = answers["declined"] / answers.sum(axis=1)
    return answers[["accepted", "declined"]].assign(refusal_rate=rate)


def reasons(held: Frames, scope: Scope) -> pd.Series[Any]:
    then = _decided(held, scope)
    then = then[then["outcome"] == "declined"]
    return sizes(then.assign(reason=then["decline_reason"].fillna("not_recorded")), ["track", "reason"], "declined")


def role_repulsion(held: Frames, scope: Scope) -> pd.DataFrame:
    """By the unit of the role offered; the other aspects are left out."""
    units = held["critical_roles"][["role_id", "business_unit"]].rename(columns={"business_unit": "value"})
    then = _decided(held, scope).merge(units, how="left", on="role_id")
    then = then.assign(aspect="unit", value=then["value"].fillna("unknown"))
    answers = sizes(then, ["track", "aspect", "value", "outcome"], "offers").unstack(fill_value=0)
    return answers.reindex(columns=["accepted", "declined"], fill_value=0)
