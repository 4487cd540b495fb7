"""The company's files, with the headings and spellings of the systems they would come from."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

import numpy as np
import pyarrow as pa

from sample_data import world
from sample_data.bench import Bench, Role
from sample_data.careers import Company
from sample_data.columns import (
    Columns,
    as_typed,
    day,
    days,
    full_names,
    id_text,
    ids,
    numbered,
    part_of,
    titles,
    words,
    write_csv,
)
from sample_data.growth import DETAILS, KINDS
from sample_data.offers import OUTCOMES, REASONS
from sample_data.pay import yearly_salary
from sample_data.workbooks import write_workbook
from sample_data.workforce import ACTIONS, CAUSES, TERMINATION, Workforce
from sample_data.world import NEVER, Ints

UNIT_NAMES = tuple(unit.name for unit in world.UNITS)
ROLE_TITLES = (
    (
        "Chief Expert {department}, {location}",
        "Principal {family}, {location}",
        "Lead Architect {department}, {location}",
    ),
    (
        *("Head of {department}, {location}", "Director {family}, {location}", "Director {department}, {location}"),
        *("Programme Director {department}, {location}", "Site Lead {family}, {location}"),
    ),
)  # by track
LEAVING_REASONS = (
    *("",) * 6,
    *("Compensation", "Career Development", "Manager", "Relocation", "Workload", "Another position"),
    *("Performance", "Elimination of Position", "Performance", "Misconduct", "Elimination of Position", "Performance"),
    *("Retirement",) * 6,
    *("Contract End", "Death", "Contract End", "Contract End", "Contract End", "Contract End"),
)


def roster(folder: Path, company: Company, on: int) -> Path:
    """Write the roster of the day `on`: everyone in service, and leavers."""
    people = company.rosters[on]
    path = folder / f"Worker_Roster_{day(on).isoformat()}.csv"
    return write_csv(path, len(people["row"]), lambda part: _roster_cells(company.workforce, part_of(people, part), on))


def _roster_cells(workforce: Workforce, people: dict[str, Ints], on: int) -> Columns:
    row, place, track, level = people["row"], people["place"], people["track"], people["level"]
    leaves = people["exit"] < NEVER
    reason = people["cause"].astype(np.int64) * 6 + people["reason"]
    salary = yearly_salary(workforce, row, level, track, place, np.minimum(people["exit"], on))
    return {
        "Employee ID": ids(workforce, row),
        "Legal Name": full_names(workforce, row),
        "Worker Status": as_typed(("Active", "Terminated"), (people["exit"] <= on).astype(np.int64), row),
        "Worker Type": pa.repeat("Employee", len(row)),
        "Hire Date": days(workforce.hired[row]),
        "Termination Date": days(people["exit"]),
        "Termination type": words(CAUSES, np.where(leaves & people["cause_said"], people["cause"], -1)),
        "Termination Reason": words(LEAVING_REASONS, np.where(leaves, reason, -1)),
        "Date of Birth": days(workforce.birth[row]),
        "Gender": words(world.GENDERS, workforce.gender[row]),
        "Business Unit": words(UNIT_NAMES, people["unit"]),
        "Department": words(world.DEPARTMENTS, people["department"]),
        "Location": words(world.LOCATIONS, place),
        "Country": words(world.COUNTRIES, place),
        "Job Family": words(world.FAMILIES, people["family"]),
        "Business Title": titles(people["family"], track, level),
        "Job Level": pa.array(level),
        "Career Track": words(world.TRACK_NAMES, track),
        "Manager ID": ids(workforce, people["manager"]),
        "Annual Base Pay": pa.array(salary.astype(np.int64)),
        "Currency": words(world.CURRENCIES, place),
        "FTE": pa.array(np.round(workforce.fte[row].astype(np.float64), 2)),
        "Performance Rating": pa.array(people["rating"], mask=people["rating"] == 0),
        "Potential": pa.array(workforce.potential[row], mask=people["rating"] == 0),
        "Retention Risk": _retention_risk(people),
        "Career Interest": words(world.WISHES, np.where(workforce.wish_said[row], workforce.wish[row], -1)),
    }


def _retention_risk(people: dict[str, Ints]) -> pa.Array:
    """A manager's guess, made for about half of the staff."""
    guess = (people["level"] < 3).astype(np.int64) + (people["row"] % 5 == 0)
    return words(("Low", "Medium", "High"), np.where((people["row"] % 9 < 5) & (people["rating"] > 0), guess, -1))


def job_history(folder: Path, company: Company) -> Path:
    """Write every hire, move, change of supervisor and termination, in order of person and day."""
    workforce, events = company.workforce, company.events.table(company.workforce.person)

    def cells(part: slice) -> Columns:
        event = part_of(events, part)
        row, on, track, level = event["row"], event["day"], event["track"], event["level"]
        ends = event["action"] == TERMINATION
        salary = yearly_salary(workforce, row, level, track, workforce.place[row], on)
        return {
            "EMPLID": ids(workforce, row),
            "EFFDT": days(on),
            "EFFSEQ": pa.array(event["sequence"]),
            "ACTION": words(ACTIONS, event["action"]),
            "Career Track": words(world.TRACK_NAMES, np.where(ends, -1, track)),
            "Job Level": pa.array(level, mask=ends),
            "Business Title": titles(event["family"], track, np.where(ends, 0, level)),
            "Job Family": words(world.FAMILIES, np.where(ends, -1, event["family"])),
            "Business Unit": words(UNIT_NAMES, np.where(ends, -1, event["unit"])),
            "SUPVID": ids(workforce, np.where(ends, -1, event["manager"])),
            "Annual Rate": pa.array(salary.astype(np.int64), mask=ends),
        }

    return write_csv(folder / "PS_JOB_History.csv", len(events["row"]), cells)


