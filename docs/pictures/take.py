"""Take the pictures of the README anew from a demo centre: `make pictures`.

Needs chromium and pdftoppm (Debian: apt-get install chromium poppler-utils).
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORT = 8459
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
OVERVIEW = {"width": 1200, "height": 1460}
REPORT_PAGES = (1, 6)


def main() -> None:
    """Write overview.png and report.png beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "FLASK_APP": str(ROOT / "app.py"),
            "SURVEY_DEMO": "yes",
            "SURVEY_ORGANISATION": "Larkfield Support",
            "SURVEY_DATABASE_URL": f"sqlite:///{folder}/survey.db",
            "SURVEY_DATA_FOLDER": folder,
            "SURVEY_MAIL_URL": f"outbox:{folder}/outbox",
        }
        command = [sys.executable, "-m", "flask", "start", "--port", str(PORT)]
        with subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as product:
            assert product.stdout is not None
            said = ""
            for line in product.stdout:
                said += line
                if "Ctrl-C" in line:
                    break
            take_overview(re.findall(r"executive +(\S+)", said)[0])
            take_report(Path(folder) / "forum-report.pdf")
            product.send_signal(signal.SIGTERM)


def take_overview(link: str) -> None:
    """The overview as an executive sees it on a desk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport=OVERVIEW)
        page.goto(link)
        page.click("main button")
        page.wait_for_url("**/overview")
        page.screenshot(path=HERE / "overview.png")
        browser.close()


def take_report(pdf: Path) -> None:
    """Two pages of the report side by side."""
    with tempfile.TemporaryDirectory() as folder:
        for page in REPORT_PAGES:
            subprocess.run(
                [
                    *("pdftoppm", "-r", "80", "-f", str(page), "-l", str(page)),
                    *("-singlefile", "-png", str(pdf), f"{folder}/{page}"),
                ],
                check=True,
            )
        sheets = [Image.open(f"{folder}/{page}.png") for page in REPORT_PAGES]
        width, height = sheets[0].size
        both = Image.new("RGB", (2 * width + 60, height + 40), "#dcd8cf")
        for place, sheet in enumerate(sheets):
            both.paste(sheet, (20 + place * (width + 20), 20))
        both.save(HERE / "report.png", optimize=True)


if __name__ == "__main__":
    main()
