"""The attributes of an SVG's shapes that a logo may have, each with the values it may take."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.intake.problems import Unfit

XLINK = "http://www.w3.org/1999/xlink href"
# No number of more than seven digits before its point or with an exponent over nine: nothing a
# logo needs, and what makes renderers stumble.
_NUMBERS = re.compile(r"(?!.*(?:(?<![.\d])\d{8}|[eE][-+]?\d{2}))[\d\s.,eE+\-]*", re.DOTALL)
_LENGTH = re.compile(r"[-+]?(?:\d{1,7}(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d)?(?:px|%)?")
_LETTERS = re.compile(r"[A-Za-z\-]{1,30}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{1,30}|(?:rgb|rgba|hsl|hsla)\([\d\s.,%]{1,60}\)")
_LOCAL = re.compile(r"url\(\s*(['\"]?)#[\w.:\-]{1,80}\1\s*\)")
_NAME = re.compile(r"[\w.:\-]{1,80}")
_MOVES = re.compile(r"(?:\s*(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([^()]*\)[\s,]*)*")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,eE+\-]*")

_LENGTHS = frozenset(
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy width height offset stroke-width stroke-miterlimit"
    " opacity fill-opacity stroke-opacity stop-opacity".split()
)
_WORDS = frozenset(
    "fill-rule clip-rule stroke-linecap stroke-linejoin gradientUnits spreadMethod clipPathUnits"
    " display visibility".split()
)
_PAINTS = frozenset(("fill", "stroke", "stop-color", "color"))
_TRANSFORMS = frozenset(("transform", "gradientTransform"))


def clean_attributes(attributes: Mapping[str, str], *, is_inside_clip: bool) -> dict[str, str]:
    """What of the attributes, and of the declarations in `style`, a logo may have.

    Others are left out where they only describe; those that could act are refused.

    Raises:
        Unfit: there is a script, an address, or a value that no drawing needs.
    """
    kept: dict[str, str] = {}
    for name, value in (*attributes.items(), *_declared(attributes.get("style", ""))):
        if name.lower().startswith("on"):
            raise Unfit(f"This SVG holds a script (“{name[:40]}”). A logo may hold none.")
        if name in ("href", XLINK):
            kept["href"] = _local_name(value)
        elif name == "clip-path" and is_inside_clip:
            continue
        elif _is_known(name):
            kept[name] = _checked(name, value.strip())
        elif "url(" in value.lower() and name != "style":
            _refuse_address(value)
    return kept


def is_loop_free(refers: Mapping[str, str]) -> bool:
    """Whether no name comes back to itself by following what it refers to."""
    for start in refers:
        seen, at = {start}, refers[start]
        while at in refers:
            if at in seen:
                return False
            seen.add(at)
            at = refers[at]
    return True


def _declared(style: str) -> list[tuple[str, str]]:
    """The declarations in a style attribute; one that refers to a file is refused."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return [(name.strip(), value.strip()) for name, value in pairs]


def _is_known(name: str) -> bool:
    others = ("id", "d", "points", "clip-path")
    return any(name in names for names in (_LENGTHS, _WORDS, _PAINTS, _TRANSFORMS, others))


def _checked(name: str, value: str) -> str:
    if name in _PAINTS or name == "clip-path":
        if "url(" in value.lower():
            return value if _LOCAL.fullmatch(value) else _refuse_address(value)
        fits = _COLOUR.fullmatch(value)
    elif name in _LENGTHS:
        fits = _LENGTH.fullmatch(value)
    elif name in _WORDS:
        fits = _LETTERS.fullmatch(value)
    elif name == "id":
        fits = _NAME.fullmatch(value)
    else:
        fits = _drawn(name, value)
    if not fits:
        raise Unfit(
            f"This SVG gives “{name}” a value that no logo needs ({value[:30]}). Save it as plain"
            " SVG, or as PNG."
        )
    return value


def _drawn(name: str, value: str) -> re.Match[str] | None:
    """Whether a path, a list of points or a transformation is one, with numbers of a fair size."""
    form = {"d": _PATH, "points": _NUMBERS}.get(name, _MOVES)
    bare = re.sub(r"[^\d\s.,eE+\-]", " ", value)
    return _NUMBERS.fullmatch(bare) and form.fullmatch(value)


def _local_name(value: str) -> str:
    if value.startswith("#") and _NAME.fullmatch(value[1:]):
        return value
    return _refuse_address(value)


def _refuse_address(value: str) -> str:
    raise Unfit(
        f"This SVG refers to something outside of itself ({value.strip()[:60]}). A logo may not."
    )
