"""How each metric is shown to viewers who may not see persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.disclosure_control.mask import Values
from metrics.finishers.after_the_answer import ANSWERS
from metrics.finishers.exit_causes import CAUSES


@dataclass(frozen=True)
class Steps:
    """The months at which a curve is shown that reveals why people left or what they answered.

    `kinds` are the values of `column` that are shown separately, each only where enough people left so in every step.
    `event` is the prefix under which the query counts a kind. Where each kind has a curve of its `own`, either all
    kinds are shown or none. Where a whole and its parts conflict, the whole is withheld if `parts` names the columns
    that split it; otherwise the parts are withheld.
    """

    months: tuple[int, ...]
    column: str
    kinds: tuple[str, ...]
    event: str
    own: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How one metric is shown: by the mask of a base population, or for the whole company on the newest day.

    - `base`: the population whose mask decides. Groups are those on the day, or with `opening` on the day the window
      opens.
    - `also`: a second population whose groups must be shown as well; with the option exits it is the leavers.
    - `keys`: the metric's own columns that, with filters and grouping, fix a row's group.
    - `each`: further values whose groups must be shown beside it.
    - `options`: the options that may be chosen.
    - `all_or_none`: needs twice the smallest group, so that no share of a few people is 0 % or 100 %; so does any
      option.
    - `left_out`: columns that stay empty. `rounded`: columns and the digits they keep.
    - `by`, `within`, `line` (without a base): columns to group by; columns to filter by one value, only where figures
      do not add up; columns that part the rows into those that add up.
    - `counts`: columns that add up to the people of a row, who must be enough; with a base only these counts are
      hidden.
    - `never_all`: a row is hidden when all its people are counted in this column, as it would be known of each of them;
      `never_alone` hides a row that is the only one in its line, for the same reason.
    - `steps`: the months of a curve that reveals what single people did.
    - `newest`: shown on the newest day only, so that two days cannot be compared.
    """

    base: str | None = None
    opening: bool = False
    all_or_none: bool = False
    keys: tuple[str, ...] = ()
    each: tuple[Values, ...] = ()
    options: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    rounded: Mapping[str, int] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    sensitive: bool = False
    also: str | None = None
    never_all: str = ""
    never_alone: bool = False
    steps: Steps | None = None
    newest: bool = False


_TRACKS = (frozenset({("track", "ic")}), frozenset({("track", "manager")}))
_CURVE = {"retained": 2, "low": 2, "high": 2}

RULES: Mapping[str, Rule] = {
    "retention_rate": Rule("people", opening=True, options=("exits",)),
    "retention_gap": Rule("people", opening=True, all_or_none=True, each=_TRACKS),
    "retention_curve": Rule(
        "people", opening=True, all_or_none=True, options=("clock",), left_out=("at_risk", "leavers"), rounded=_CURVE
    ),
    "exit_causes": Rule(
        "people",
        opening=True,
        all_or_none=True,
        left_out=("at_risk",),
        rounded={"cumulative": 2},
        also="leavers",
        steps=Steps((12, 24, 36), "cause", CAUSES, "exit_"),
        newest=True,
    ),
    "turnover_rate": Rule("time"),
    "expertise_lost": Rule("departed", left_out=("tenure_years_high_performers",)),
    "career_moves": Rule("stretches"),
    "career_preferences": Rule("people", all_or_none=True),
    "growth_coverage": Rule("people", all_or_none=True),
    "span_of_control": Rule("leaders"),
    "promotion_refusals": Rule("offers"),
    "ladder_parity": Rule(
        "pay",
        keys=("job_level", "currency"),
        each=_TRACKS,
        rounded={"ic_median_salary": -2, "manager_median_salary": -2, "manager_to_ic_pay": 2, "low": 2, "high": 2},
    ),
    "bench_strength": Rule("nominations", also="roles"),
    "bench_definitions": Rule("nominations", also="roles"),
    "asked": Rule("nominations"),
    "refusal_reasons": Rule(line=(), counts=("declined",), sensitive=True, never_alone=True),
    "role_repulsion": Rule(line=("aspect",), counts=("accepted", "declined"), sensitive=True, never_all="declined"),
    "after_the_answer": Rule(
        within=("offered_track",),
        left_out=("people", "at_risk"),
        rounded={**_CURVE, "p_value": 2},
        counts=("at_risk",),
        sensitive=True,
        steps=Steps((12, 24), "answer", ANSWERS, "leaves", own=True, parts=("offered_track",)),
    ),
    "first_time_managers": Rule(
        options=("points",),
        left_out=("people", "at_risk"),
        rounded={"stayed": 2, "stepped_down": 2, "left": 2, "low": 2, "high": 2},
        counts=("at_risk",),
    ),
    "step_downs": Rule(all_or_none=True, rounded={"retained_12m": 2, "low": 2, "high": 2}, counts=("people",)),
    "growth_and_retention": Rule(all_or_none=True, line=("stage",), counts=("people",)),
    "stress_backtest": Rule(counts=("people",)),
    "ladder_ceiling": Rule("people", keys=("track",), counts=("at_ceiling",)),
    "bench_diversity": Rule(by=("gender", "generation", "track"), counts=("successors",), sensitive=True),
    "vacancy_stress": Rule("nominations", also="roles", options=("months", "draws")),
    "bench_turnover": Rule(counts=("roles_filled",), sensitive=True),
    "successor_coverage": Rule(by=("business_unit", "location", "job_family", "job_level", "track", "criticality")),
}
