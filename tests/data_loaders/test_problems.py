"""What is wrong, and what to do about it, stand apart: nobody has to find where one ends and the other begins."""

from __future__ import annotations

import pickle

from data_loaders.problems import LoadRefused, Problem
from data_loaders.store.checksums import Damaged


def test_a_refusal_reads_as_its_problem_then_its_remedy() -> None:
    refusal = LoadRefused("Roster Jan. 2026.xlsx is empty.", "Export it again.")
    assert str(refusal) == "Roster Jan. 2026.xlsx is empty. Export it again."
    assert (refusal.problem, refusal.remedy) == ("Roster Jan. 2026.xlsx is empty.", "Export it again.")


def test_a_refusal_without_a_remedy_is_its_problem_alone() -> None:
    assert str(LoadRefused("Nothing was changed.")) == "Nothing was changed."


def test_a_refusal_comes_out_of_another_process_as_it_went_in() -> None:
    row = Problem("It is not a day.", "Write the day as 2026-09-30.", row=3)
    for kind in (LoadRefused, Damaged):
        back = pickle.loads(pickle.dumps(kind("It cannot be read.", "Load another.", [row])))
        assert type(back) is kind
        assert (back.problem, back.remedy, back.problems) == ("It cannot be read.", "Load another.", [row])
