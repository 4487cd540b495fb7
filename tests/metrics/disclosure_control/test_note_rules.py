"""What viewers without persons read of the notes, kind by kind."""

from __future__ import annotations

import pytest
from note_examples import EXAMPLES, Example

from metrics import note_wording
from metrics.disclosure_control.note_rules import NOTE_RULES, Shown, without_persons
from metrics.figure_notes import Kind, Note, Notes


def ids(example: Example) -> str:
    return str(example.note.kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_note_has_a_rule(kind: Kind) -> None:
    assert NOTE_RULES[kind] in Shown


def test_a_kind_without_a_rule_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(NOTE_RULES, Kind.NO_RATINGS)  # type: ignore[arg-type]
    assert without_persons(Notes.of(Note(Kind.NO_RATINGS))) == Notes()


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_a_note_is_read_without_its_counts_or_not_at_all(example: Example) -> None:
    assert note_wording.words(without_persons(Notes.of(example.note))) == (example.masked or "")
    assert (NOTE_RULES[example.note.kind] is Shown.NEVER) == (example.masked is None)


@pytest.mark.parametrize("example", EXAMPLES, ids=ids)
def test_words_without_counts_do_not_change_with_how_many_there_are(example: Example) -> None:
    few, many = (without_persons(Notes.of(Note(example.note.kind, count, total, example.note.about)))
                 for count, total in ((1, 2), (77_031, 98_102)))  # fmt: skip
    assert note_wording.words(few) == note_wording.words(many)


def test_what_is_shown_stays_in_its_order() -> None:
    notes = Notes.of(Note(Kind.INCUMBENT_GONE), Note(Kind.DERIVED_TRACK, 5, 20), Note(Kind.FEW_PEOPLE))
    assert note_wording.words(without_persons(notes)) == "derived track; fewer than 10 people"
