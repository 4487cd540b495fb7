"""Employment history from events and rosters: every awkward case has a decided outcome."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from company import company

D = date
ROSTER = D(2026, 9, 30)


def spells(con: duckdb.DuckDBPyConnection, who: str, *columns: str) -> list[tuple[object, ...]]:
    picked = ", ".join(columns or ("spell_start", "spell_end", "track", "job_level", "end_reason", "assumed"))
    return con.execute(
        f"select {picked} from employment_spells where employee_id = ? order by hire_date, spell_start", [who]
    ).fetchall()


def person(**fields: object) -> dict[str, object]:
    return {"employee_id": "A", "hire_date": D(2018, 1, 1), "track": "ic", "job_level": 3, **fields}


def event(day: date, action: str = "promotion", **fields: object) -> dict[str, object]:
    return {"employee_id": "A", "effective_date": day, "action": action, **fields}


def test_without_history_todays_values_are_assumed_until_the_roster() -> None:
    con = company(employees=[person()], as_of=ROSTER)
    assert spells(con, "A") == [
        (D(2018, 1, 1), ROSTER, "ic", 3, "change", True),
        (ROSTER, None, "ic", 3, "open", False),
    ]


def test_history_wins_over_the_roster_and_is_not_assumed() -> None:
    con = company(
        employees=[person(track="ic", job_level=9)],
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2),
            event(D(2020, 5, 1), track="manager", job_level=3),
        ],
    )
    assert spells(con, "A") == [
        (D(2018, 1, 1), D(2020, 5, 1), "ic", 2, "change", False),
        (D(2020, 5, 1), None, "manager", 3, "open", False),
    ]


def test_an_empty_value_in_an_event_means_unchanged() -> None:
    con = company(
        employees=[person()],
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2),
            event(D(2020, 5, 1), job_level=3),
        ],
    )
    assert spells(con, "A", "track", "job_level") == [("ic", 2), ("ic", 3)]


def test_events_of_one_day_fold_into_one_and_the_last_value_wins() -> None:
    con = company(
        employees=[person()],
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2),
            event(D(2020, 5, 1), job_level=3, sequence=0),
            event(D(2020, 5, 1), "track_change", track="manager", job_level=4, sequence=1),
            event(D(2020, 5, 1), "transfer", business_unit="Sales", sequence=2),
        ],
    )
    assert spells(con, "A", "spell_start", "track", "job_level", "business_unit")[1:] == [
        (D(2020, 5, 1), "manager", 4, "Sales")
    ]


def test_a_rehire_is_two_employments() -> None:
    con = company(
        employees=[
            person(termination_date=D(2020, 3, 31), termination_type="voluntary"),
            person(hire_date=D(2022, 1, 1), track="manager"),
        ],
        as_of=ROSTER,
    )
    assert spells(con, "A", "hire_date", "spell_start", "spell_end", "end_reason") == [
        (D(2018, 1, 1), D(2018, 1, 1), D(2020, 3, 31), "exit_voluntary"),
        (D(2022, 1, 1), D(2022, 1, 1), ROSTER, "change"),
        (D(2022, 1, 1), ROSTER, None, "open"),
    ]


def test_a_rehire_event_the_roster_does_not_list_opens_an_employment() -> None:
    con = company(
        employees=[person(termination_date=D(2020, 3, 31), termination_type="voluntary")],
        job_history=[event(D(2022, 1, 1), "rehire", track="manager", job_level=4)],
    )
    assert spells(con, "A", "hire_date", "spell_end", "track", "end_reason") == [
        (D(2018, 1, 1), D(2020, 3, 31), "ic", "exit_voluntary"),
        (D(2022, 1, 1), None, "manager", "open"),
    ]


def test_an_open_employment_ends_where_the_next_one_of_the_same_person_begins() -> None:
    con = company(rosters_on={D(2019, 1, 1): [person()], D(2023, 1, 1): [person(hire_date=D(2022, 1, 1))]})
    assert spells(con, "A", "hire_date", "spell_start", "spell_end", "end_reason")[-1][0] == D(2022, 1, 1)
    ends = [row for row in spells(con, "A", "spell_end", "end_reason") if str(row[1]).startswith("exit")]
    assert ends == [(D(2022, 1, 1), "exit_unknown")]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"termination_date": D(2022, 12, 31), "termination_type": "voluntary"}, "exit_voluntary"),
        ({"termination_date": D(2022, 12, 31)}, "exit_unknown"),
        ({}, "exit_unknown"),
    ],
)
def test_of_overlapping_employments_the_first_ends_as_an_exit_where_the_second_begins(
    first: dict[str, object], reason: str
) -> None:
    con = company(employees=[person(**first), person(hire_date=D(2022, 1, 1))], as_of=ROSTER)
    ends = dict.fromkeys((D(2018, 1, 1), D(2022, 1, 1)))
    for hire_date, end, how in spells(con, "A", "hire_date", "spell_end", "end_reason"):
        ends[hire_date] = (end, how)  # type: ignore[index]
    assert ends == {D(2018, 1, 1): (D(2022, 1, 1), reason), D(2022, 1, 1): (None, "open")}


def test_a_hire_date_moved_back_by_a_newer_roster_is_a_correction_not_a_rehire() -> None:
    con = company(rosters_on={D(2019, 1, 1): [person()], D(2020, 1, 1): [person(hire_date=D(2017, 6, 1))]})
    assert {row[0] for row in spells(con, "A", "hire_date")} == {D(2017, 6, 1)}


def test_a_future_exit_is_dated_and_not_an_exit_yet() -> None:
    leaver = person(termination_date=D(2027, 3, 31), termination_type="voluntary")
    con = company(employees=[leaver], as_of=ROSTER)
    assert spells(con, "A", "spell_start", "spell_end", "end_reason")[-1] == (ROSTER, D(2027, 3, 31), "exit_voluntary")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("voluntary", "exit_voluntary"),
        ("involuntary", "exit_involuntary"),
        ("retirement", "exit_retirement"),
        ("other", "exit_other"),
        (None, "exit_unknown"),
    ],
)
def test_the_exit_type_names_the_end(kind: str | None, reason: str) -> None:
    con = company(employees=[person(termination_date=D(2020, 1, 31), termination_type=kind)])
    assert spells(con, "A", "spell_end", "end_reason") == [(D(2020, 1, 31), reason)]


def test_a_termination_event_ends_an_employment_whose_roster_brings_no_last_day() -> None:
    con = company(
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2),
            event(D(2019, 6, 30), "termination", track="manager", job_level=5),
        ]
    )
    assert spells(con, "A") == [(D(2018, 1, 1), D(2019, 6, 30), "ic", 2, "exit_unknown", False)]


def test_the_rosters_last_day_wins_over_the_events_and_the_event_is_listed() -> None:
    con = company(
        employees=[person(termination_date=D(2020, 3, 31), termination_type="voluntary")],
        job_history=[event(D(2018, 1, 1), "hire", track="ic"), event(D(2020, 3, 15), "termination")],
    )
    assert spells(con, "A", "spell_end", "end_reason")[-1] == (D(2020, 3, 31), "exit_voluntary")
    assert con.execute("select effective_date, action from ignored_events").fetchall() == [
        (D(2020, 3, 15), "termination")
    ]


def test_a_newer_roster_that_shows_someone_employed_overrules_a_termination_event() -> None:
    con = company(
        employees=[person()],
        job_history=[event(D(2018, 1, 1), "hire", track="ic", job_level=3), event(D(2020, 3, 15), "termination")],
        as_of=ROSTER,
    )
    assert spells(con, "A", "spell_end", "end_reason")[-1] == (None, "open")
    assert con.execute("select count(*) from ignored_events").fetchone() == (1,)


def test_events_on_or_after_the_last_day_are_ignored_and_listed() -> None:
    con = company(
        employees=[person(termination_date=D(2020, 3, 31))],
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2),
            event(D(2020, 3, 31), track="manager"),
            event(D(2021, 1, 1), "transfer", business_unit="Sales"),
        ],
    )
    assert spells(con, "A", "track", "spell_end") == [("ic", D(2020, 3, 31))]
    assert con.execute("select effective_date from ignored_events order by 1").fetchall() == [
        (D(2020, 3, 31),),
        (D(2021, 1, 1),),
    ]


def test_a_termination_and_a_rehire_on_one_day_are_two_employments_without_a_gap() -> None:
    con = company(
        job_history=[
            event(D(2017, 5, 19), "hire", sequence=0),
            event(D(2017, 9, 1), "termination", sequence=0),
            event(D(2017, 9, 1), "hire", sequence=1, track="ic"),
        ]
    )
    assert spells(con, "A", "spell_start", "spell_end", "end_reason") == [
        (D(2017, 5, 19), D(2017, 9, 1), "exit_unknown"),
        (D(2017, 9, 1), None, "open"),
    ]


def test_an_employment_that_ends_on_its_first_day_keeps_one_spell_of_length_zero() -> None:
    con = company(employees=[person(termination_date=D(2018, 1, 1), termination_type="voluntary")])
    assert spells(con, "A", "spell_start", "spell_end", "end_reason") == [
        (D(2018, 1, 1), D(2018, 1, 1), "exit_voluntary")
    ]


def test_the_hire_event_of_somebody_gone_on_the_first_day_opens_no_second_employment() -> None:
    con = company(
        employees=[person(termination_date=D(2018, 1, 1), termination_type="other")],
        job_history=[event(D(2018, 1, 1), "hire", track="ic"), event(D(2018, 1, 1), "termination")],
    )
    assert spells(con, "A", "spell_start", "spell_end", "end_reason") == [(D(2018, 1, 1), D(2018, 1, 1), "exit_other")]


def test_a_change_between_two_rosters_is_dated_on_the_later_one() -> None:
    con = company(
        rosters_on={
            D(2025, 6, 30): [person(track="ic", business_unit="Sales", department="East")],
            D(2025, 9, 30): [person(track="manager", business_unit="Sales", department="West")],
        }
    )
    assert spells(con, "A", "spell_start", "spell_end", "track", "department", "assumed") == [
        (D(2018, 1, 1), D(2025, 6, 30), "ic", "East", True),
        (D(2025, 6, 30), D(2025, 9, 30), "ic", "East", False),
        (D(2025, 9, 30), None, "manager", "West", False),
    ]


def test_someone_missing_from_a_newer_roster_is_listed_and_still_employed() -> None:
    con = company(rosters_on={D(2025, 6, 30): [person(), person(employee_id="B")], D(2025, 9, 30): [person()]})
    assert con.execute("select employee_id, last_seen, missing_from from disappeared").fetchall() == [
        ("B", D(2025, 6, 30), D(2025, 9, 30))
    ]
    assert spells(con, "B", "spell_end", "end_reason")[-1] == (None, "open")


def test_someone_missing_counts_as_a_leaver_of_unknown_type_only_if_hr_says_so() -> None:
    con = company(
        rosters_on={D(2025, 6, 30): [person(), person(employee_id="B")], D(2025, 9, 30): [person()]},
        settings={"disappeared_are_leavers": "yes"},
    )
    assert spells(con, "B", "spell_end", "end_reason")[-1] == (D(2025, 9, 30), "exit_unknown")


def test_someone_who_left_with_a_date_and_is_gone_from_the_next_roster_has_not_disappeared() -> None:
    con = company(
        rosters_on={
            D(2025, 6, 30): [person(), person(employee_id="B", termination_date=D(2025, 7, 31))],
            D(2025, 9, 30): [person()],
        }
    )
    assert con.execute("select count(*) from disappeared").fetchone() == (0,)


def test_track_comes_from_reporting_lines_where_no_column_says_it() -> None:
    boss = {"employee_id": "B", "hire_date": D(2017, 1, 1)}
    con = company(employees=[boss, {"employee_id": "A", "hire_date": D(2018, 1, 1), "manager_id": "B"}])
    assert set(spells(con, "B", "track", "track_derived")) == {("manager", True)}
    assert set(spells(con, "A", "track", "track_derived")) == {("ic", True)}


def test_a_leaver_with_reports_on_the_last_day_was_a_manager() -> None:
    boss = {"employee_id": "B", "hire_date": D(2017, 1, 1), "termination_date": D(2020, 1, 31)}
    con = company(employees=[boss, {"employee_id": "A", "hire_date": D(2018, 1, 1), "manager_id": "B"}])
    assert set(spells(con, "B", "track")) == {("manager",)}


def test_a_manager_whose_only_report_has_left_is_no_longer_one() -> None:
    boss = {"employee_id": "B", "hire_date": D(2017, 1, 1)}
    gone = {"employee_id": "A", "hire_date": D(2018, 1, 1), "manager_id": "B", "termination_date": D(2020, 1, 31)}
    con = company(employees=[boss, gone])
    assert set(spells(con, "B", "track")) == {("ic",)}


def test_without_reporting_lines_an_unknown_track_stays_unknown() -> None:
    con = company(employees=[{"employee_id": "A", "hire_date": D(2018, 1, 1)}])
    assert set(spells(con, "A", "track", "track_derived", "assumed")) == {("unknown", False, False)}


def test_a_track_run_joins_neighbouring_spells_and_keeps_the_values_of_its_first_day() -> None:
    con = company(
        employees=[person(termination_date=D(2024, 1, 31), termination_type="voluntary")],
        job_history=[
            event(D(2018, 1, 1), "hire", track="ic", job_level=2, business_unit="Sales"),
            event(D(2019, 1, 1), job_level=3, business_unit="IT"),
            event(D(2020, 1, 1), track="manager", job_level=4),
            event(D(2021, 1, 1), "transfer", business_unit="HR"),
        ],
    )
    runs = con.execute(
        "select run_start, run_end, track, job_level, business_unit, end_reason from track_runs order by run_start"
    ).fetchall()
    assert runs == [
        (D(2018, 1, 1), D(2020, 1, 1), "ic", 2, "Sales", "change"),
        (D(2020, 1, 1), D(2024, 1, 31), "manager", 4, "IT", "exit_voluntary"),
    ]


def test_spells_of_one_employment_neither_overlap_nor_gap() -> None:
    con = company(
        employees=[person(), person(employee_id="B", termination_date=D(2022, 2, 2))],
        job_history=[event(D(2018 + year, 3, 1), job_level=year) for year in range(1, 8)],
    )
    broken = con.execute(
        """
        select count(*) from (
            select spell_end, lead(spell_start) over (partition by employee_id, hire_date order by spell_start) as next
            from employment_spells
        ) where next is not null and next <> spell_end
        """
    ).fetchone()
    assert broken == (0,)


def test_reporting_lines_have_a_beginning_and_an_end() -> None:
    con = company(
        employees=[person(termination_date=D(2024, 1, 31))],
        job_history=[event(D(2018, 1, 1), "hire", manager_id="M1"), event(D(2020, 1, 1), "change", manager_id="M2")],
    )
    assert con.execute("select manager_id, from_date, to_date from reports_to order by from_date").fetchall() == [
        ("M1", D(2018, 1, 1), D(2020, 1, 1)),
        ("M2", D(2020, 1, 1), D(2024, 1, 31)),
    ]


JAN, APR, JUL, OCT = (D(2026, month, 1) for month in (1, 4, 7, 10))
HIRED = D(2018, 1, 1)


def lines(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select manager_id, from_date, to_date from reports_to where employee_id = 'A' order by from_date"
    ).fetchall()


@pytest.mark.parametrize(
    ("said", "lines_of_a"),
    [
        pytest.param({JAN: "M", APR: None}, [("M", HIRED, APR)], id="emptied"),
        pytest.param({JAN: None, APR: "M"}, [("M", APR, None)], id="empty in the oldest, which speaks for before"),
        pytest.param({JAN: "M", APR: None, JUL: "M"}, [("M", HIRED, APR), ("M", JUL, None)], id="empty for a time"),
        pytest.param({JAN: "M", APR: None, JUL: "N"}, [("M", HIRED, APR), ("N", JUL, None)], id="then another"),
        pytest.param({JAN: "M", APR: None, JUL: None}, [("M", HIRED, APR)], id="emptied and empty again"),
        pytest.param({JAN: None, APR: None}, [], id="never anybody"),
        pytest.param({JAN: "M", APR: ..., JUL: "M"}, [("M", HIRED, None)], id="a roster without the column"),
        pytest.param({JAN: "M", APR: None, JUL: ...}, [("M", HIRED, APR)], id="the same after an empty one"),
        pytest.param({JAN: ..., APR: None, JUL: "M"}, [("M", JUL, None)], id="the oldest that brings the column"),
    ],
)
def test_the_manager_on_a_day_is_that_of_the_newest_roster_until_then_an_empty_one_as_well(
    said: dict[date, object], lines_of_a: list[tuple[object, ...]]
) -> None:
    con = company(
        rosters_on={
            day: [person(**({} if manager is ... else {"manager_id": manager}))] for day, manager in said.items()
        }
    )
    assert lines(con) == lines_of_a


def test_an_empty_manager_in_an_event_means_unchanged_and_events_win_over_rosters() -> None:
    con = company(
        rosters_on={JAN: [person(manager_id="M")], OCT: [person(manager_id=None)]},
        job_history=[event(D(2020, 1, 1), manager_id="N"), event(D(2022, 1, 1), job_level=4)],
    )
    assert lines(con) == [("N", HIRED, None)]


def test_a_manager_emptied_by_the_last_roster_before_the_hire_is_no_manager() -> None:
    later = person(hire_date=JUL)
    con = company(rosters_on={JAN: [{**later, "manager_id": "M"}], APR: [{**later, "manager_id": None}]})
    assert lines(con) == []


@pytest.mark.parametrize(
    ("manager", "tracks"),
    [
        pytest.param("B", {"A": "ic", "B": "manager"}, id="to somebody"),
        pytest.param("stranger", {"A": "unknown", "B": "unknown"}, id="to nobody known"),
        pytest.param("A", {"A": "unknown", "B": "unknown"}, id="to themselves"),
    ],
)
def test_events_tell_tracks_by_lines_from_one_person_to_another_alone(manager: str, tracks: dict[str, str]) -> None:
    con = company(
        employees=[person(track=None), person(employee_id="B", track=None)],
        job_history=[event(D(2020, 1, 1), manager_id=manager)],
    )
    assert {who: row[0] for who in tracks for row in spells(con, who, "track")} == tracks


def test_employments_thousands_of_years_apart_stay_apart() -> None:
    first, last = D(1, 5, 1), D(9998, 5, 1)
    con = company(
        employees=[person(hire_date=first), person(employee_id="B")],
        job_history=[event(first, "hire", track="ic", job_level=1), event(last, job_level=2)],
    )
    assert spells(con, "A", "spell_start", "spell_end", "job_level") == [(first, last, 1), (last, None, 2)]
    assert spells(con, "B", "spell_start", "spell_end") == [(HIRED, ROSTER), (ROSTER, None)]


@pytest.mark.parametrize(
    ("born", "generation"),
    [
        (1945, "Silent"),
        (1946, "Boomer"),
        (1964, "Boomer"),
        (1965, "Gen X"),
        (1980, "Gen X"),
        (1981, "Millennial"),
        (1996, "Millennial"),
        (1997, "Gen Z"),
        (2012, "Gen Z"),
    ],
)
def test_the_birth_year_gives_the_generation(born: int, generation: str) -> None:
    con = company(employees=[person(birth_date=D(born, 7, 1))])
    assert set(spells(con, "A", "generation")) == {(generation,)}


def test_a_first_day_leaver_whose_hire_event_is_known_rests_on_no_assumption() -> None:
    con = company(
        employees=[person(termination_date=D(2018, 1, 1))],
        job_history=[event(D(2018, 1, 1), "hire", track="manager", job_level=4)],
    )
    assert spells(con, "A", "track", "job_level", "assumed") == [("manager", 4, False)]


TWO_ROSTERS = {D(2024, 12, 31): [person()], ROSTER: [person()]}
STRANGER = "X"
UNLISTED = {
    "a hire": [event(D(2025, 3, 1), "hire", employee_id=STRANGER, track="ic")],
    "a change": [event(D(2025, 3, 1), employee_id=STRANGER, track="ic")],
    "before every roster": [event(D(2019, 3, 1), "hire", employee_id=STRANGER, track="ic")],
    "a rehire after leaving": [
        event(D(2019, 1, 1), "hire", employee_id=STRANGER),
        event(D(2020, 1, 1), "termination", employee_id=STRANGER),
        event(D(2025, 1, 1), "rehire", employee_id=STRANGER),
    ],
    "left and back on one day": [
        event(D(2019, 1, 1), "hire", employee_id=STRANGER),
        event(D(2020, 1, 1), "termination", employee_id=STRANGER),
        event(D(2020, 1, 1), "rehire", employee_id=STRANGER),
    ],
}


@pytest.mark.parametrize("disappeared", ["no", "yes"])
@pytest.mark.parametrize("events", UNLISTED.values(), ids=UNLISTED)
def test_nobody_whom_a_later_roster_lacks_is_employed_by_events_alone(
    events: list[dict[str, object]], disappeared: str
) -> None:
    con = company(rosters_on=TWO_ROSTERS, job_history=events, settings={"disappeared_are_leavers": disappeared})
    assert [row for row in spells(con, STRANGER, "spell_end") if row[0] is None or row[0] > D(2020, 1, 1)] == []
    ignored = con.execute("select effective_date, action, reason from ignored_events").fetchall()
    last = events[-1]
    assert ignored == [(last["effective_date"], last["action"], "no roster holds the person")]


def test_somebody_hired_after_the_newest_roster_is_employed_by_the_event() -> None:
    con = company(
        rosters_on=TWO_ROSTERS, job_history=[event(D(2026, 10, 15), "hire", employee_id=STRANGER, track="ic")]
    )
    assert spells(con, STRANGER, "spell_start", "spell_end", "end_reason") == [(D(2026, 10, 15), None, "open")]


def test_somebody_who_came_and_left_by_events_needs_no_roster() -> None:
    con = company(
        rosters_on=TWO_ROSTERS,
        job_history=[
            event(D(2019, 3, 1), "hire", employee_id=STRANGER, track="ic"),
            event(D(2021, 3, 1), "termination", employee_id=STRANGER),
        ],
    )
    assert spells(con, STRANGER, "spell_start", "spell_end", "end_reason") == [
        (D(2019, 3, 1), D(2021, 3, 1), "exit_unknown")
    ]


def test_a_list_of_leavers_lacks_everybody_else_and_says_nothing_of_them() -> None:
    gone = person(employee_id="B", termination_date=D(2026, 1, 31))
    con = company(employees=[gone], job_history=[event(D(2019, 3, 1), "hire", employee_id=STRANGER, track="ic")])
    assert spells(con, STRANGER, "spell_end", "end_reason") == [(None, "open")]


def test_without_any_roster_the_events_say_who_is_employed() -> None:
    con = company(job_history=[event(D(2019, 3, 1), "hire", employee_id=STRANGER, track="ic")])
    assert spells(con, STRANGER, "spell_end", "end_reason") == [(None, "open")]