def offers(folder: Path, company: Company, roles: Ints) -> Path:
    """Write every promotion offer with its answer, if any, and the critical role it was for, by number."""
    workforce, all_offers = company.workforce, company.offers.table()
    number = np.arange(len(all_offers["row"])) + 1

    def cells(part: slice) -> Columns:
        offer = part_of(all_offers, part)
        return {
            "Offer Number": numbered("OF-", number[part], 7),
            "Employee ID": ids(workforce, offer["row"]),
            "Offer Date": days(offer["offered_on"]),
            "Decision Date": days(offer["decided_on"]),
            "Offer Status": as_typed(OUTCOMES, offer["outcome"], number[part]),
            "Proposed Track": words(world.TRACK_NAMES, offer["track"]),
            "Proposed Level": pa.array(offer["level"].astype(np.int64)),
            "Position Code": pa.array(
                [_position(role) if role >= 0 else None for role in roles[part].tolist()], pa.string()
            ),
            "Requisition Title": titles(offer["family"], offer["track"], offer["level"]),
            "Decline and Offer Rejection Reason": words(REASONS, offer["reason"]),
        }

    return write_csv(folder / "Internal_Offers.csv", len(number), cells)


def growth(folder: Path, company: Company, done: dict[str, Ints]) -> Path:
    """Write the growth activities of three years."""
    details = [detail for kind in DETAILS for detail in kind]

    def cells(part: slice) -> Columns:
        activity = part_of(done, part)
        return {
            "Employee ID": ids(company.workforce, activity["row"]),
            "Training Date": days(activity["day"]),
            "Training Type": words(KINDS, activity["kind"]),
            "Training Title": words(details, activity["kind"].astype(np.int64) * 3 + activity["detail"]),
        }

    return write_csv(folder / "Learning_and_Growth.csv", len(done["row"]), cells)


def critical_roles(folder: Path, company: Company, bench: Bench) -> Path:
    """Write the critical roles as a workbook, as a talent team keeps it."""
    headings = (
        *("POSITION_CODE", "Position Title", "Business Unit", "Location", "Job Family", "Job Level", "Career Track"),
        *("Criticality", "INCUMBENT_USERID", "In Role Since", "Open Since"),
    )
    titled_roles = zip(bench.roles, _role_titles(bench.roles), strict=True)
    rows = [_role_cells(company.workforce, role, title) for role, title in titled_roles]
    return write_workbook(folder / "Critical_Roles.xlsx", "Critical roles", headings, rows)


def _role_titles(roles: list[Role]) -> list[str]:
    """A unique title for each role: several roles may share a job, but no two are the same position."""
    given_titles: dict[str, None] = {}
    for role in roles:
        department, family = world.DEPARTMENTS[role.department].strip(), world.FAMILIES[role.family]
        bases = [
            pattern.format(department=department, family=family, location=world.LOCATIONS[role.place])
            for pattern in ROLE_TITLES[role.track]
        ]
        numbered_on = (f"{bases[0]} {number}" for number in count(2))
        given_titles[next(title for title in chain(bases, numbered_on) if title not in given_titles)] = None
    return list(given_titles)


def _role_cells(workforce: Workforce, role: Role, title: str) -> tuple[object, ...]:
    filled = role.incumbent >= 0
    return (
        _position(role.number),
        title,
        UNIT_NAMES[role.unit],
        world.LOCATIONS[role.place],
        world.FAMILIES[role.family],
        role.level,
        world.TRACK_NAMES[role.track],
        role.criticality,
        id_text(workforce, role.incumbent) if filled else None,
        day(role.since) if filled else None,
        None if filled else day(role.since),
    )


def succession_plan(folder: Path, company: Company, bench: Bench) -> Path:
    """Write the nominations as a succession plan export."""
    headings = (
        *("POSITION_CODE", "SUCCESSOR_USERID", "READINESS", "RANK", "Date Added", "Date Removed"),
        *("Willingness", "EMERGENCY_SUCCESSOR"),
    )
    rows = [
        (
            *(
                _position(nomination.role),
                id_text(company.workforce, nomination.row),
                nomination.readiness,
                nomination.rank,
            ),
            *(day(nomination.nominated_on), None if nomination.removed_on == NEVER else day(nomination.removed_on)),
            *(nomination.willing or None, "Yes" if nomination.emergency else "No"),
        )
        for nomination in bench.nominations
    ]
    return write_workbook(folder / "Succession_Plan.xlsx", "Succession plan", headings, rows)


def _position(number: int) -> str:
    return f"P-{number + 1:05d}"
