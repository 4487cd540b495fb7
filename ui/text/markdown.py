"""Text from the data escaped for Markdown, so that Streamlit shows it exactly as it was written.

Titles, captions, messages, the labels and hints of widgets, and the options of radios and pills are all Markdown to
Streamlit, which knows links, images, formulas, colours and icons. Whatever came from a file, a form, an address or a
message of the loaders goes through `text` before it stands in any of them.
"""

from __future__ import annotations

import re

_JOINER = "\u2060"  # shows nothing, and ends what would be recognised across it
_MARKS = re.compile(
    r"""
    [\\`*\[\]<>$~|]            # what means something anywhere
    | (?<!\w)_ | _(?!\w)       # emphasis, at the edge of a word
    | &(?=\#?\w+;)             # a letter by its name or number
    | ^[\#+=-] | (?<=^\d)[.)] | (?<=^\d\d)[.)] | (?<=^\d\d\d)[.)]  # a heading, a rule, a list
    """,
    re.VERBOSE,
)
# Recognised after the backslashes are gone: addresses, icons, e-mail addresses, arrows.
_LATER = re.compile(r"(?<=:)(?=\S)|(?i:(?<=www)(?=\.))|(?<=@)(?=\w)|(?<=[<>~-])(?=[=>-])")


def text(value: object) -> str:
    """The value escaped for Markdown, on one line: no mark, link, image or formula in it takes effect."""
    flat = " ".join(str(value).split())
    return _MARKS.sub(r"\\\g<0>", _LATER.sub(_JOINER, flat))
