from __future__ import annotations

from metrics.external_surveys import surveys


def test_every_survey_says_who_asked_whom_what_and_where_to_read_it() -> None:
    frame = surveys()
    assert frame.columns.tolist() == ["source", "year", "country", "asked", "wording", "share", "read_at"]
    assert frame[["source", "asked", "wording", "share", "read_at"]].notna().all(axis=None)
    assert frame.share.between(0, 1).all()


def test_surveys_that_contradict_each_other_are_both_there() -> None:
    wanting_to_manage = surveys().set_index("source").share[["Visier", "Gartner"]]
    assert wanting_to_manage["Visier"] < 0.5 < wanting_to_manage["Gartner"]
