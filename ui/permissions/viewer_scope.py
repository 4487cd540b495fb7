"""The scope of a metric, limited to the units a viewer may see and the filters the metric has."""

from __future__ import annotations

from dataclasses import replace

from metrics import catalogue
from metrics.scope import Scope
from ui.permissions.viewer import Viewer


def applicable(name: str, scope: Scope) -> Scope:
    """The scope without the filters this metric does not have: roles, for instance, have no generation."""
    groups = set(catalogue.entry(name).filters)
    return replace(scope, by=(), where=tuple(pair for pair in scope.where if pair[0] in groups))


def heeded(name: str, scope: Scope) -> Scope:
    """The scope this metric depends on: a metric of one day has no window, so all windows share one cached frame."""
    return replace(scope, months=Scope.months) if catalogue.entry(name).needs == "day" else scope


def within(scope: Scope, units: tuple[str, ...] | None) -> Scope:
    """The scope limited to the units the viewer may see, whatever it asks for; None is the whole company."""
    if units is None:
        return scope
    filters = dict(scope.where)
    units_in_view = tuple(sorted(set(filters.get("business_unit", units)) & set(units))) or tuple(sorted(units))
    return replace(scope, where=tuple({**filters, "business_unit": units_in_view}.items()))


def asked(name: str, scope: Scope, by: str | tuple[str, ...], viewer: Viewer) -> Scope:
    """The scope to ask this metric for, grouped by these columns: in the viewer's units, with the filters it has."""
    grouping = (by,) if isinstance(by, str) else by
    return replace(heeded(name, applicable(name, within(scope, viewer.units))), by=grouping)
