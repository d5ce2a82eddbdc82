"""The page on which an administrator sets the look of reports."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from survey.store import reads_of_look
from survey.store.reads_of_look import LookRow
from tests.intake.test_logo import pixels
from tests.pages import Client

PATH = "/administration/look"
SignedIn = Callable[[str], Client]


def test_an_administrator_sets_the_look_and_takes_the_logo_away(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    assert PATH in admin.get("/administration").text
    file = (BytesIO(pixels(40, 40)), "logo.png")
    assert admin.submit(PATH, accent="#7a1f3d", logo=file).status_code == 303
    page = admin.get(PATH).text
    assert 'value="#7a1f3d"' in page
    assert 'src="data:image/png;base64,' in page
    assert admin.submit(PATH, removes_logo="yes").status_code == 303
    page = admin.get(PATH).text
    assert "data:image" not in page
    assert 'value="#7a1f3d"' in page


def test_a_form_without_a_new_logo_leaves_the_one_there(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    admin.submit(PATH, logo=(BytesIO(pixels(40, 40)), "logo.png"))
    assert admin.submit(PATH, accent="#00696f", logo=(BytesIO(b""), "")).status_code == 303
    assert reads_of_look.look().logo is not None


def test_what_is_no_logo_is_said_beside_its_field_and_nothing_is_kept(signed_in: SignedIn) -> None:
    admin = signed_in("administrator")
    reply = admin.submit(PATH, accent="#00c8d2", logo=(BytesIO(b""), "logo.svg"))
    assert reply.status_code == 422
    assert "This file is empty." in reply.text
    assert "The nearest darker colour that will do is #00838a." in reply.text
    assert 'value="#00c8d2"' in reply.text
    assert reads_of_look.look() == LookRow()


def test_a_file_of_ten_megabytes_is_refused(signed_in: SignedIn) -> None:
    reply = signed_in("administrator").submit(PATH, logo=(BytesIO(b"x" * 10_000_000), "logo.png"))
    assert reply.status_code == 413
    assert reads_of_look.look() == LookRow()
