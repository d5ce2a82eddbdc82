"""A file is written whole or not at all, whatever the disk does, and a command says so."""

from __future__ import annotations

import re
import resource
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from survey.commands.speaking import spoken
from survey.commands.writing import replacing, write_whole
from survey.errors import Refusal


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond a thousand bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, before)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    with pytest.raises(Refusal, match=r"could not be written: File too large\. Nothing"):
        write_whole(path, b"x" * 5000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folders_above_are_made_and_the_mode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cards.pdf"
    with replacing(path, b"codes", mode=0o600):
        assert not path.exists()
    assert path.read_bytes() == b"codes"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_block_that_fails_leaves_the_old_file_and_says_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"old")
    with pytest.raises(PermissionError, match="of its own"), replacing(path, b"new"):
        raise PermissionError("of its own")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_take_its_place_is_kept_and_named(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    with pytest.raises(Refusal, match="complete and good") as refused, replacing(path, b"new"):
        path.mkdir()
    kept = re.search(r"it is (\S+)\.$", refused.value.message)
    assert kept is not None
    assert Path(kept[1]).read_bytes() == b"new"


def test_a_file_that_cannot_be_used_is_a_sentence_that_promises_nothing(tmp_path: Path) -> None:
    @click.command()
    @spoken
    def read() -> None:
        (tmp_path / "none").read_bytes()

    done = CliRunner().invoke(read)
    assert done.exit_code == 1
    assert done.output == f"{tmp_path / 'none'} could not be used: No such file or directory.\n"
