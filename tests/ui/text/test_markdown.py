"""Words of the data are shown as they were written: by rule, wherever Streamlit would read Markdown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.text import markdown

ROOT = Path(__file__).resolve().parents[3]
# What Streamlit 1.67 reads as Markdown: the first argument of these, and `help` of any.
MARKDOWN = frozenset(
    re.findall(
        r"\w+",
        """
        write markdown caption title header subheader success error info warning toast exception status spinner progress
        text_input text_area number_input date_input time_input slider select_slider selectbox multiselect radio pills
        segmented_control checkbox toggle button download_button form_submit_button link_button page_link file_uploader
        expander popover tabs metric badge dialog feedback menu_button color_picker chat_input
        """,
    )
)
OPTIONS = frozenset(["radio", "pills", "segmented_control", "select_slider", "tabs"])  # whose options are, too
# Functions that give words of ours, or numbers and days, whatever the data holds.
OURS = frozenset(
    [
        *["markdown.text", "labels.plural", "labels.day", "labels.moment", "labels.column", "labels.GAPS.get"],
        *["wording.plural", "wording.day", "wording.moment", "wording.column", "plural", "day", "moment", "column"],
        *["label", "count", "len", "counts.get", "of", "drill_through.description", "batch.limit"],
    ]
)
# Words that only look like data, each where it stands and why it is ours.
ALSO_OURS = {
    ("ui/views/dictionary/entries.py", "text"): "docs/five-choices.md",
    ("ui/views/dictionary/entries.py", "entry.answer"): "the dictionary",
    ("ui/components/figure_display.py", "entry.answer"): "the dictionary",
    ("pages/explore.py", "explored.entry.answer"): "the dictionary",
    ("ui/views/explore/query.py", "title"): "the name of an option of the dictionary",
    ("ui/views/explore/query.py", "option.meaning"): "the dictionary",
    ("ui/views/stress/what_if.py", "question"): "one of four questions",
    ("ui/components/figure_display.py", "title"): "a page's own words",
    ("ui/components/links.py", "label"): "a page's own words",
    ("ui/components/links.py", "about"): "the dictionary, or a day and the number of a load",
    ("ui/components/downloads.py", "about"): "the dictionary",
    ("ui/views/settings/choices.py", "title"): "one of two questions",
    ("ui/views/settings/choices.py", "about"): "its explanation",
    ("ui/views/upload/recognised_sheets.py", "_columns_in_words(intake)"): "two numbers",
    ("ui/views/settings/choices.py", "_cover_text(scope)"): "two numbers",
    ("ui/views/settings/choices.py", "_stress_text(scope)"): "a number",
    ("ui/views/settings/choices.py", "_hidden_text(scope, current['min_group'])"): "two numbers",
    ("ui/components/filters.py", "entry.label"): "the name of a filter",
    ("ui/components/links.py", "str(FOLDER / f'{page}.py')"): "a page's file",
    ("ui/views/upload/load_history.py", "newest['load_id']"): "a number",
    ("ui/views/upload/problem_grid.py", "counts[0]"): "a number and its noun",
    ("ui/views/upload/problem_grid.py", "counts[1]"): "a number and its noun",
    ("ui/views/settings/company.py", "_summary(current)"): "a day and our words",
    ("ui/views/dictionary/entries.py", "choices()"): "docs/five-choices.md",
    ("ui/datasource/loads.py", "path"): "a file of an archive, not a page",
    ("ui/views/settings/job_levels.py", "_reach_sentence(scope)"): "levels, escaped where they are put into words",
    ("ui/components/restricted_filters.py", "label"): "the name of a filter",
    ("ui/views/explore/comparison.py", "caveat"): "one sentence",
    ("ui/views/explore/comparison.py", "kinds"): "three ways to compare",
}


def _sources() -> list[Path]:
    return sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])


def _ours(node: ast.expr | None, local: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """The parts of an expression that are neither our own words nor escaped."""
    match node:
        case None | ast.Constant() | ast.Lambda():
            return
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from (
                    _ours(part.value, local) if isinstance(part, ast.FormattedValue) and not _number(part) else ()
                )
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            yield from _ours(one, local)
            yield from _ours(other, local)
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from _ours(part, local)
        case ast.Starred(value=inner):
            yield from _ours(inner, local)
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[inner]):
            yield from _ours(inner, local)
        case ast.Call(func=func) if ast.unparse(func) in OURS:
            return
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(value=ast.Name(id=name)) if _constant(name):
            return
        case ast.Name(id=name) if name in local:
            yield from _ours(local[name], {key: value for key, value in local.items() if key != name})
        case _:
            yield node


def _constant(name: str) -> bool:
    return name.lstrip("_").isupper()


def _number(part: ast.FormattedValue) -> bool:
    return part.format_spec is not None and ast.unparse(part.format_spec)[2:-1].endswith((",", "d", "f", "g"))


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.Module | ast.FunctionDef):
            own = list(_within(function))
            local: dict[str, ast.expr] = {}
            for node in own:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    local[node.targets[0].id] = node.value
            yield from ((node, local) for node in own if isinstance(node, ast.Call))


def _within(function: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from _within(child)
        elif isinstance(child, ast.ClassDef):
            yield from ()


def unescaped(source: str) -> list[str]:
    """Expressions that reach Markdown in a source and are neither ours nor escaped."""
    found = []
    for call, local in _calls(ast.parse(source)):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in MARKDOWN:
            continue
        if ast.unparse(call.func.value) in ("metric_cache", "alt", "request_guard", "re", "self._terminal"):
            continue
        named = {word.arg: word.value for word in call.keywords}
        read = [call.args[0] if call.args else named.get("label") or named.get("body"), named.get("help")]
        if call.func.attr in OPTIONS and "format_func" not in named:
            read.append(call.args[1] if len(call.args) > 1 else named.get("options"))
        found += [ast.unparse(part) for one in read for part in _ours(one, local)]
    return found


@pytest.mark.parametrize("source", _sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_but_our_own_words_reaches_markdown_unescaped(source: Path) -> None:
    here = source.relative_to(ROOT).as_posix()
    assert [said for said in unescaped(source.read_text()) if (here, said) not in ALSO_OURS] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("st.write(row.title)", ["row.title"]),
        ("st.caption(f'{name} and more')", ["name"]),
        ("left.error(str(refusal))", ["str(refusal)"]),
        ("def f():\n    said = f'of {unit}'\n    st.info(said)", ["unit"]),
        ("st.pills('Show', units)", ["units"]),
        ("st.button('Go', help=row['why'])", ["row['why']"]),
        ("st.write(f'{markdown.text(name)}: {len(rows):,}')", []),
        ("st.write('ours')", []),
    ],
)
def test_the_rule_finds_what_it_is_for(source: str, found: list[str]) -> None:
    assert unescaped(source) == found


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("plain words", "plain words"),
        ("**b** _i_", r"\*\*b\*\* \_i\_"),
        ("[a](b)", r"\[a\](b)"),
        ("snake_case and 1.5 of 3", "snake_case and 1.5 of 3"),
        ("12. of May", r"12\. of May"),
        ("&lt;b&gt; R&D", r"\&lt;b\&gt; R&D"),
        ("roster_2026.csv, Hire Date: which?", "roster_2026.csv, Hire Date: which?"),
        ("a\n\n    code", "a code"),
        ("# heading", r"\# heading"),
    ],
)
def test_marks_lose_their_meaning(said: str, kept: str) -> None:
    assert markdown.text(said) == kept
