"""The pages of who is asked: rules, reasons, stops, and the sentence on a contact's page."""

import pytest

from survey.intake.rules import Rules
from survey.operations import surveys
from survey.operations.stops import is_stopped, stop_address
from survey.store import reads_of_surveys
from survey.store.database import rows
from tests.conftest import NOW
from tests.decided import ANN, ask_about, deliveries, fresh
from tests.form_values import form_of
from tests.surveys import found, make_draft, make_live_survey

RULES = "/surveys/after-a-contact/rules"


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


def post(client, address, /, **changes):
    """Send the form of a page with some boxes written into."""
    values = form_of(client.get(address), address)
    return client.post(address, data=values | changes)


def test_the_form_keeps_what_it_shows_and_sending_it_twice_is_no_harm(analyst):
    make_draft()
    before = found().rules
    assert post(analyst, RULES).status_code == 303
    assert post(analyst, RULES).status_code == 303
    assert found().rules == before == Rules()
    assert found().rules_version == 1


def test_rules_that_are_typed_are_kept(analyst):
    make_draft()
    values = form_of(analyst.get(RULES), RULES) | {
        "channels": ["phone", "chat"],
        "reasons": "Refund\r\n\r\nDelay\r\nRefund",
        "languages": "de, pt_br",
        "least_handle_seconds": "60",
        "sampling_percent": "25",
        "quarantine_scope": "own",
        "quiet_from": "9:30",
        "via": "sms_or_mail",
        "case_at_most": "",
    }
    assert analyst.post(RULES, data=values).status_code == 303
    kept = found().rules
    assert (kept.channels, kept.reasons) == (("phone", "chat"), ("Refund", "Delay"))
    assert (kept.languages, kept.least_handle_seconds) == (("de", "pt-BR"), 60)
    assert (kept.sampling_percent, kept.is_own_quarantine) == (25, True)
    assert (kept.quiet_from, kept.via, kept.case_at_most) == ("09:30", "sms_or_mail", None)
    assert post(analyst, RULES).status_code == 303


