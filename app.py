"""WSGI door: builds the application from the environment, nothing else."""

import os
import sys

from survey import commands, config
from survey.errors import Refusal
from survey.web import scanners
from survey.web.application import create_app

try:
    app = create_app(config.load(os.environ))
except Refusal as refusal:
    # Whoever starts the product reads sentences, not a traceback.
    sys.exit(refusal.message)
commands.install(app)
scanners.keep_folding(app)
