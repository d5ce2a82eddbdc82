"""The checks that every page opened by a test goes through do find what they are there to find."""

import pytest

from tests.pages import Page, problems_of

GOOD = """<!doctype html><html lang="en"><head><title>Sign in – Both Ends</title></head><body>
<h1>Sign  in</h1><form action="/x" method="post"><input type="hidden" name="t" value="1">
<label for="a">A</label><input id="a" name="a" value="v"><input type="checkbox" name="c" id="c"
 aria-label="C"><button>Go</button></form><svg><title>x</title></svg></body></html>"""


def test_a_good_page_has_no_problem() -> None:
    assert problems_of(GOOD) == []
    assert problems_of(GOOD.replace("<title>Sign", "<title>Error: Sign")) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<h1>Sign  in</h1>", "", "0 h1"),
        ("</h1>", "</h1><h1>Two</h1>", "2 h1"),
        ("<h1>Sign", "<h1>Go", "does not begin with"),
        (' lang="en"', "", "no lang"),
        ('id="c"', 'id="a"', "stands twice"),
        ('<label for="a">A</label>', "", "the field ‘a’ has no label"),
        ('for="a"', 'for="b"', "points to ‘b’"),
        ("<button>", '<button onclick="x()">', "inline"),
        ("<button>", '<button style="color:red">', "inline"),
        ("</head>", "<style>p{}</style></head>", "<style> stands in the page"),
        ("</head>", "<script>1</script></head>", "<script> stands in the page"),
        ("</form>", "", "closes nothing"),
    ],
)
def test_a_broken_rule_is_named(old: str, new: str, problem: str) -> None:
    assert problem in "; ".join(problems_of(GOOD.replace(old, new)))


def test_a_form_is_sent_as_it_stands() -> None:
    form = Page(GOOD).form("/x")
    assert (form.method, form.values) == ("post", {"t": "1", "a": "v"})