def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(analyst):
    make_draft()
    page = post(
        analyst,
        RULES,
        sampling_percent="101",
        quiet_from="25:00",
        languages="German",
        case_owner="nobody",
        delay_minutes="",
        expires_days="٣",
        via="pigeon",
    )
    assert page.status_code == 422
    for typed in ('value="101"', 'value="25:00"', 'value="German"', 'value="nobody"'):
        assert typed in page.text
    assert page.text.count('class="error"') == 7
    assert found().rules == Rules()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reminder_days": "14"}, "The link ends before the reminder."),
        ({"delay_minutes": "120", "latest_hours": "1"}, "every contact is too old"),
        ({"least_handle_seconds": "9", "most_handle_seconds": "8"}, "below the shortest"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(analyst, typed, said):
    make_draft()
    page = post(analyst, RULES, **typed)
    assert page.status_code == 422
    assert said in page.text


def test_a_case_opens_below_the_best_point_only(analyst):
    """On a question from 1 to 5 nobody can have everybody become a case."""
    make_draft()
    page = analyst.get(RULES).get_data(as_text=True)
    assert '<option value="4"' in page
    assert '<option value="5"' not in page
    assert '<option value="0"' not in page
    for point in ("0", "5", "10"):
        refused = post(analyst, RULES, case_at_most=point)
        assert refused.status_code == 422
        assert "Choose a point from 1 to 4, or no case." in refused.get_data(as_text=True)


def test_of_two_leaders_who_edit_the_rules_the_second_is_told(analyst):
    make_draft()
    old = form_of(analyst.get(RULES), RULES)
    assert post(analyst, RULES, sampling_percent="50").status_code == 303
    page = analyst.post(RULES, data=old | {"sampling_percent": "10"})
    assert page.status_code == 409
    assert "These rules were changed since you opened the page" in page.text
    assert 'value="10"' in page.text
    assert found().rules.sampling_percent == 50


def test_the_page_says_what_the_rules_come_to(analyst):
    """chatwoot/chatwoot#11569: nobody could tell why no survey was sent."""
    make_live_survey(rules=Rules(channels=("phone",), sampling_percent=50))
    text = analyst.get(RULES).text
    assert "A call that closes at 19:50 in UTC is asked on the next day at 08:00, by mail." in text
    assert "No contact closed in the last 28 days" in text


def test_a_survey_that_does_not_exist_has_no_rules(analyst):
    assert analyst.get("/surveys/none/rules").status_code == 404


@pytest.mark.parametrize("role", ["leader", "executive", "agent", "administrator"])
def test_only_analysts_see_these_pages(signed_in, role):
    for address in (RULES, "/surveys/not-asked", "/surveys/stops"):
        assert signed_in(role).get(address).status_code == 403


def test_reasons_are_counted_with_their_contacts_behind_them(analyst):
    make_live_survey(rules=Rules(channels=("phone",)))
    ask_about(fresh("a"), fresh("b"), fresh("c", channel="chat"), fresh("d", email=None))
    page = analyst.get("/surveys/not-asked?from=2026-03-01&to=2026-03-31")
    assert "3 of 4 contacts" in page.text
    for reason in ("Asked too recently", "Other channel", "No address"):
        assert reason in page.text
    assert "place=rule_channel" in page.text
    listed = analyst.get(
        "/surveys/funnel/contacts?place=rule_channel&from=2026-03-01&to=2026-03-31"
    )
    assert listed.status_code == 200


def test_without_contacts_the_page_says_so(analyst):
    assert "No contact that closed in these days" in analyst.get("/surveys/not-asked").text
    assert analyst.get("/surveys/not-asked?from=nonsense&to=2026-03-01").status_code == 422


def test_where_everybody_was_asked_it_says_so(analyst):
    make_live_survey()
    ask_about(fresh())
    text = analyst.get("/surveys/not-asked?from=2026-03-01&to=2026-03-31").text
    assert "Everybody was asked." in text


def test_a_contact_s_page_says_why_its_customer_was_not_asked(analyst):
    """chatwoot/chatwoot#11569: the support ticket, answered."""
    make_live_survey(rules=Rules(channels=("chat",)))
    ask_about(fresh())
    (contact,) = rows("SELECT id FROM contact")
    text = analyst.get(f"/contacts/{contact[0]}").text
    assert "The customer was not asked: the survey “" in text
    assert "does not ask about this channel" in text


def test_an_address_is_stopped_and_what_waits_for_it_too(analyst):
    make_live_survey()
    ask_about(fresh())
    assert post(analyst, "/surveys/stops", address=" Ann@Example.ORG ").status_code == 303
    assert is_stopped(ANN)
    assert deliveries()["C-1"][1] == "stopped"
    text = analyst.get("/surveys/stops?done=added").text
    assert "The list has 1 entry." in text
    assert ANN not in text


def test_an_address_is_lifted_again(analyst):
    stop_address(ANN, kind="bounced", origin="dsn", now=NOW)
    values = form_of(analyst.get("/surveys/stops"), "/surveys/stops/lift")
    lift = "/surveys/stops/lift"
    assert analyst.post(lift, data=values | {"lifted": ANN}).status_code == 303
    assert not is_stopped(ANN)
    again = analyst.post(lift, data=values | {"lifted": ANN})
    assert again.status_code == 422
    assert "This address is not on the list." in again.text


def test_what_is_no_address_is_refused_and_stays_written(analyst):
    page = post(analyst, "/surveys/stops", address="030 12345")
    assert page.status_code == 422
    assert 'value="030 12345"' in page.text
    assert "does not say its country" in page.text
    assert rows("SELECT * FROM address_stop") == []


def test_a_retired_survey_keeps_its_rules(analyst):
    make_live_survey()
    surveys.retire("after-a-contact", now=NOW)
    assert post(analyst, RULES, sampling_percent="5").status_code == 409
    assert reads_of_surveys.live_surveys() == []
