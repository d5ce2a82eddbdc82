"""The part of the audit that knows every table, and looks for values that lead out of the vault."""

from __future__ import annotations

from collections.abc import Iterator

from survey.store.pulse import inspection

# What stands here and what the migrations make are the same; `schema_migration` is their own.
TABLES = frozenset(
    """
    address_stop agenda_item agent answer answer_draft answer_month answer_rollup answer_text
    api_key app_user ask asking audit_run automated_open ballot ballot_card block block_key
    block_unit case_entry chore claim comment_basket comment_language contact contact_identity
    contact_month contact_rollup contact_to_decide context_series context_value counted_ballot
    customer_case decision decision_mark decision_step delivery demo_mark department digest
    digest_comment erased_contact forum_meeting installation instrument invitation job kiosk
    leader leadership linkage_plan membership praise queue receipt released_cell
    released_reliability released_remark released_spread released_total remark report
    report_batch report_letter report_look report_order report_part report_quote
    report_recipient report_schedule response roster routing_rule schedule_card_unit
    schema_migration score score_series sealed_key section_note sign_in_link signal spent survey
    survey_decision survey_draft survey_version tally testimonial_consent thanks theme
    theme_comment theme_run threshold turnout unit wave wave_reminder wave_schedule webhook
    webhook_attempt webhook_message
    """.split()
)
# What knows who was invited, or what came of it: a column more could tell who answered.
BESIDE = {
    "roster": ("wave_id", "agent_id", "block_id"),
    "block": ("id", "wave_id", "code", "name", "n_invited", "mode", "reason"),
    "block_key": ("block_id", "modulus", "n_issued"),
    "receipt": ("block_id", "position", "code"),
    "tally": ("wave_id", "item", "value", "n"),
    "wave": tuple(
        """
        id number name instrument_digest opens_on closes_on window_from window_until threshold
        comment_threshold block_minimum statement state opened_at closed_at scrubbed_at schedule_id
        help_contact folded_at rules
        """.split()
    ),
}
# Where rights to answer and ballots of the open wave have values that nothing else may have.
OPEN_VAULT = ("ballot_card", "claim", "spent", "ballot", "remark")


def tables() -> Iterator[str]:
    """Tables that nobody knows, and tables beside the vault that have other columns."""
    for name in inspection.tables():
        if name not in TABLES:
            yield f"A table nobody knows: {name}."
    for table, expected in BESIDE.items():
        found = inspection.columns_of(table)
        if found != expected:
            yield f"{table} has the columns {', '.join(found) or 'of no table'}."


def shared_values() -> Iterator[str]:
    """Pairs of columns, one in the vault, with an equal value too long to be equal by chance."""
    columns = inspection.columns_of_values()
    vault = [one for one in columns if one.table in OPEN_VAULT and one.is_binary]
    vault = [one for one in vault if inspection.holds_long_values(one)]
    for there in columns:
        others = [one for one in vault if one != there]
        # All of the vault at once, because a large table is then read once only.
        if not others or not inspection.share_a_value(others, there):
            continue
        for here in others:
            if inspection.share_a_value([here], there):
                yield f"{here.name} and {there.name} hold the same value."
