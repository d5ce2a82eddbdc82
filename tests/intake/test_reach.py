"""How a customer can be reached: clean values, or every reason at once, from files and JSON."""

import pytest

from survey.intake import reach
from survey.intake.contact import ContactRecord, read_contacts
from survey.intake.problems import Rejected, Unfit
from survey.intake.reach import Reach
from tests.intake import test_contact_json as json_door
from tests.intake.writing import HEADER, MAPPING, NOW, line, mapping, read_one, table

FIELDS = {"customer_email": "m", "customer_phone": "p", "customer_language": "l"}
MAPPED = MAPPING + "".join(f'{field} = "{column}"\n' for field, column in FIELDS.items())


def read(*rows: str, text: str = MAPPED) -> list[ContactRecord | Rejected]:
    declared = mapping(text)
    file = table(*rows, header=HEADER + ",m,p,l")
    return list(read_contacts(file, declared, zone=declared.zone, now=NOW))


@pytest.mark.parametrize(
    ("check", "text", "clean"),
    [
        ("email", "Ann.Lee+x@Example.ORG", "ann.lee+x@example.org"),
        ("email", "ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("phone", "+49 (0)30 901-820", "+4930901820"),
        ("phone", "0044.20/7946 0018", "+442079460018"),
        ("language", "PT_br", "pt-BR"),
        ("language", "zh-HANT-tw", "zh-Hant-TW"),
        ("timezone", "Asia/Kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_value_is_written_one_way(check, text, clean):
    assert reach.CHECKS[check](text) == clean
    assert reach.CHECKS[check](clean) == clean


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("email", "ann"),
        ("email", "ann@example.org, bob@example.org"),
        ("email", "ann@example.org\nBcc: all@example.org"),
        ("email", "ann@.." + "x" * 300),
        ("email", "ann\u202e@example.org"),
        ("phone", "030 901820"),
        ("phone", "+49 12"),
        ("phone", "+4930901820901820901820"),
        ("phone", "+٤٩٣٠٩٠١٨٢٠"),
        ("language", "German"),
        ("language", "de-"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "Europe"),
    ],
)
def test_a_value_that_does_not_do_says_why(check, text):
    with pytest.raises(Unfit) as reason:
        reach.CHECKS[check](text)
    assert str(reason.value).endswith(".")


def test_a_file_without_these_fields_says_nothing_of_anyone():
    assert read_one().reach is None


def test_a_file_brings_what_it_maps_and_an_empty_row_brings_nothing():
    sound, empty = read(line() + ",ann@example.org,0049 30 901820,de_at", line(id="c-2") + ",,,")
    assert isinstance(sound, ContactRecord)
    assert isinstance(empty, ContactRecord)
    assert sound.reach == Reach("ann@example.org", "+4930901820", "de-AT", None)
    assert empty.reach is None


def test_rows_read_one_by_one_are_read_the_same():
    """A chunk with an unusual row in it is gone through row by row."""
    first, rejected = read(line() + ",ann@example.org,,", line(id="") + ",ann,12,?")
    assert isinstance(first, ContactRecord)
    assert isinstance(rejected, Rejected)
    assert first.reach == Reach("ann@example.org", None, None, None)
    assert [one.field for one in rejected.problems] == ["external_id", *FIELDS]


def test_one_language_and_one_time_zone_may_stand_for_a_whole_file():
    text = MAPPING + (
        'customer_language = { constant = "de" }\ncustomer_timezone = { constant = "Asia/Kolkata" }'
    )
    (record,) = read(line() + ",,,", text=text)
    assert isinstance(record, ContactRecord)
    assert record.reach == Reach(None, None, "de", "Asia/Kolkata")


def test_the_json_door_takes_a_customer():
    customer = {"email": "ann@example.org", "phone": "+49 30 901820", "timezone": "Europe/Berlin"}
    found = json_door.parse({**json_door.SOUND, "customer": customer})
    assert isinstance(found, ContactRecord)
    assert found.reach == Reach("ann@example.org", "+4930901820", None, "Europe/Berlin")


@pytest.mark.parametrize("customer", [None, {}, {"email": None}, {"email": "  "}])
def test_a_customer_of_whom_nothing_is_said_is_nobody(customer):
    found = json_door.parse({**json_door.SOUND, "customer": customer})
    assert isinstance(found, ContactRecord)
    assert found.reach is None


def test_the_json_door_gives_every_reason_at_once():
    customer = {"email": "ann", "phone": 12, "language": "German", "timezone": "X", "fax": "1"}
    found = json_door.problems(customer=customer, channel="fax")
    parts = ("email", "phone", "language", "timezone", "fax")
    assert set(found) == {"channel", *(f"customer.{part}" for part in parts)}
    assert found["customer.phone"] == "It must be a text in quotes."
    assert json_door.problems(customer="ann")["customer"].startswith("It must be an object")


def test_a_comment_is_kept_without_addresses_and_numbers():
    said = "Order 4471239 is late, ring me on +44 7700 900123"
    assert read_one(comment=said).comment == "Order 4471239 is late, ring me on [phone]"
    found = json_door.parse({**json_door.SOUND, "comment": said})
    assert isinstance(found, ContactRecord)
    assert found.comment == "Order 4471239 is late, ring me on [phone]"
