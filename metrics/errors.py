"""The errors for requests the metrics refuse; their messages state the problem, then the remedy."""

from __future__ import annotations


class MetricError(Exception):
    """The base of everything a caller can get wrong when asking for a metric."""


class UnknownMetric(MetricError):
    """A name that is not in the catalogue."""


class UnknownGroup(MetricError):
    """A grouping or filter column that the metric does not have, or a filter value that cannot be one of its values."""


class UnknownValue(MetricError):
    """A filter value that nobody in the company's data has, whatever the day."""


class UnknownOption(MetricError):
    """An option that the metric does not have, or a value that the option does not take."""


class NoData(MetricError):
    """There is no company to measure yet, or none that this version can read."""
