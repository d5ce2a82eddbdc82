"""Text widths: never narrower than the font the pages really ship."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.render import metrics

FONTS = Path(__file__).resolve().parents[2] / "reports" / "fonts"
SAMPLES = (
    "Hamburg inbound", "Größe, Übung, Straße", "Ærøskøbing Łódź İstanbul", "82% 79 to 85% n = 204",
    "Ελληνικά ρ τ", "Техподдержка", "“fi fl” – “…” ≤ ≥ −0.41", "WWWW MMMM @@@@", "1\u202f204",
)  # fmt: skip


@pytest.mark.parametrize("cut", ["inter-regular.otf", "inter-semibold.otf"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_text_is_wider_than_its_estimate(cut: str, sample: str) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(FONTS / cut)
    names, advances = font.getBestCmap(), font["hmtx"]
    missing = [character for character in sample if ord(character) not in names]
    real = sum(advances[names[ord(c)]][0] for c in sample) / font["head"].unitsPerEm * 10
    assert missing == []
    assert real <= metrics.text_width(sample, 10) <= 1.15 * real + 1


def test_marks_that_combine_take_no_room_and_wide_letters_take_a_whole_em() -> None:
    assert metrics.text_width("e\u0301", 10) == metrics.text_width("e", 10)
    assert metrics.text_width("東", 10) >= 10


@given(st.text(max_size=60), st.floats(min_value=20, max_value=200), st.integers(1, 3))
def test_wrapped_lines_fit_and_keep_to_their_number(text: str, width: float, lines: int) -> None:
    wrapped = metrics.wrap(text, 10, width=width, max_lines=lines)
    assert 1 <= len(wrapped) <= lines
    assert all(metrics.text_width(line, 10) <= width + 0.1 for line in wrapped)


def test_a_text_that_is_cut_says_so() -> None:
    assert metrics.wrap("Technical second line", 10, width=60, max_lines=1)[0].endswith("…")
    assert metrics.wrap("", 10, width=60) == ("",)
