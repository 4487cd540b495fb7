"""Charts: every interval drawn, shares from 0 to 100 %, told apart without colour."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from charts import bench, exits, growth, offer_answers, overview, pathways, refusals, retention, theme
from charts.primitives.sparkline import sparkline


def strength(**groups: Any) -> pd.DataFrame:
    covered = {"named": 46, "ready": 38, "effective": 25, "willing_or_unknown": 20, "willing": 14, "two_deep": 17}
    rows = [{**groups, "step": step, "roles": 60, "covered": number} for step, number in covered.items()]
    frame = pd.DataFrame(rows).astype({"roles": "Int64", "covered": "Int64"})
    return frame.assign(share=frame["covered"] / 60, low=0.1, high=0.9, note="")


def curve() -> pd.DataFrame:
    rows = [
        {"track": track, "month": month, "at_risk": 100 - month, "leavers": month, "retained": 1 - month * fall}
        for track, fall in (("ic", 0.01), ("manager", 0.02))
        for month in range(25)
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(low=frame["retained"] - 0.05, high=(frame["retained"] + 0.05).clip(upper=1), note="")


def rates(**more: Any) -> pd.DataFrame:
    rows = [
        {"business_unit": unit, "track": track, "headcount_start": 50, "leavers": 5, "rate": 0.9}
        for unit in ("Sales", "Legal")
        for track in ("ic", "manager")
    ]
    return pd.DataFrame(rows).assign(low=0.8, high=0.95, note="", **more)


def gap() -> pd.DataFrame:
    rows = [("crude", 0.85, 0.89, -0.04, -0.07, -0.01, 0.02), ("same_level", 0.86, 0.82, 0.04, 0.01, 0.08, None),
            ("log_rank", None, None, None, None, None, 0.3)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["measure", "ic", "manager", "gap", "low", "high", "p_value"])
    return frame.assign(note="")


def offers(**columns: list[Any]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame(columns)
    frame["offered_track"] = (["ic", "manager"] * size)[:size]
    return frame.assign(accepted=10, declined=4, refusal_rate=4 / 14, low=0.117, high=0.547, note="")


def reasons() -> pd.DataFrame:
    rows = [("not_recorded", 9, 0.6), ("people_management", 4, 4 / 15), ("pay", 2, 2 / 15)]
    return pd.DataFrame(rows, columns=["reason", "declined", "share"]).assign(note="")


def parity() -> pd.DataFrame:
    rows = [(4, "EUR", 60, 20, 1.14, 1.10, 1.19), (4, "GBP", 40, 9, 0.9, 0.5, 1.6), (5, "EUR", 30, 12, 0.98, 0.9, 1.05)]
    columns = ["job_level", "currency", "ic", "manager", "manager_to_ic_pay", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(ic_median_salary=1.0, manager_median_salary=1.0, note="")


def ceilings() -> pd.DataFrame:
    rows = [("Law", "ic", 90, 6), ("Law", "manager", 9, 8), ("Tax", "ic", 80, 7), ("Tax", "manager", 8, 7)]
    frame = pd.DataFrame(rows, columns=["job_family", "track", "people", "ceiling"])
    return frame.assign(at_ceiling=3, note="").astype({"ceiling": "Int64"})


def moves() -> pd.DataFrame:
    rows = [(track, move) for track in ("ic", "manager") for move in pathways.MOVES]
    frame = pd.DataFrame(rows, columns=["track", "move"])
    return frame.assign(moves=12, per_100_person_years=8.0, low=6.5, high=9.5, note="")


def turnover() -> pd.DataFrame:
    return pd.DataFrame({"track": ["ic", "manager"], "exits": [12, 3]}).assign(rate_per_100=8.0, low=6.5, high=9.5)


def ways(**more: Any) -> pd.DataFrame:
    rows = [(prepared, month) for prepared in ("all", "no", "yes") for month in (6, 12)]
    frame = pd.DataFrame(rows, columns=["prepared", "month"])
    return frame.assign(people=50, at_risk=30, stayed=0.7, stepped_down=0.2, left=0.1, note="", **more)


def spans() -> pd.DataFrame:
    frame = pd.DataFrame({"business_unit": ["Sales", "Legal"], "managers": [12, 3], "median": [7.0, 4.0]})
    return frame.assign(mean=6.0, p90=[15.0, 6.0], over_10_share=0.2, note="")


def coverage(**more: Any) -> pd.DataFrame:
    rows = [("Seed", "career_goal"), ("Seed", "all"), ("Root", "recognition"), ("Root", "all"), ("all", "all")]
    frame = pd.DataFrame(rows, columns=["stage", "kind"])
    return frame.assign(people=40, share=0.4, low=0.35, high=0.45, note="", **more)


def active() -> pd.DataFrame:
    rows = [(stage, yes) for stage in ("Seed", "all") for yes in ("yes", "no")]
    frame = pd.DataFrame(rows, columns=["stage", "active"])
    return frame.assign(people=50, retained=45, rate=0.9, low=0.85, high=0.94, note="")


def causes() -> pd.DataFrame:
    rows = [
        (track, month, cause, share)
        for track in ("ic", "manager")
        for month in range(13)
        for cause, share in (("voluntary", month / 50), ("retired", 0.0), ("retained", 1 - month / 50))
    ]
    return pd.DataFrame(rows, columns=["track", "month", "cause", "cumulative"]).assign(at_risk=40, note="")


def causes_by_year() -> pd.DataFrame:
    rows = [
        (track, month, cause, share)
        for track in ("ic", "manager")
        for month in (12, 24)
        for cause, share in (("voluntary", month / 100), ("retirement", None), ("other", None), ("retained", 0.6))
    ]
    return pd.DataFrame(rows, columns=["track", "month", "cause", "cumulative"]).assign(at_risk=None, note="")


def followed_by_year() -> pd.DataFrame:
    return followed()[lambda rows: rows["month"] == 12].assign(people=None, at_risk=None)


def lost() -> pd.DataFrame:
    frame = pd.DataFrame({"business_unit": ["Sales", "Legal"], "leavers": [4, 2], "tenure_years": [20.4, 8.0]})
    return frame.assign(high_performers=[1, None], tenure_years_high_performers=[6.2, None], note="")


def followed(**more: Any) -> pd.DataFrame:
    rows = [(answer, month, 1 - month / 100) for answer in ("accepted", "declined") for month in (0, 6, 12)]
    frame = pd.DataFrame(rows, columns=["answer", "month", "retained"])
    low, high = frame["retained"] - 0.05, (frame["retained"] + 0.05).clip(upper=1)
    return frame.assign(people=60, at_risk=40, low=low, high=high, p_value=0.01, note="", **more)


def asked() -> pd.DataFrame:
    rows = [("Sales", 10, 4, 3, 3), ("Legal", 4, 2, 2, 0)]
    columns = ["business_unit", "successors", "willing_yes", "willing_no", "willing_unknown"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(never_asked_share=frame["willing_unknown"] / frame["successors"], note="")


def preferences() -> pd.DataFrame:
    rows = [("Gen Z", wish, 20) for wish in ("specialist", "people_manager", "innovator", "unknown")]
    frame = pd.DataFrame(rows, columns=["generation", "preference", "people"])
    return frame.assign(share=0.25, low=0.17, high=0.35, note="")


def repelled() -> pd.DataFrame:
    rows = [("level_step", "same", "manager"), ("level_step", "1 up", "ic"), ("span", "unknown", "manager")]
    frame = pd.DataFrame(rows, columns=["aspect", "value", "offered_track"])
    return frame.assign(accepted=10, declined=4, refusal_rate=4 / 14, low=0.117, high=0.547, note="")


Drawn = tuple[Callable[[pd.DataFrame], alt.LayerChart], pd.DataFrame]
CHARTS: dict[str, Drawn] = {
    "waterfall": (overview.bench_waterfall, strength()),
    "curves": (retention.survival_curves, curve()),
    "gap": (retention.retention_gap, gap()),
    "retention by unit": (retention.retention_by_unit, rates()),
    "turnover by track": (retention.turnover_by_track, turnover()),
    "refusal trend": (refusals.refusal_trend, offers(as_of=["2026-05-31"] * 2 + ["2026-06-30"] * 2)),
    "refusals by track": (refusals.refusals_by_track, offers(x=[1, 2])),
    "refusals by unit": (refusals.refusals_by_unit, offers(business_unit=["Sales", "Sales"])),
    "refusals by generation": (refusals.refusals_by_generation, offers(generation=["Gen Z", "Gen Z"])),
    "reasons": (refusals.refusal_reasons, reasons()),
    "steps by unit": (bench.steps_by_unit, strength(business_unit="Sales")),
    "pay by level": (pathways.pay_by_level, parity()),
    "ceilings": (pathways.ceilings_by_family, ceilings()),
    "moves": (pathways.moves_by_track, moves()),
    "new managers": (pathways.new_managers, ways()),
    "new managers by unit": (pathways.new_managers_by_unit, ways(business_unit="Sales")),
    "spans": (pathways.spans_by_unit, spans()),
    "growth kinds": (growth.growth_kinds, coverage()),
    "growth by unit": (growth.growth_by_unit, coverage(business_unit="Sales")),
    "recognition": (growth.recognition_by_unit, coverage(business_unit="Sales", track="ic")),
    "staying by activity": (growth.staying_by_activity, active()),
    "causes of experts": (exits.causes_of_experts, causes()),
    "causes of managers": (exits.causes_of_managers, causes()),
    "causes by year": (exits.causes_of_experts, causes_by_year()),
    "expertise lost": (exits.expertise_lost, lost()),
    "after the answer": (offer_answers.after_the_answer, followed()),
    "after the answer by year": (offer_answers.after_the_answer, followed_by_year()),
    "after the answer by unit": (offer_answers.after_the_answer_by_unit, followed(business_unit="Sales")),
    "asked": (offer_answers.asked_by_unit, asked()),
    "wishes": (offer_answers.wishes_by_generation, preferences()),
    "repulsion": (offer_answers.repulsion, repelled()),
}
WITHOUT_INTERVALS = {
    *("reasons", "steps by unit", "ceilings", "new managers", "new managers by unit", "spans", "asked"),
    *("causes of experts", "causes of managers", "causes by year", "expertise lost"),
}
WITH_INTERVALS = sorted(set(CHARTS) - WITHOUT_INTERVALS)


def spec(name: str, theme_type: str = "light") -> dict[str, Any]:
    draw, frame = CHARTS[name]
    return theme.specification(draw(frame), theme_type)


def encodings(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for one in node for found in encodings(one)]
    if not isinstance(node, dict):
        return []
    own = [node["encoding"]] if "encoding" in node else []
    return own + [found for key, one in node.items() if key != "encoding" for found in encodings(one)]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_as_wide_as_its_place_and_sends_nothing_out(name: str) -> None:
    drawn = spec(name)
    assert drawn["width"] == "container"
    assert drawn["usermeta"]["embedOptions"]["actions"] is False
    assert "url" not in json.dumps({key: value for key, value in drawn.items() if key not in ("$schema", "datasets")})


@pytest.mark.parametrize("name", CHARTS)
def test_a_specification_is_plain_json(name: str) -> None:
    json.dumps(spec(name), allow_nan=False)


@pytest.mark.parametrize("name", CHARTS)
def test_a_specification_is_one_that_vega_lite_reads(name: str) -> None:
    alt.TopLevelLayerSpec.validate(spec(name))


@pytest.mark.parametrize("name", CHARTS)
def test_every_layer_draws_from_a_table_that_is_held_once(name: str) -> None:
    drawn = spec(name)
    tables = [json.dumps(rows, sort_keys=True) for rows in drawn["datasets"].values()]
    assert len(set(tables)) == len(tables)
    assert {layer["data"]["name"] for layer in drawn["layer"]} == set(drawn["datasets"])


@pytest.mark.parametrize("name", CHARTS)
def test_the_dark_chart_holds_no_light_colour(name: str) -> None:
    text = json.dumps(spec(name, "dark"))
    assert not [code for code in theme._DARK if f'"{code}"' in text]


@pytest.mark.parametrize("name", WITH_INTERVALS)
def test_every_interval_is_drawn(name: str) -> None:
    ends = [encoding for encoding in encodings(spec(name)) if {"x2", "y2"} & set(encoding)]
    assert any(str(end.get("x2", end.get("y2"))).count("high") for end in ends)


@pytest.mark.parametrize("name", ["curves", "retention by unit", "refusal trend", "refusals by track", "growth kinds"])
def test_shares_are_drawn_from_nothing_to_all(name: str) -> None:
    assert '"domain": [0, 1]' in json.dumps(spec(name))


@pytest.mark.parametrize(
    ("name", "channel"),
    [("curves", "strokeDash"), ("refusal trend", "strokeDash"), ("refusal trend", "shape"),
     ("retention by unit", "shape"), ("refusals by track", "shape"), ("moves", "shape"),
     ("after the answer", "strokeDash"), ("wishes", "shape"), ("repulsion", "shape")],
)  # fmt: skip
def test_tracks_are_told_apart_without_colour(name: str, channel: str) -> None:
    assert any(channel in encoding for encoding in encodings(spec(name)))


@pytest.mark.parametrize("name", CHARTS)
def test_labels_stand_on_the_marks_and_not_in_a_legend(name: str) -> None:
    for encoding in encodings(spec(name)):
        for channel in ("color", "shape", "strokeDash"):
            if "field" in encoding.get(channel, {}):
                assert encoding[channel]["legend"] is None


def test_the_loss_is_named_at_every_step() -> None:
    text = json.dumps(spec("waterfall"), ensure_ascii=False)
    for loss in ("−14 no one named", "−8 no one ready", "−13 promised to two roles", "−5 said no", "−6 not asked"):
        assert loss in text


def test_reasons_not_recorded_come_last_however_many() -> None:
    assert '"sort": ["People management", "Pay", "Not recorded"]' in json.dumps(spec("reasons"))


@pytest.mark.parametrize(
    ("values", "lines"),
    [([], 0), ([0.5], 0), ([None, None], 0), ([0.1, 0.2, 0.3], 1), ([0.1, 0.2, None, 0.3, 0.4], 2)],
)
def test_a_sparkline_leaves_a_gap_where_there_is_no_figure(values: list[float | None], lines: int) -> None:
    assert sparkline(values, "#000000").count("<polyline") == lines


def test_pay_is_compared_only_where_ten_are_on_each_track() -> None:
    text = json.dumps(spec("pay by level"), ensure_ascii=False)
    assert "EUR +14 %: 60, 20" in text
    assert "GBP" not in text


def test_what_becomes_of_new_managers_is_drawn_in_one_order_and_said_in_words() -> None:
    text = json.dumps(spec("new managers"), ensure_ascii=False)
    assert "Prepared, after 6 months" in text
    assert "70\u00a0% manage, 20\u00a0% back; 30 seen" in text
    assert '"domain": ["stayed", "stepped_down", "left"]' in text


def test_where_years_alone_are_told_each_is_a_bar_that_adds_up_with_what_is_told_together() -> None:
    drawn = spec("causes by year")
    rows = [row for rows in drawn["datasets"].values() for row in rows if "share" in row]
    first = {row["who"]: round(row["share"], 9) for row in rows if row["name"] == "After 1 year"}
    assert first == {"Still here": 0.6, "Own choice": 0.12, "Other causes together": 0.28}
    assert {row["said"].replace("\u00a0", " ") for row in rows} == {
        "60 % still here, 12 % left by choice",
        "60 % still here, 24 % left by choice",
    }


def test_where_years_alone_are_told_both_answers_stand_side_by_side() -> None:
    rows = [row for rows in spec("after the answer by year")["datasets"].values() for row in rows if "said" in row]
    assert [(row["head"], row["said"].replace("\u00a0", " ")) for row in rows] == [
        ("After 1 year", "Said yes 88 %"),
        ("After 1 year", "Said no 88 %"),
    ]


def test_causes_of_leaving_are_named_at_the_end_of_their_band() -> None:
    text = json.dumps(spec("causes of managers"), ensure_ascii=False)
    assert "Own choice 24\u00a0%" in text
    assert "Still here 76\u00a0%" in text


def test_an_aspect_of_the_role_that_nobody_recorded_is_not_drawn() -> None:
    text = json.dumps(spec("repulsion"), ensure_ascii=False)
    assert "A level higher?" in text
    assert "How many to lead" not in text


def test_a_curve_whose_numbers_are_withheld_says_nothing_of_how_many_are_observed() -> None:
    withheld = curve().assign(at_risk=None, leavers=None)
    shown, bare = (
        json.dumps(theme.specification(retention.survival_curves(one), "light")) for one in (curve(), withheld)
    )
    assert "observed" in shown
    assert "observed" not in bare
    assert "no figure" not in bare
    assert "At risk" not in bare
