"""Words cleaned, folded and shortened, whatever is typed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcsj_cli import i18n
from mcsj_cli.model.text import (
    abridge,
    enumeration,
    find_repeated,
    fold,
    join_sentences,
    nearest,
    one_line,
    similarity,
    slugify,
)

texts = st.text(max_size=60) | st.text(
    alphabet="aáÁñÑüe\u0301\u200b\u202e\u2028\t\n\x00 -.#😷ﬁ", max_size=30
)


@given(texts)
@example("a\u200b\u0301")
@example("e\x00\u0301")
def test_one_line_is_idempotent_and_composed(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert unicodedata.is_normalized("NFC", line)


@given(texts)
def test_one_line_has_no_controls_and_single_spaces(text: str) -> None:
    line = one_line(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line)
    assert not set(line) & set("\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2069\ufeff")
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Un\ttítulo \r\n con  saltos ", "Un título con saltos"),
        ("cafe\u0301", "café"),
        ("a\x00b", "a b"),
        ("\x1b[31mrojo", "[31mrojo"),
        ("abc\u202etxt.exe", "abc txt.exe"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("", ""),
        ("\u2028\n", ""),
    ],
)
def test_one_line_examples(text: str, line: str) -> None:
    assert one_line(text) == line


def test_letters_of_other_fonts_are_letters() -> None:
    assert fold("𝐀𝐕𝐈𝐒𝐎 𝓐") == "aviso a"
    assert slugify("𝐀𝐕𝐈𝐒𝐎") == "aviso"
    assert [slugify(name) for name in ("¡Con!", "LPT9", "Con ganas")] == [
        "con-1",
        "lpt9-1",
        "con-ganas",
    ]
    assert slugify("nul y nulo", 4) == "nu"


@given(texts.map(lambda text: unicodedata.normalize("NFKC", text)))
def test_fold_is_idempotent_and_blind_to_composition(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="abcñáéíóúü xyz", max_size=30))
def test_fold_is_blind_to_case(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cd. JUÁREZ", "cd. juarez"),
        ("Ñandú", "nandu"),
        ("  a \n b ", "a b"),
        ("ｆｕｌｌ", "full"),
        ("Straße", "strasse"),
    ],
)
def test_fold_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts, st.integers(1, 80))
def test_slug_is_a_short_plain_name(text: str, limit: int) -> None:
    slug = slugify(text, limit)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug) <= limit
    assert "--" not in slug
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slugify(slug, limit) == slug


@pytest.mark.parametrize(
    ("text", "limit", "slug"),
    [
        ("Créditos a la Palabra", 60, "creditos-a-la-palabra"),
        ("¿Qué es el COVID-19?", 60, "que-es-el-covid-19"),
        ("uno dos tres", 7, "uno-dos"),
        ("uno dos tres", 8, "uno-dos"),
        ("uno dos tres", 6, "uno"),
        ("palabralarga", 5, "palab"),
        ("../../etc", 60, "etc"),
        ("😷", 60, ""),
    ],
)
def test_slug_examples(text: str, limit: int, slug: str) -> None:
    assert slugify(text, limit) == slug


def test_nearest_keeps_the_spelling_of_the_names() -> None:
    names = ["SOSeconomia", "SOSmensajes", "Torreón"]
    assert nearest("soseconomía", names)[0] == "SOSeconomia"
    assert nearest("torreon", names) == ["Torreón"]
    assert nearest("zzz", names) == []
    assert nearest("", names) == []


def test_nearest_gives_the_best_first_and_no_more_than_asked_for() -> None:
    assert nearest("leon", ["leona", "leon", "leones", "lion"], 2) == ["leon", "leona"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Créditos a la palabra", "CREDITOS A LA PALABRA.", True),
        ("Créditos a la palabra", "Créditos a la palabras", True),
        ("Créditos a la palabra", "Cuidado de los abuelos", False),
    ],
)
def test_similarity(one: str, other: str, alike: bool) -> None:
    assert (similarity(one, other) >= 0.9) is alike


@given(texts, texts)
def test_similarity_is_a_share(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a y b"),
        (["a", "b", "c"], "a, b y c"),
        (["A", "Ixtapa"], "A e Ixtapa"),
        (["Irapuato", "Índigo"], "Irapuato e Índigo"),
        (["a", "Hidalgo"], "a e Hidalgo"),
        (["Ixtapa", "hielo"], "Ixtapa y hielo"),
        (["a", "hiato"], "a y hiato"),
    ],
)
def test_enumeration(names: list[str], text: str) -> None:
    assert enumeration(names) == text
    with i18n.speaking("en"):
        assert enumeration(names) == text.replace(" y ", " and ").replace(" e ", " and ")


def test_find_repeated() -> None:
    faults = list(find_repeated("axes", "slug", ["a", "b", "a", "a"]))
    assert [fault.path for fault in faults] == [("axes", 2, "slug"), ("axes", 3, "slug")]
    assert "«a»" in faults[0].message


@given(texts, st.integers(2, 40))
def test_an_abridged_text_is_its_beginning(text: str, limit: int) -> None:
    told = abridge(text, limit)
    assert len(told) <= limit
    assert one_line(text).startswith(told.removesuffix("…"))


def test_a_text_is_abridged_between_words() -> None:
    assert abridge("una frase, larga", 12) == "una frase…"
    assert abridge("palabralarga", 8) == "palabra…"


def test_a_sentence_that_ends_in_a_command_gets_its_full_stop_before_another() -> None:
    joined = join_sentences("Pásela: mcsj a --grupo 5", "Si no, no.")
    assert joined == "Pásela: mcsj a --grupo 5. Si no, no."
    assert join_sentences("", "¿Es así?", "Uno: mcsj a") == "¿Es así? Uno: mcsj a"
