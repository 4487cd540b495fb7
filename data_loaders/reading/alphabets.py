"""How likely a word is under one encoding: by the alphabets names are written in, and the letters common in each.

Bytes above 127 mean another letter in each encoding, and nearly all are allowed in each. What tells encodings apart is
that "Dvoøák" is no word of any language, and "Dvořák" is one of Czech. Words are scored from 0, of no language, to 1.
"""

from __future__ import annotations

import re
import unicodedata

# Letters beyond a-z: those common in names and words of the language, and those that are rare there.
_LATIN = {
    "German": ("äöüß", "é"),
    "French": ("éèêëçïîôâ", "àûùœüæÿ"),
    "Spanish": ("áéíóúñ", "ü"),
    "Catalan": ("àèéíòóúçï", "ü"),
    "Portuguese": ("ãáéçíóêâú", "ôõà"),
    "Italian": ("àèéìòù", "î"),
    "Dutch": ("ëïéü", "öèáó"),
    "Danish and Norwegian": ("æøå", "éöäüòó"),
    "Swedish and Finnish": ("åäö", "éü"),
    "Icelandic": ("áéíóúýðþæö", ""),
    "Estonian": ("äöü", "õšž"),
    "Polish": ("ąćęłńóśźż", ""),
    "Czech": ("áčďéěíňřšťúůýž", ""),
    "Slovak": ("áäčďéíľňóôšťúýž", "ĺŕ"),
    "Hungarian": ("áéíóöőúüű", ""),
    "Romanian": ("ăâîșțşţ", ""),
    "Croatian and Slovene": ("čćđšž", ""),
    "Turkish": ("çğıöşü", "âîû"),
    "Lithuanian": ("ąčęėįšųūž", ""),
    "Latvian": ("āčēģīķļņšūž", ""),
}
_RARE = 0.35
# Vowels of the West that stand where only a consonant can: letters of the East read wrongly (Kuèera, Wiœniewski).
_NO_VOWEL = re.compile("[aeiouyáéíóú][èêòùûìæø][aeiouyáéíóú]|[aeiou]æ|[aeou]ø|œ(?!u)")
# Of other scripts, the letters that half of a text is made of.
_SCRIPTS = {
    "CYRILLIC": "оеаинтсрвлкм",
    "GREEK": "αοιετσνηρςκάόίέ",
    "HEBREW": "יוהלאמרבתשנ",
    "ARABIC": "اليمونرتبدعسح",
}
_AROUND = "“”„‘’«»…–—-•·®©™\u00a0'.:!?*&+_[]{}"
_INSIDE = "’‘–'-.·&+_"
_AFTER_SHORT = "ºª°"
_MONEY = "€£¥"


def likelihood(word: str) -> float:
    """How likely a text without spaces is to be a word, from 0 to 1; what holds signs or controls inside is none."""
    word = word.strip(_AROUND)
    if word.strip(_MONEY).replace(",", "").isdecimal():
        return 1.0
    if len(word) < 5:
        word = word.rstrip(_AFTER_SHORT)
    letters = [letter for letter in word if letter > "\x7f" and letter not in _INSIDE]
    if not letters:
        return _RARE if any(sign in word for sign in "’‘–") else 1.0  # signs alone say little
    if not all(unicodedata.category(letter)[0] in "LM" for letter in letters):
        return 0.0
    if not _is_cased_like_a_word(word):
        return 0.0
    if all(letter in "ªºµ" or _is_latin(letter) for letter in letters):
        return _latin(word, letters)
    return max(_other(word, script, common) for script, common in _SCRIPTS.items())


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"


def _is_cased_like_a_word(word: str) -> bool:
    """No capital beyond a-z beside a small letter but as the first, no small one beyond a-z between capitals."""
    for before, letter, after in zip(f" {word[:-1]}", word, f"{word[1:]} ", strict=True):
        if letter <= "\x7f" or letter == "ß":
            continue
        if letter.isupper() and (before.islower() or (before.isalpha() and after.islower())):
            return False
        if letter.islower() and before.isupper() and after.isupper():
            return False
    return True


def _latin(word: str, letters: list[str]) -> float:
    small = word.replace("İ", "i").lower()
    if _NO_VOWEL.search(small):
        return 0.0
    beyond = [letter.lower() for letter in letters if letter != "İ"]
    beyond += ["ı"] if "İ" in letters else []  # a letter of Turkish alone, as the dotless one is
    return max(_share(beyond, common + ("õ" if "õe" in small else ""), rare) for common, rare in _LATIN.values())


def _share(letters: list[str], common: str, rare: str) -> float:
    if not all(letter in common or letter in rare for letter in letters):
        return 0.0
    return sum(1.0 if letter in common else _RARE for letter in letters) / len(letters)


def _other(word: str, script: str, common: str) -> float:
    letters = [letter for letter in word if letter.isalpha()]
    if not letters or not all(unicodedata.name(letter, "").startswith(script) for letter in letters):
        return 0.0
    return 0.5 + 0.5 * sum(letter.lower() in common for letter in letters) / len(letters)


# By encoding of East Asia: the first bytes, and the least second byte, of the characters in daily use.
_DAILY = {
    "cp932": (range(0x88, 0x99), 0x40),
    "gb18030": (range(0xB0, 0xD8), 0xA1),
    "big5": (range(0xA4, 0xC7), 0x40),
    "cp949": (range(0xB0, 0xC9), 0xA1),
}
_SELDOM, _MIXED = 0.2, 0.3
_KANA = re.compile("[\u3041-\u30ff]")
_WIDE = re.compile("[\u3000-\u303f\u30fb\uff00-\uff60]")  # spaces, brackets, digits as wide as a character


def likelihood_in_east_asia(word: str, encoding: str) -> float:
    """The same for Chinese, Japanese and Korean: how much of the word is in daily use."""
    letters = [letter for letter in word if letter > "\x7f"]
    shares = [_daily(letter, encoding) for letter in letters]
    share = sum(shares) / len(shares)
    return share * _MIXED if re.search("[A-Za-z]", word) else share


def _daily(letter: str, encoding: str) -> float:
    if "\uff61" <= letter <= "\uff9f" or unicodedata.category(letter)[0] in "CS":  # half-wide kana are single bytes
        return 0.0
    if _WIDE.match(letter) or (encoding == "cp932" and _KANA.match(letter)):
        return 1.0
    first, second, *_ = letter.encode(encoding) + b"\0"
    leads, least = _DAILY[encoding]
    return 1.0 if first in leads and second >= least else _SELDOM
