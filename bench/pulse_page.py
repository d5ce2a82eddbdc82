"""How many bytes an agent's browser loads to answer by link: the claim page and the ballot page.

Both are requested, with everything they name: scripts with the modules these import, the style
sheet, the faces of its fonts that English needs, and the key of the block. What two pages share is
loaded once, and compressed where the product does so, as for any browser.
"""

from __future__ import annotations

import gzip
import re
import tempfile
from pathlib import Path
from urllib.parse import urljoin

from flask.testing import FlaskClient

from bench import wave_by_link
from bench.report import Ratio
from survey import config
from survey.web.application import create_app

CEILING = 150.0
AS_A_BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
ZIPPED = b"\x1f\x8b"
N_AGENTS, BLOCK_SIZE = 400, 10
# In a page, in a module and in a style sheet. The other faces are for other alphabets.
NAMED = {
    "text/html": r'(?:src|rel="stylesheet" href|data-keys)="(/[^"]+)"',
    "text/javascript": r'(?:from|import) ?\(?"([^"]+)"',
    "text/css": r'url\("([^"]*latin\.woff2)"\)',
}


def measure() -> Ratio:
    """Thousands of bytes to get a ballot and to answer it."""
    with tempfile.TemporaryDirectory(prefix="both-ends-bench-") as folder:
        url = f"sqlite:///{folder}/page.db"
        wave = wave_by_link.make(url, n_agents=N_AGENTS, block_size=BLOCK_SIZE)
        client = create_app(_settings(url, folder)).test_client()
        block = wave.blocks[0]
        pages = [f"/pulse/claim/{block.tokens[0]}", f"/pulse/answer/1/{block.code}"]
        weights = _loaded(client, pages)
    return Ratio(
        name="Thousand bytes that a ballot by link loads in all",
        value=sum(weights.values()) / 1000,
        floor_or_ceiling="ceiling",
        target=CEILING,
        note=f"{len(weights)} files, fonts included:"
        f" {sum(n for name, n in weights.items() if name.endswith('.woff2')) / 1000:.0f} of them",
    )


def _loaded(client: FlaskClient, pages: list[str]) -> dict[str, int]:
    """Bytes by address, of the pages and of everything that they name."""
    waiting, weights = list(pages), dict[str, int]()
    while waiting:
        address = waiting.pop()
        if address in weights:
            continue
        reply = client.get(address, headers=AS_A_BROWSER)
        if reply.status_code != 200:
            raise RuntimeError(f"{address}: {reply.status_code}")
        weights[address] = len(reply.data)
        pattern = NAMED.get(reply.mimetype)
        if pattern:
            waiting += [urljoin(address, one) for one in re.findall(pattern, _text(reply.data))]
    return weights


def _text(data: bytes) -> str:
    return (gzip.decompress(data) if data.startswith(ZIPPED) else data).decode()


def _settings(url: str, folder: str) -> config.Settings:
    return config.load(
        {
            "SURVEY_DATABASE_URL": url,
            "SURVEY_DATA_FOLDER": str(Path(folder) / "var"),
            "SURVEY_SECRET_KEY": wave_by_link.SECRET,
        }
    )
