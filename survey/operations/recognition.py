"""Showing praise and thanks: the agent they are about decides, and can take it back.

Nothing here is counted for anybody: no figure, list or report knows how often somebody was thanked.
"""

from __future__ import annotations

from datetime import date

from survey.errors import Conflict, NotFound
from survey.instruments.satisfaction import CSAT_SCALE
from survey.intake.thanks import NewThanks, mark_of
from survey.operations.keeping import kept
from survey.store import reads_of_recognition, recognition

MOST_A_DAY = 5
NO_COMMENT = "There is no such comment, or it is not about a contact of yours."
NO_THANKS = "There are no such thanks, or they were withdrawn."


def give_thanks(user_id: int, new: NewThanks, *, own_agent_id: int | None, today: date) -> int:
    """Id of the thanks, offered to the agent. The same again on the same day changes nothing.

    Raises:
        NotFound: the agent does not sign in, or belongs to no unit.
        Conflict: the agent is the user, or the user has given enough for one day.
    """
    if new.agent_id == own_agent_id:
        raise Conflict("Thanks are for colleagues. Choose one.")
    with kept():
        if all(one.id != new.agent_id for one in reads_of_recognition.agents(today=today)):
            raise NotFound("This agent does not sign in here, so nobody could agree to be thanked.")
        recognition.hold_giver(user_id)
        given = reads_of_recognition.thanks_of_day(user_id, today)
        for thanks_id, agent_id, text, _ in given:
            if (agent_id, text) == (new.agent_id, new.text):
                return thanks_id
        if len(given) >= MOST_A_DAY:
            raise Conflict(
                f"You have thanked {MOST_A_DAY} times today, and more on one day would carry less."
                " Come back tomorrow."
            )
        return recognition.insert_thanks(user_id, new.agent_id, new.text, given_on=today)


def show_thanks(thanks_id: int, *, agent_id: int) -> None:
    """Colleagues see the thanks to this agent from now on. Repeatable.

    Raises:
        NotFound: there are none for this agent, or they were withdrawn.
    """
    _answer(thanks_id, agent_id, "shown", was=("offered", "kept"))


def keep_thanks(thanks_id: int, *, agent_id: int) -> None:
    """The thanks are for this agent alone, whether colleagues saw them or not. Repeatable.

    Raises:
        NotFound: there are none for this agent, or they were withdrawn.
    """
    _answer(thanks_id, agent_id, "kept", was=("offered", "shown"))


def withdraw_thanks(thanks_id: int, *, user_id: int) -> None:
    """Take one's own thanks back: nobody reads them any more, whatever the agent said. Repeatable.

    Raises:
        NotFound: the user gave no such thanks.
    """
    with kept():
        if not recognition.withdraw_thanks(thanks_id, user_id):
            raise NotFound("There are no such thanks of yours.")


def show_praise(response_id: int, *, agent_id: int, seen: str, today: date) -> None:
    """Colleagues read what a customer wrote about this agent from now on. Repeatable.

    `seen` is the mark of the words that the agent agreed to.

    Raises:
        NotFound: there is no such comment with the top score about this agent.
        Conflict: the customer has changed the words meanwhile.
    """
    with kept():
        words = recognition.hold_praise(response_id, agent_id, top=CSAT_SCALE.high)
        if words is None:
            raise NotFound(NO_COMMENT)
        if mark_of(words) != seen:
            raise Conflict(
                "The customer has changed these words. Read them again before you agree."
            )
        recognition.show_praise(response_id, on=today)


def hide_praise(response_id: int, *, agent_id: int) -> None:
    """Colleagues read these words about the agent no longer, if they did. Repeatable."""
    with kept():
        recognition.hide_praise(response_id, agent_id)


def _answer(
    thanks_id: int,
    agent_id: int,
    state: recognition.State,
    *,
    was: tuple[recognition.State, ...],
) -> None:
    with kept():
        stands = recognition.answer_thanks(thanks_id, agent_id, state, was=was)
        if stands is None or stands == "withdrawn":
            raise NotFound(NO_THANKS)
