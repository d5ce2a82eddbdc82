"""Surveys: the list, and the parts of each one, every part in a module of its own."""

from flask import Blueprint

from survey.web.surveys.files import journey as files
from survey.web.surveys.lists import journey as lists
from survey.web.surveys.previews import journey as previews
from survey.web.surveys.questions import journey as questions
from survey.web.surveys.states import journey as states
from survey.web.surveys.words import journey as words

journey = Blueprint("surveys", __name__, url_prefix="/surveys")
for part in (lists, states, questions, words, previews, files):
    journey.register_blueprint(part)
