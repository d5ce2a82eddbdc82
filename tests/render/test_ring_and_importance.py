"""The ring of the cycle, and the plane of importance and performance: told without colour."""

from __future__ import annotations

from survey.render import figures
from survey.render.figures import PHONE, SCREEN, Drawing
from survey.render.figures.marks import Area, Dot, Group, Line, Stroke, Text, flat
from tests.render import gallery


def words(drawing: Drawing) -> list[str]:
    return [mark.text for mark in flat(drawing.marks) if isinstance(mark, Text)]


def arrows(drawing: Drawing) -> list[Group]:
    return [mark for mark in drawing.marks if isinstance(mark, Group)]


def test_each_state_has_a_line_a_head_and_a_word_of_its_own() -> None:
    for canvas in (SCREEN, PHONE):
        drawing = gallery.FIGURES["ring"](canvas=canvas)
        goes, unseen, untold = arrows(drawing)[:3]
        lines = [
            next(one for one in arrow.marks if isinstance(one, Line))
            for arrow in (goes, unseen, untold)
        ]
        assert lines[0].dash == ""
        assert len({line.dash for line in lines}) == 3
        assert lines[0].width > lines[1].width
        heads = [any(isinstance(one, Area) for one in arrow.marks) for arrow in arrows(drawing)[:3]]
        assert heads == [True, False, False]
        assert any(isinstance(one, Stroke) for one in untold.marks)
        assert {"goes the other way", "no evidence here", "not imported"} <= set(words(drawing))
        assert "Dotted: cannot tell yet" in drawing.note


def test_the_ring_is_a_list_on_a_phone_that_ends_where_it_began() -> None:
    narrow = gallery.FIGURES["ring"](canvas=PHONE)
    upright = [one for arrow in arrows(narrow) for one in arrow.marks if isinstance(one, Line)]
    assert len(upright) == 6
    assert {line.x1 for line in upright} == {line.x2 for line in upright} == {PHONE.text}
    assert words(narrow)[-1] == "back to Strain"


def test_the_ring_says_every_step_in_its_description() -> None:
    drawing = gallery.FIGURES["ring"](canvas=SCREEN)
    assert drawing.desc.startswith(
        "Strain to Absence: goes the other way; r −0.40 (−0.49 to −0.31); 2 months later."
    )
    assert "Customer loss to Strain: not imported." in drawing.desc


def test_a_construct_that_is_told_from_no_link_is_filled_and_the_others_are_open() -> None:
    drawing = gallery.FIGURES["importance"](canvas=SCREEN)
    dots = [mark for mark in flat(drawing.marks) if isinstance(mark, Dot)]
    assert [dot.is_open for dot in dots] == [at % 2 == 1 for at in range(len(gallery.NAMES))]
    assert "Filled dots are told from no link. Open dots are not" in drawing.note
    clear = figures.importance_plot(
        gallery.importance_points()[:1], title="T", x_axis=gallery.MEAN,
        y_axis=figures.correlation_axis("r"), halves=gallery.HALVES,
    )  # fmt: skip
    assert "Open dots" not in clear.note


def test_the_halves_are_named_and_only_the_dots_say_what_is_told_from_no_link() -> None:
    for canvas in (SCREEN, PHONE):
        drawing = gallery.FIGURES["importance"](canvas=canvas)
        text = " ".join(words(drawing))
        assert "Answered low" in text
        assert "Answered high" in text
        assert "goes with" not in text
        assert "Hamburg inbound: 3.00, 2.80 to 3.40; r 0.50, 0.10 to 0.80" in drawing.desc
        assert "(answered high, told from no link)" in drawing.desc
        assert "(answered high, not told from no link)" in drawing.desc


def test_what_finds_no_room_for_its_name_is_named_below() -> None:
    crowd = [
        figures.ImportancePoint(f"Construct number {n}", 3.2, 0.3, False, y_low=0.1, y_high=0.5)
        for n in range(25)
    ]
    drawing = figures.importance_plot(
        crowd, title="T", x_axis=gallery.MEAN, y_axis=figures.correlation_axis("r"),
        halves=gallery.HALVES, canvas=PHONE,
    )  # fmt: skip
    assert "Without a name for want of room: Construct number" in drawing.note
