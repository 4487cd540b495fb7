"""Questions to HR about their files: the meaning of unknown words, and whether 03/04 is in April or in March."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from charts.formatting import label
from data_loaders.contract.fields import TABLES, Field
from data_loaders.contract.upload_answers import LEAVE_EMPTY, LEAVE_OUT, Order
from data_loaders.contract.value_words import plain
from data_loaders.extraction.extracted_table import ExtractedTable
from ui.components import figure_display
from ui.text import labels, markdown
from ui.views.upload import answers, recognised_sheets

Word = tuple[str, str]  # field and word
_MOST = 40  # words asked at once
_STATUSES = {
    "here": "Employed, on leave included",
    "left": "Left, not known how",
    "voluntary": "Left by own choice",
    "involuntary": "Left on the employer's side",
    "retirement": "Retired",
    "other": "Left for another cause",
}
_FIELDS: dict[str, Field] = {name: field for table in TABLES.values() for name, field in table.items()}
_NUMBERS = {"performance_rating": 5, "potential_rating": 3, "criticality": 3, "job_level": 15, "offered_level": 15}
_ORDERS: dict[Order, int] = {"day first": 0, "month first": 1}


def draw(intakes: Sequence[ExtractedTable]) -> None:
    """Draw every open question; nothing where there is none."""
    unknown: Counter[Word] = Counter()
    for intake in intakes:
        unknown.update(intake.unknown)
    matched = {word: meaning for intake in intakes for word, meaning in intake.heard.items()}
    undated = [intake for intake in intakes if intake.either]
    if not (unknown or matched or undated):
        return
    figure_display.section("What only you can know")
    for number, intake in enumerate(undated):
        _ask_order(intake, number)
    if unknown:
        _ask_words(unknown)
    if matched:
        with st.expander(f"{labels.plural(len(matched), 'word', 'words')} matched to ours"):
            _change_words(matched)


def open_order(intakes: Sequence[ExtractedTable]) -> ExtractedTable | None:
    """The first sheet whose order of day and month is not known; None where all are."""
    return next((table for table in intakes if any(not column.known for column in table.either)), None)


def asked(intakes: Sequence[ExtractedTable]) -> set[tuple[str, str | None, str, str]]:
    """File, sheet, heading and plain word of every cell whose word is asked about."""
    cells = set()
    for intake in intakes:
        headings = {match.field: match.heading for match in intake.matches if match.field}
        cells |= {(intake.file, intake.sheet, headings.get(name, name), plain(word)) for name, word in intake.unknown}
    return cells


def _ask_order(intake: ExtractedTable, number: int) -> None:
    column = intake.either[0]
    first, second = (f"{day.day} {day:%B}" for day in column.days)
    is_known = all(other.known for other in intake.either)
    key = f"order {intake.file} {intake.sheet or ''} {number}"
    more = f" and {len(intake.either) - 1} more" if len(intake.either) > 1 else ""
    st.radio(
        markdown.text(f"{recognised_sheets.place(intake)}, {column.heading}{more}: which day is {column.example}?"),
        list(_ORDERS),
        index=_ORDERS[column.order] if is_known else None,
        format_func={"day first": f"{first}, the day comes first", "month first": f"{second}, the month does"}.get,
        key=key,
        on_change=answers.say_from,
        args=(intake, "order", key),
    )


def _ask_words(unknown: Counter[Word]) -> None:
    most_frequent = unknown.most_common(_MOST)
    limit_note = f" The {_MOST} most frequent of {len(unknown)} are shown." if len(unknown) > _MOST else ""
    st.write(f"Words that were not understood, each once. What do they mean?{limit_note}")
    with st.form("unknown words", border=False):
        left, right = st.columns(2)
        chosen: dict[Word, str | None] = {}
        for number, (word, rows) in enumerate(most_frequent):
            with right if number % 2 else left:
                chosen[word] = _choose(word, rows, None)
        if st.form_submit_button("Use these meanings", type="primary"):
            answers.meanings({word: meaning for word, meaning in chosen.items() if meaning is not None})
            st.rerun()


def _change_words(matched: Mapping[Word, tuple[str, int]]) -> None:
    answered = {(field, plain(word)) for field, word in answers.words()}
    with st.form("matched words", border=False):
        chosen = {}
        for (field, word), (meaning, rows) in matched.items():
            since = "" if (field, plain(word)) in answered else ", confirmed at an earlier load"
            chosen[field, word] = _choose((field, word), rows, meaning, since)
        if st.form_submit_button("Use these meanings instead"):
            answers.meanings({word: str(meaning) for word, meaning in chosen.items() if meaning != matched[word][0]})
            st.rerun()


def _choose(word: Word, rows: int, meaning: str | None, since: str = "") -> str | None:
    options = _options(word[0])
    if meaning is not None:
        options.setdefault(meaning, meaning)
    return st.selectbox(
        markdown.text(f"{label(word[0])}: “{word[1]}” ({labels.plural(rows, 'row', 'rows')}{since})"),
        list(options),
        index=list(options).index(meaning) if meaning in options else None,
        format_func=options.__getitem__,
        placeholder="Choose what it means",
        key=f"word {word[0]} {word[1]} {meaning}",
    )


def _options(name: str) -> dict[str, str]:
    """The values a word of a field can stand for, with the labels HR reads."""
    if name == "employment_status":
        return {**_STATUSES, LEAVE_EMPTY: "Leave it empty", LEAVE_OUT: "Leave those rows out"}
    field = _FIELDS[name]
    if name in _NUMBERS:
        values = {str(number): str(number) for number in range(1, _NUMBERS[name] + 1)}
    else:
        values = {word: label(word) for word in (field.words or ("yes", "no"))}
    other = {LEAVE_OUT: "Leave those rows out"} if field.required else {LEAVE_EMPTY: "Leave it empty"}
    return {**values, **other}
