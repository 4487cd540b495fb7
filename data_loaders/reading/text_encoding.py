"""Bytes → text: the encoding a text is certainly in, else the likeliest, with whether it was assumed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from data_loaders.reading import alphabets

REPLACEMENT = "\ufffd"  # stands where bytes are no letter of the encoding
# What HR systems and spreadsheets write, the commonest first: of equals it is taken.
_NAMES = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1257": "Baltic (Windows-1257)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp932": "Japanese (Shift-JIS)",
    "cp949": "Korean (EUC-KR)",
    "gb18030": "Chinese, simplified (GB18030)",
    "big5": "Chinese, traditional (Big5)",
    "iso8859_2": "Central European (ISO 8859-2)",
    "iso8859_7": "Greek (ISO 8859-7)",
    "mac_roman": "Western European (Mac Roman)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp850": "Western European (DOS 850)",
    "cp852": "Central European (DOS 852)",
}
_USUAL = "cp1252"
_EAST_ASIA = ("cp932", "cp949", "gb18030", "big5")
_SAMPLE = 1000  # different words beyond ASCII that are looked at
_LEAST, _OF_ALL = 0.9, 0.05  # words, and share of them, by which another must be likelier than the usual encoding
_UNKNOWN = 0.5  # the mean likelihood below which no alphabet known here explains the words
# None of these bytes is the second one of a character of two bytes.
_APART = rb"\s,;\"<>=/()\x00"
_WORD = re.compile(rb"[^" + _APART + rb"\x80-\xff]*[\x80-\xff][^" + _APART + rb"]*")
_DECLARABLE = re.compile(r"(windows-|cp|iso-?8859|koi8|gb|big5|euc-|shift|macintosh|utf-8)", re.I)


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding it was read in. Where only its words speak for that, it is `assumed`.

    `torn`: some bytes are no letter in it, and stand in the text as U+FFFD.
    """

    text: str
    encoding: str
    assumed: bool = False
    torn: bool = False

    @property
    def encoding_name(self) -> str:
        """The encoding as HR may have seen it named."""
        return _NAMES.get(self.encoding, self.encoding)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. `declared` is the encoding it names itself; it holds where every byte fits it.

    A byte order mark, zero bytes and valid UTF-8 are certain. Bytes that are no letter become U+FFFD.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _as_far_as_it_goes(data, encoding)
    if wide := encoded_wide(data):
        return _as_far_as_it_goes(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _by_declaration(data, declared) or _torn(data) or _likeliest(data)


def _as_far_as_it_goes(data: bytes, encoding: str, *, assumed: bool = False) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, assumed)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, assumed, torn=True)


def encoded_wide(data: bytes) -> str | None:
    """The encoding of text in which every other byte is zero."""
    head = data[:4000]
    if len(head) > 3 and head[1::2].count(0) > 0.4 * len(head[1::2]):
        return "utf-16-le"
    if len(head) > 3 and head[::2].count(0) > 0.4 * len(head[::2]):
        return "utf-16-be"
    return None


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    if not declared or not _DECLARABLE.match(declared):
        return None
    try:
        name = codecs.lookup(declared).name
        name = "cp1252" if name == "iso8859-1" else name  # as every browser reads it
        return Decoded(data.decode(name), name)
    except (LookupError, UnicodeDecodeError):
        return None


def _torn(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes lost: most letters beyond ASCII are whole, which by chance are few."""
    text = data.decode("utf-8", "replace")
    whole = sum(1 for letter in text[:200_000] if letter > "\x7f" and letter != REPLACEMENT)
    return Decoded(text, "utf-8", torn=True) if whole >= 2 * text.count(REPLACEMENT) else None


def _likeliest(data: bytes) -> Decoded:
    words = list(islice(_different_words(data), _SAMPLE))
    encoding = likeliest_encoding(words)
    return _as_far_as_it_goes(data, encoding, assumed=True)


def _different_words(data: bytes) -> Iterator[bytes]:
    seen: set[bytes] = set()
    for match in _WORD.finditer(data):
        if match[0] not in seen:
            seen.add(match[0])
            yield match[0]


def likeliest_encoding(words: list[bytes]) -> str:
    """The encoding under which these words are likeliest. While the evidence is thin, the usual one of the field."""
    scores = {encoding: sum(_likelihood(word, encoding) for word in words) for encoding in _NAMES}
    best = max(scores, key=scores.__getitem__)
    if scores[best] < _UNKNOWN * len(words) and (other := _of_another_language(words)):
        return other
    ahead = scores[best] - scores[_USUAL]
    return best if ahead >= max(_LEAST, _OF_ALL * len(words)) else _USUAL


def _likelihood(word: bytes, encoding: str) -> float:
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    if encoding in _EAST_ASIA:
        return alphabets.likelihood_in_east_asia(text, encoding)
    return alphabets.likelihood(text)


def _of_another_language(words: list[bytes]) -> str | None:
    """What charset-normalizer makes of words in none of the alphabets known here; None where it does not know."""
    from charset_normalizer import from_bytes  # only the few files that need it wait for it to load

    match = from_bytes(b"\n".join(words)).best()
    return match.encoding if match and match.coherence > 0 else None
