"""WSGI door: builds the application from the environment, nothing else."""

import os

from survey import commands, config
from survey.web.application import create_app

app = create_app(config.load(os.environ))
commands.install(app)
