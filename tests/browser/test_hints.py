"""What may tell who wrote a remark is underlined while it is typed, on the device alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.modules import module_page
from tests.browser.test_accessibility import check

FORM = """<body class="public"><main id="main"><h1>Remarks</h1><form><div class="field">
<label for="ask">What do you need?</label><p class="hint" id="ask-hint">In your own words.</p>
<textarea id="ask" name="ask" rows="4" data-hints aria-describedby="ask-hint"></textarea>
</div><p><button type="submit" class="button">Send</button></p></form></main></body>"""
START = "import('/pulse/hints.js').then(() => undefined)"
FIND = """async text => (await import('/pulse/telling.js')).findTelling(text)
  .map(({start, end, kind}) => [kind, text.slice(start, end)])"""
REST = 1200  # milliseconds after which the list has been said

CASES: tuple[tuple[str, list[list[str]]], ...] = (
    # Names: inside sentences, after titles, after words for colleagues, at the start of a sentence.
    ("My leader Anna never listens.", [["name", "Anna"]]),
    ("Please ask Priya Kaur or O'Brien.", [["name", "Priya Kaur"], ["name", "O'Brien"]]),
    ("Mr Smith and dr. weber know it.", [["name", "Mr Smith"], ["name", "dr. weber"]]),
    ("My colleague Grace does it all.", [["name", "Grace"]]),
    ("There is a colleague called anna.", [["name", "anna"]]),
    ("Team lead Mehmet's plan", [["name", "Mehmet's"]]),
    ("Tom shouted at us.", [["name", "Tom"]]),
    ("Jørgen said no. Ask @bea.m", [["name", "Jørgen"], ["name", "@bea.m"]]),
    # Shifts and days.
    ("The early shift has no lead.", [["shift", "early shift"]]),
    ("I do lates, on the night-shift too", [["shift", "do lates"], ["shift", "night-shift"]]),
    ("I was on late, alone.", [["shift", "on late"]]),
    ("On Monday morning I was alone.", [["shift", "On Monday morning"]]),
    ("Since March, on 12/03/2026", [["date", "March"], ["date", "12/03/2026"]]),
    ("Yesterday's call was hard.", [["date", "Yesterday's call"]]),
    ("It was 3 May or the 12th.", [["date", "3 May"], ["date", "the 12th"]]),
    ("At 14:30, then at 9am", [["time", "14:30"], ["time", "9am"]]),
    ("Freitag in der Spätschicht", [["shift", "Spätschicht"], ["date", "Freitag"]]),
    # Numbers and addresses.
    ("In case 44812, INC00123", [["number", "case 44812"], ["number", "INC00123"]]),
    ("Look at #441 or AB-12345.", [["number", "#441"], ["number", "AB-12345"]]),
    ("Ring +48 601-100-200.", [["number", "+48 601-100-200"]]),
    ("Ring 020 7946 0123.", [["number", "020 7946 0123"]]),
    ("Write to a.kaur+x@mail.example.org.", [["mail", "a.kaur+x@mail.example.org"]]),
    # Emoji count two, and nothing shifts; letters written from right to left.
    ("🙂🙂 I told Tom 🙂 at 14:30", [["name", "Tom"], ["time", "14:30"]]),
    ("اتصلت الساعة 14:30 مع Anna Schmidt", [["time", "14:30"], ["name", "Anna Schmidt"]]),
    ("دوام ٠٧٧٠٠٩٠٠١٢٣ طويل", [["number", "٠٧٧٠٠٩٠٠١٢٣"]]),
    # False alarms that are not given.
    ("", []),
    ("Tools are slow. Please mend Outlook. The breaks are too short.", []),
    ("We need 15 screens, 12,000 calls fewer and £12000.", []),
    ("24/7 is too much, 3/4 of us agree: no 2nd screen, 100% stress.", []),
    ("Shifts a month ahead would help, and I'd like 30 minutes more.", []),
    ("My leader may march on. May we have more breaks?", []),
    ("We answered over 20000 calls.\nManagement never listens.\n- Better chairs", []),
    ("Two people on early mornings, and replies in the evening.", []),
    ("They called me back twice. Everybody said so.", []),
    ("Die Kollegen brauchen bessere Stühle, neue Bildschirme, mehr Pausen, einen Raum ohne Lärm,"
     " gute Geräte und klare Pläne, und die Leitung der Abteilung soll Fragen hören.", []),
)  # fmt: skip


@pytest.fixture
def form(browser: Any) -> Iterator[Any]:
    """A page on a phone with one field that is watched."""
    with module_page(browser, FORM) as page:
        page.evaluate(START)
        yield page


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:30] or "-" for text, _ in CASES])
def test_what_may_tell_is_found_and_little_else(
    form: Any, text: str, expected: list[list[str]]
) -> None:
    found = form.evaluate(FIND, text)
    assert sorted(found) == sorted(expected)
    places = [text.index(words) for _, words in found]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text",
    [
        ". Anna Kaur said on Monday morning at 14:30 ",
        "a",
        "Anna ",
        "1 ",
        "12-",
        "a.",
        "mr ",
        "case ",
    ],
)
def test_ten_thousand_characters_are_searched_in_a_moment(form: Any, text: str) -> None:
    took = form.evaluate(
        """async text => {
          const { findTelling } = await import('/pulse/telling.js');
          const once = () => { const from = performance.now(); findTelling(text);
            return performance.now() - from; };
          return Math.min(...Array.from({length: 12}, once));
        }""",
        (text * 10_000)[:10_000],
    )
    assert took < 16


def test_words_are_underlined_at_once_and_said_once_typing_rests(form: Any) -> None:
    field, marks, said = form.locator("#ask"), form.locator("mark"), form.get_by_role("status")
    field.press_sequentially("Anna took my early shift. ")
    assert marks.all_inner_texts() == ["Anna", "early shift"]
    assert said.inner_text() == ""
    form.wait_for_timeout(REST)
    assert "“Anna”: Names can tell who wrote this" in said.inner_text()
    assert "“early shift”: Dates and shifts can tell who wrote this." in said.inner_text()
    assert field.get_attribute("aria-describedby") == "ask-hint ask-telling"
    assert form.locator(".hinted-copy").get_attribute("aria-hidden") == "true"
    form.evaluate(
        "window.n = 0; new MutationObserver(() => { window.n += 1; })"
        ".observe(document.querySelector('[role=status]'), {childList: true, subtree: true})"
    )
    field.press_sequentially("It was quiet.")
    form.wait_for_timeout(REST)
    assert form.evaluate("window.n") == 0, "the same words were said again"
    field.fill("It was quiet.")
    field.blur()
    assert said.inner_text() == ""
    assert marks.count() == 0


@pytest.mark.parametrize(
    "size", [PHONE, DESK, {"width": 180, "height": 370}], ids=["phone", "desk", "zoom"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_underlines_lie_behind_their_words(
    form: Any, size: dict[str, int], scheme: str
) -> None:
    form.set_viewport_size(size)
    form.emulate_media(color_scheme=scheme)
    text = (
        "Anna asked at 14:30 whether averylongwordwithoutanyspace" + "x" * 60 + " came on Monday.\n"
    )
    for value in (text, text * 4, "\n\nAnna\n"):
        form.locator("#ask").fill(value)
        form.locator("#ask").evaluate("one => { one.scrollTop = one.scrollHeight; }")
        form.wait_for_timeout(100)
        copy = "document.querySelector('.hinted-copy')"
        field = "document.querySelector('#ask')"
        for what in ("scrollTop", "clientWidth", "clientHeight"):
            assert form.evaluate(f"{copy}.{what}") == form.evaluate(f"{field}.{what}"), what
        height = form.evaluate(f"{field}.scrollHeight")
        assert form.evaluate(f"{copy}.scrollHeight") == height
        assert form.evaluate(f"{copy}.getBoundingClientRect().left + {copy}.scrollLeft") == (
            form.evaluate(f"{field}.getBoundingClientRect().left + {field}.clientLeft")
        )
    form.wait_for_timeout(REST)
    check(form, str(size))


def test_nothing_leaves_the_device_and_the_form_sends_what_was_typed(form: Any) -> None:
    called: list[str] = []
    form.on("request", lambda request: called.append(request.url))
    form.locator("#ask").fill("Anna, 14:30")
    form.wait_for_timeout(REST)
    assert called == []
    assert form.evaluate("Object.fromEntries(new FormData(document.forms[0]))") == {
        "ask": "Anna, 14:30"
    }
    form.locator("form").evaluate("one => one.reset()")
    form.wait_for_timeout(100)
    assert form.locator("mark").count() == 0


def test_what_was_typed_is_shown_as_text_only(form: Any) -> None:
    form.locator("#ask").fill("Ask <img src=x onerror=alert(1)> Anna & Tom #123456<b>")
    form.locator("#ask").blur()
    assert form.locator("main img, main b").count() == 0
    assert form.locator("mark").all_inner_texts() == ["Anna", "Tom", "#123456"]
