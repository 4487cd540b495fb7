"""Notes in words, put together last and in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest
from note_examples import EXAMPLES, Example
from sixty_people import DAY, sixty_people

from metrics import catalogue, engine, note_wording
from metrics.figure_notes import Kind, Note, Notes, note_column
from metrics.scope import Scope

ROOT = Path(note_wording.__file__).parents[1]


def ids(example: Example) -> str:
    return str(example.note.kind)


def test_every_kind_of_note_has_an_example() -> None:
    assert {example.note.kind for example in EXAMPLES} == set(Kind)


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_note_reads_as_it_always_has(example: Example) -> None:
    assert note_wording.words(Notes.of(example.note)) == example.words


def test_the_notes_of_a_row_stand_one_behind_the_other() -> None:
    notes = Notes.of(Note(Kind.ASSUMED_HISTORY, 3, 20), None, Note(Kind.FEW_PEOPLE))
    assert note_wording.words(notes) == "assumed history (3 of 20); fewer than 10 people"
    assert note_wording.words(Notes()) == ""


def test_a_frame_gets_its_notes_in_words_and_one_without_notes_stays_as_it_is() -> None:
    frame = pd.DataFrame({"rate": [0.5, 0.25]})
    noted = frame.assign(note=note_column([Notes(), Notes.of(Note(Kind.NO_RATINGS))], frame))
    assert note_wording.in_words(noted)["note"].tolist() == ["", "no roster has ratings"]
    assert note_wording.in_words(frame) is frame


def test_a_summary_names_each_thing_once_without_its_counts() -> None:
    rows = [Notes.of(Note(Kind.ASSUMED_HISTORY, 4, 8816)), Notes.of(Note(Kind.ASSUMED_HISTORY, 1, 20)), Notes(), None]
    assert note_wording.summary(rows) == ["assumed history"]


def test_a_group_whose_name_has_brackets_or_a_semicolon_keeps_them_in_a_summary() -> None:
    rows = [Notes.of(Note(Kind.TOO_FEW_TO_DRAW, 1, None, ("Care (South); North",)))]
    assert note_wording.summary(rows) == ["too few people at risk to draw: Care (South); North"]


def test_every_metric_carries_values_until_its_notes_are_put_into_words() -> None:
    con, kinds = sixty_people(), set()
    for name in catalogue.names():
        options = {"draws": "50"} if "draws" in {option.name for option in catalogue.entry(name).options} else {}
        frame = engine.measure(con, name, Scope(DAY), options)
        assert all(isinstance(notes, Notes) for notes in frame["note"]), name
        kinds |= {note.kind for notes in frame["note"] for note in notes.each}
        printed = engine.compute(con, name, Scope(DAY), options)
        pd.testing.assert_frame_equal(note_wording.in_words(frame), printed)
    assert len(kinds) > 8


@pytest.mark.parametrize(
    "call", [".startswith", ".contains", ".replace", ".split", "re.sub", "re.search"], ids=lambda call: call.strip(".")
)
def test_nothing_looks_for_words_in_a_note(call: str) -> None:
    """What is decided by a note is decided by its kind, so no text is taken apart where `note` is read."""
    for folder in ("metrics", "ui", "pages", "charts"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)):
                line = ast.get_source_segment(text, node) if isinstance(node, ast.Call) else None
                of_a_note = line and ('["note"]' in line or '"note",' in line or "note." in line)
                assert not (of_a_note and call in line), f"{path}: {line}"
