"""Figures about critical roles and offers in plain pandas; filling all roles at once is a search, and left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.held import Frames, months_before, newest, sizes, there, window
from metrics.scope import Scope

READY = {"ready_now": 1, "ready_1_2_years": 2, "ready_3_5_years": 3}
WISHES = {"people_manager": "yes", "specialist": "no", "project_lead": "no", "innovator": "no"}
ANSWERS = {"accepted": "yes", "declined": "no"}


def roles(tables: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """One row per critical role, with its incumbent of the day."""
    last = newest(tables["role_incumbents"], day, ["role_id"], "known_from").set_index("role_id")["incumbent_id"]
    critical_roles = tables["critical_roles"]
    has_incumbent = critical_roles["role_id"].isin(last.index)
    return critical_roles.assign(
        incumbent_id=critical_roles["role_id"].map(last).where(has_incumbent, critical_roles["incumbent_id"])
    )


def bench(tables: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """One row per role and nominated person: track, readiness, and whether they are willing."""
    nominations = tables["successors"].merge(roles(tables, day)[["role_id", "track", "incumbent_id"]], on="role_id")
    live = ~(nominations["nominated_on"] > day) & ~(nominations["removed_on"] <= day)
    nominations = nominations[
        live & (nominations["incumbent_id"].isna() | (nominations["incumbent_id"] != nominations["employee_id"]))
    ]
    hired_on = there(tables["employment_spells"], day).groupby("employee_id")["hire_date"].max()
    nominations = nominations[nominations["employee_id"].isin(hired_on.index)]
    ranked = nominations.assign(
        readiness=nominations["readiness"].map(READY), willing=nominations["willing"].map({"no": 0, "yes": 1})
    )
    once = ranked.groupby(["role_id", "track", "employee_id"])[["readiness", "willing"]].min().reset_index()
    own = once["willing"].map({0.0: "no", 1.0: "yes"}).astype(object)
    person = once["employee_id"]
    word = (
        person.map(_answers(tables, day))
        .astype(object)
        .fillna(person.map(_wishes(tables, day, hired_on)).astype(object))
    )
    own = own.fillna(word.where(once["track"] == "manager"))
    once["told_by"] = np.where(once["willing"].notna(), "list", "person")
    return once.assign(willing=own.fillna("unknown"))


def _answers(tables: Frames, day: pd.Timestamp) -> pd.Series[Any]:
    """Per person the latest answer to an offer to manage, within the months that count."""
    settings = tables["settings"].set_index("name")["value"]
    offers = tables["promotion_offers"]
    offers = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    offers = offers[(offers["offered_track"] == "manager") & offers["outcome"].isin(ANSWERS)]
    offers = offers[(offers["day"] <= day) & (offers["day"] > months_before(day, int(settings["answer_months"])))]
    # of one day the no comes last, and counts
    last = offers.sort_values(["day", "outcome"]).drop_duplicates("employee_id", keep="last")
    return last.set_index("employee_id")["outcome"].map(ANSWERS)


def _wishes(tables: Frames, day: pd.Timestamp, hired_on: pd.Series[Any]) -> pd.Series[Any]:
    """Per person in service the stated career preference, as a wish to manage."""
    wishes = tables["watched_wishes"].merge(hired_on.reset_index(), on=["employee_id", "hire_date"])
    last = newest(wishes, day, ["employee_id"]).set_index("employee_id")["career_preference"]
    return last.astype(object).map(WISHES)


def asked(tables: Frames, scope: Scope) -> pd.DataFrame:
    nominations = bench(tables, pd.Timestamp(scope.as_of))
    for word in ("yes", "no", "unknown"):
        nominations[word] = nominations["willing"] == word
    nominations["ready_now"] = nominations["readiness"] == 1
    people = nominations.groupby(["track", "employee_id"])[["ready_now", "yes", "no", "unknown"]].any()
    people["willing_no"] = people["no"]
    people["willing_yes"] = people["yes"] & ~people["no"]
    people["willing_unknown"] = ~people["yes"] & ~people["no"]
    columns = ["successors", "ready_now", "willing_yes", "willing_no", "willing_unknown"]
    return people.assign(successors=1).groupby(level="track")[columns].sum()


def _cover(tables: Frames, day: pd.Timestamp) -> pd.DataFrame:
    """Per role the number of successors by readiness and willingness."""
    nominations = bench(tables, day)
    ready = nominations[nominations["readiness"] == 1]
    for column, rank in READY.items():
        nominations[column] = nominations["readiness"] == rank
    for word in ("yes", "unknown", "no"):
        nominations[f"ready_{word}"] = nominations["ready_now"] & (nominations["willing"] == word)
    nominations["shared"] = nominations["ready_now"] & nominations["employee_id"].isin(
        ready.loc[ready["employee_id"].duplicated(), "employee_id"]
    )
    nominations["confirmed"] = nominations["willing"] == "yes"
    nominations["fraction"] = 1 / nominations.groupby("employee_id")["role_id"].transform("size")
    columns = [*READY, "ready_yes", "ready_unknown", "ready_no", "shared", "confirmed", "fraction"]
    counts = nominations.assign(named=1).groupby("role_id")[["named", *columns]].sum()
    critical_roles = tables["critical_roles"][["role_id", "track"]].set_index("role_id")
    return critical_roles.join(counts).fillna(dict.fromkeys(counts.columns, 0))


def successor_coverage(tables: Frames, scope: Scope) -> pd.DataFrame:
    """Successors per role, without whether it is filled when all are filled at once."""
    cover = _cover(tables, pd.Timestamp(scope.as_of))
    cover = cover.rename(columns={"ready_yes": "ready_willing", "ready_no": "ready_unwilling"})
    return cover[["named", *READY, "ready_willing", "ready_unknown", "ready_unwilling", "shared"]]


def bench_strength(tables: Frames, scope: Scope) -> pd.Series[Any]:
    """The steps that are counts, without those that fill all roles at once."""
    cover = _cover(tables, pd.Timestamp(scope.as_of))
    cover = cover.assign(
        ready=cover["ready_now"] > 0,
        two_deep=cover["ready_yes"] + cover["ready_unknown"] >= 2,
        named=cover["named"] > 0,
    )
    steps: Any = cover.groupby("track")[["named", "ready", "two_deep"]].sum().rename_axis(columns="step").stack()
    return pd.Series(steps)


def bench_definitions(tables: Frames, scope: Scope) -> pd.Series[Any]:
    """The definitions of other systems, without ours, which fill all roles at once."""
    day = pd.Timestamp(scope.as_of)
    cover = _cover(tables, day)
    now, soon, later = (cover[column] > 0 for column in READY)
    definitions = pd.DataFrame(
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
    shares = definitions.groupby("track").mean() * 100
    number_of_roles = definitions.groupby("track").size()
    shares["ISO/TS 30433 successor coverage"] = (
        100 * bench(tables, day).groupby("track")["employee_id"].nunique() / number_of_roles
    )
    shares["Nakisa and CompetencyCore: fractional bench"] = cover.groupby("track")["fraction"].sum() / number_of_roles
    values: Any = shares.fillna(0).rename_axis(columns="definition").stack()
    return pd.Series(values)


def refusals_on_bench(tables: Frames, scope: Scope) -> pd.DataFrame:
    cover = _cover(tables, pd.Timestamp(scope.as_of))
    resting = cover[(cover["ready_now"] > 0) & (cover["ready_yes"] == 0)]
    resting = resting.rename(columns={"ready_no": "said_no", "ready_unknown": "never_asked"})
    return resting[["ready_now", "said_no", "never_asked"]]


def bench_diversity(tables: Frames, scope: Scope) -> pd.DataFrame:
    day = pd.Timestamp(scope.as_of)
    in_service = there(tables["employment_spells"], day)
    is_named = in_service["employee_id"].isin(bench(tables, day)["employee_id"].unique())
    in_service = in_service.assign(
        successors=is_named, workforce=1, level=in_service["job_level"].astype(float).fillna(-1)
    )
    levels = in_service.groupby("level")[["successors", "workforce"]].sum()
    in_service = in_service[in_service["level"].isin(levels.index[levels["successors"] > 0])]
    expected_share = in_service["level"].map(levels["successors"] / levels["workforce"]) / levels["successors"].sum()
    by_track = in_service.assign(workforce_share=expected_share).groupby("track", observed=True)
    return by_track[["successors", "workforce", "workforce_share"]].sum()


def bench_turnover(tables: Frames, scope: Scope) -> pd.DataFrame:
    opened, day = window(scope)
    changes = tables["role_incumbents"].sort_values(["load_id", "known_from"])
    number = changes.groupby("role_id").cumcount()
    newest_of = ~changes["role_id"].duplicated(keep="last")
    now = changes[["role_id"]].merge(tables["critical_roles"], how="left", on="role_id").set_index(changes.index)
    same = newest_of & (now["incumbent_id"] == changes["incumbent_id"])
    since = changes["incumbent_since"].fillna(now["incumbent_since"].where(same))
    filled = changes.assign(on=since.fillna(changes["known_from"]), track=now["track"])
    filled = filled[changes["incumbent_id"].notna() & (since.notna() | (number > 0)) & now["track"].notna()]
    filled = filled[(filled["on"] > opened) & (filled["on"] <= day)].rename_axis("filling").reset_index()
    before = filled.merge(
        tables["successors"], left_on=["role_id", "incumbent_id"], right_on=["role_id", "employee_id"]
    )
    before = before[~(before["nominated_on"] >= before["on"]) & ~(before["removed_on"] < before["on"])]
    spells = before[["filling", "on", "employee_id"]].merge(tables["employment_spells"], on="employee_id")
    spells = spells[(spells["spell_start"] < spells["on"]) & ~(spells["spell_end"] < spells["on"])]
    filled["from_bench"] = filled["filling"].isin(spells["filling"])
    return filled.assign(roles_filled=1).groupby("track")[["roles_filled", "from_bench"]].sum()


def _decided(tables: Frames, scope: Scope) -> pd.DataFrame:
    """The offers answered in the window, with the person's spell of that day."""
    offers = tables["promotion_offers"]
    opened, day = window(scope)
    decided = offers.assign(day=offers["decided_on"].fillna(offers["offered_on"]))
    decided = decided[(decided["day"] > opened) & (decided["day"] <= day) & decided["outcome"].isin(ANSWERS)]
    then = decided.merge(tables["employment_spells"], on="employee_id")
    return then[(then["spell_start"] <= then["day"]) & ~(then["spell_end"] <= then["day"])]


def refusals(tables: Frames, scope: Scope) -> pd.DataFrame:
    answers = sizes(_decided(tables, scope), ["track", "outcome"], "offers").unstack(fill_value=0)
    rate = answers["declined"] / answers.sum(axis=1)
    return answers[["accepted", "declined"]].assign(refusal_rate=rate)


def reasons(tables: Frames, scope: Scope) -> pd.Series[Any]:
    then = _decided(tables, scope)
    then = then[then["outcome"] == "declined"]
    return sizes(then.assign(reason=then["decline_reason"].fillna("not_recorded")), ["track", "reason"], "declined")


def role_repulsion(tables: Frames, scope: Scope) -> pd.DataFrame:
    """By the unit of the offered role, without the other aspects."""
    units = tables["critical_roles"][["role_id", "business_unit"]].rename(columns={"business_unit": "value"})
    then = _decided(tables, scope).merge(units, how="left", on="role_id")
    then = then.assign(aspect="unit", value=then["value"].fillna("unknown"))
    answers = sizes(then, ["track", "aspect", "value", "outcome"], "offers").unstack(fill_value=0)
    return answers.reindex(columns=["accepted", "declined"], fill_value=0)
