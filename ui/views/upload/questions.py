"""What only HR can know of their files: what words mean, and whether 03/04 is in April or in March."""

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
    """Every open question; nothing where there is none."""
    unknown: Counter[Word] = Counter()
    for intake in intakes:
        unknown.update(intake.unknown)
    heard = {word: told for intake in intakes for word, told in intake.heard.items()}
    unsure = [intake for intake in intakes if intake.either]
    if not (unknown or heard or unsure):
        return
    figure_display.section("What only you can know")
    for number, intake in enumerate(unsure):
        _ask_order(intake, number)
    if unknown:
        _ask_words(unknown)
    if heard:
        with st.expander(f"{labels.plural(len(heard), 'word', 'words')} matched to ours"):
            _change_words(heard)


def open_order(intakes: Sequence[ExtractedTable]) -> ExtractedTable | None:
    """The first sheet whose order of day and month nobody knows."""
    return next((i for i in intakes if any(not one.known for one in i.either)), None)


def asked(intakes: Sequence[ExtractedTable]) -> set[tuple[str, str | None, str, str]]:
    """File, sheet, heading and plain word of every cell whose word is asked about."""
    found = set()
    for intake in intakes:
        headings = {match.field: match.heading for match in intake.matches if match.field}
        found |= {(intake.file, intake.sheet, headings.get(name, name), plain(word)) for name, word in intake.unknown}
    return found


def _ask_order(intake: ExtractedTable, number: int) -> None:
    one = intake.either[0]
    first, second = (f"{day.day} {day:%B}" for day in one.days)
    known = all(each.known for each in intake.either)
    key = f"order {intake.file} {intake.sheet or ''} {number}"
    many = f" and {len(intake.either) - 1} more" if len(intake.either) > 1 else ""
    st.radio(
        markdown.text(f"{recognised_sheets.place(intake)}, {one.heading}{many}: which day is {one.example}?"),
        list(_ORDERS),
        index=_ORDERS[one.order] if known else None,
        format_func={"day first": f"{first}, the day comes first", "month first": f"{second}, the month does"}.get,
        key=key,
        on_change=answers.say_from,
        args=(intake, "order", key),
    )


def _ask_words(unknown: Counter[Word]) -> None:
    listed = unknown.most_common(_MOST)
    told = f" The {_MOST} most frequent of {len(unknown)} are shown." if len(unknown) > _MOST else ""
    st.write(f"Words that were not understood, each once. What do they mean?{told}")
    with st.form("unknown words", border=False):
        left, right = st.columns(2)
        chosen: dict[Word, str | None] = {}
        for number, (word, rows) in enumerate(listed):
            with right if number % 2 else left:
                chosen[word] = _choose(word, rows, None)
        if st.form_submit_button("Use these meanings", type="primary"):
            answers.meanings({word: means for word, means in chosen.items() if means is not None})
            st.rerun()


def _change_words(heard: Mapping[Word, tuple[str, int]]) -> None:
    now = {(field, plain(word)) for field, word in answers.words()}
    with st.form("matched words", border=False):
        chosen = {}
        for (field, word), (means, rows) in heard.items():
            since = "" if (field, plain(word)) in now else ", confirmed at an earlier load"
            chosen[field, word] = _choose((field, word), rows, means, since)
        if st.form_submit_button("Use these meanings instead"):
            answers.meanings({word: str(means) for word, means in chosen.items() if means != heard[word][0]})
            st.rerun()


def _choose(word: Word, rows: int, means: str | None, since: str = "") -> str | None:
    options = _options(word[0])
    if means is not None:
        options.setdefault(means, means)
    return st.selectbox(
        markdown.text(f"{label(word[0])}: “{word[1]}” ({labels.plural(rows, 'row', 'rows')}{since})"),
        list(options),
        index=list(options).index(means) if means in options else None,
        format_func=options.__getitem__,
        placeholder="Choose what it means",
        key=f"word {word[0]} {word[1]} {means}",
    )


def _options(name: str) -> dict[str, str]:
    """What a word of a field may mean, with what HR reads."""
    if name == "employment_status":
        return {**_STATUSES, LEAVE_EMPTY: "Leave it empty", LEAVE_OUT: "Leave those rows out"}
    field = _FIELDS[name]
    if name in _NUMBERS:
        ours = {str(number): str(number) for number in range(1, _NUMBERS[name] + 1)}
    else:
        ours = {word: label(word) for word in (field.words or ("yes", "no"))}
    other = {LEAVE_OUT: "Leave those rows out"} if field.required else {LEAVE_EMPTY: "Leave it empty"}
    return {**ours, **other}
