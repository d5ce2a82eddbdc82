"""WSGI door: builds the application from the environment, nothing else."""

import os
import sys

from survey import commands, config
from survey.errors import InvalidInput
from survey.web.application import create_app

try:
    settings = config.load(os.environ)
except InvalidInput as refusal:
    # Whoever starts the product reads sentences, not a traceback.
    sys.exit(refusal.message)
app = create_app(settings)
commands.install(app)
