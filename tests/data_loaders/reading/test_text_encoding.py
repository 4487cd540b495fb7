"""Text that says nothing of its encoding is read in the one its words are of; what is certain is never guessed."""

from __future__ import annotations

import pytest

from data_loaders.reading import text_encoding

HEADER = "Employee ID;Full Name;Track\n"
# language or alphabet → the encoding a file of it is saved in, and names
NAMES = {
    "Polish": ("cp1250", "Łukasz Wiśniewski, Małgorzata Wójcik, Paweł Dąbrowski, Bożena Kozłowska"),
    "Polish on Unix": ("iso8859_2", "Łukasz Wiśniewski, Małgorzata Wójcik, Stanisław Dąbrowski"),
    "Czech": ("cp1250", "Jiří Dvořák, Kateřina Černá, Ondřej Růžička, Šárka Němcová"),
    "Hungarian": ("cp1250", "László Szabó, Erzsébet Kőváry, György Szűcs, Gábor Őri"),
    "Croatian": ("cp1250", "Ivana Horvatić, Marko Kovačević, Đuro Babić, Željko Jurić"),
    "Romanian": ("cp1250", "Ştefan Ionescu, Ioana Pătraşcu, Cătălin Brânză"),
    "one Polish name": ("cp1250", "Łukasz"),
    "Russian": ("cp1251", "Иван Петров, Мария Сидорова, Сергей Кузнецов"),
    "Russian in capitals": ("cp1251", "ИВАН ПЕТРОВ, МАРИЯ СИДОРОВА"),
    "Ukrainian": ("cp1251", "Олександр Шевченко, Євген Коваль"),
    "Russian on Unix": ("koi8_r", "Иван Петров, Мария Сидорова, Сергей Кузнецов"),
    "Greek": ("cp1253", "Γιώργος Παπαδόπουλος, Μαρία Νικολάου"),
    "Greek by the standard": ("iso8859_7", "Άννα Παπαδοπούλου, Νίκος Δημητρίου"),
    "Turkish": ("cp1254", "Ayşe Yılmaz, Gülşen Çağlar, İbrahim Şahin, Oğuz Işık"),
    "Baltic": ("cp1257", "Jānis Bērziņš, Līga Kalniņa, Žydrūnas Ąžuolas"),
    "Hebrew": ("cp1255", "משה כהן, רבקה לוי"),
    "Arabic": ("cp1256", "محمد علي, فاطمة حسن"),
    "Japanese": ("cp932", "山田太郎, 佐藤花子, 鈴木一郎, ヤマダ"),
    "Chinese": ("gb18030", "张伟, 王芳, 李娜, 刘洋, 陈静"),
    "Chinese, traditional": ("big5", "張偉, 王芳, 李娜, 劉洋, 陳靜"),
    "Korean": ("cp949", "김민수, 이영희, 박지훈"),
    "Western on an old Mac": ("mac_roman", "Müller, José García, Renée Lefèvre, François"),
    "Western in DOS": ("cp850", "Müller, José García, Renée Lefèvre"),
    "Thai": ("cp874", "สมชาย, วิไล, พรทิพย์, สุดารัตน์, ประเสริฐ, กรุงเทพ, ฝ่ายขาย"),
}
# The field's commonest encoding: short files, of one language and of all.
WESTERN = [
    *(
        "Müller",
        "José",
        "Simões",
        "Núñez",
        "Nicolò",
        "Søren",
        "Zoë",
        "Brûlé",
        "Kåre",
        "Þór",
        "João",
        "MÜLLER",
        "O’Brien",
    ),
    "Renée Lefèvre, François Hérault, Benoît",
    "Søren Kjær, Jørgensen, Bjørn Ærø, Karen Blåtand",
    "João Conceição, Antônio Gonçalves, Simões",
    "Müller, José Muñoz, Søren Kjær, Renée, Åsa Öberg, João Simões, Nicolò Rossi, Þór Jónsson",
    "Sales – North, € 500, 5 °C, “Key” accounts…",
]


def _file(names: str) -> str:
    return HEADER + "".join(f"{number};{name};ic\n" for number, name in enumerate(names.split(", "), 1))


@pytest.mark.parametrize(("encoding", "names"), NAMES.values(), ids=NAMES)
def test_names_of_every_alphabet_are_read_as_they_were_written(encoding: str, names: str) -> None:
    decoded = text_encoding.decode(_file(names).encode(encoding))
    assert decoded.text == _file(names)
    assert decoded.assumed


@pytest.mark.parametrize("names", WESTERN)
def test_while_the_evidence_is_thin_a_file_is_western(names: str) -> None:
    decoded = text_encoding.decode(_file(names).encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.assumed) == (_file(names), "cp1252", True)


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_is_certain_is_not_assumed(encoding: str) -> None:
    text = _file("Ann, Bo" if encoding == "ascii" else "Ann, Łukasz, Müller, 张伟")
    decoded = text_encoding.decode(text.encode(encoding))
    assert (decoded.text, decoded.assumed, decoded.torn) == (text, False, False)


def test_a_letter_torn_out_of_utf8_leaves_the_others_as_they_are() -> None:
    decoded = text_encoding.decode(_file("Łukasz Wiśniewski, Małgorzata Wójcik").encode()[:-8] + b"\xc5;ic\n")
    assert "Łukasz Wiśniewski" in decoded.text
    assert (decoded.torn, decoded.assumed) == (True, False)


def test_the_encoding_a_file_declares_holds_where_every_byte_fits_it() -> None:
    data = _file("Simões").encode("cp1250", "replace") + "Erdős".encode("cp1250")
    assert text_encoding.decode(data, "windows-1250").text.endswith("Erdős")
    assert not text_encoding.decode(data, "windows-1250").assumed
    for wrong in ("utf-8", "shift_jis", "no-such", "unicode_escape", "rot13"):
        assert text_encoding.decode("José;1\n".encode("cp1252"), wrong).text == "José;1\n"
