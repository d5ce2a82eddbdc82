"""The page's script, in a browser under its policy, gives what RFC 9474 and Python give."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import gmpy2
import pytest

from survey.blind_signatures import client, keys, signing
from survey.insight.pulse_links import to_base64url
from survey.privacy.credentials import receipt_code, spent_digest
from tests.blind_signatures.rfc9474 import INVERSE, KEY, VECTORS, Vector
from tests.browser.by_link import Open

Run = Callable[..., Any]
FACTOR = int(gmpy2.invert(int.from_bytes(INVERSE), int.from_bytes(KEY.modulus)))
# Bytes travel as hex digits in both directions.
AROUND = """async ([inside, given]) => {
  const lib = await import("/static/pulse/blind.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
  const hex = (all) => Array.from(all, (one) => one.toString(16).padStart(2, "0")).join("");
  const work = { BODY };
  return work[inside](given);
}"""
BODY = """
  blind: async ({ n, message, salt, factor }) => {
    const made = await lib.blind(bytes(n), bytes(message), { salt: bytes(salt), factor: BigInt(factor) });
    return [hex(made.blinded), hex(made.inverse)];
  },
  finish: async ({ n, message, signed, inverse, saltBytes }) => {
    const [one, two, three, four] = [n, message, signed, inverse].map(bytes);
    try {
      return hex(await lib.finish(one, two, three, four, { saltBytes }));
    } catch (error) {
      return `refused: ${error.message}`;
    }
  },
  begin: async ({ n }) => {
    const message = lib.drawMessage();
    const { blinded, inverse } = await lib.blind(bytes(n), message);
    return [message, blinded, inverse].map(hex);
  },
  isValid: ({ n, message, signature }) => lib.isValid(...[n, message, signature].map(bytes)),
  fingerprint: ({ n }) => lib.fingerprint(bytes(n)),
  receipt: ({ message }) => lib.receiptCode(bytes(message)),
  encode: async ({ message, bits, salt }) => hex(await lib.encode(bytes(message), bits, bytes(salt))),
  letters: ({ content }) => [lib.toBase64url(bytes(content)), hex(lib.fromBase64url(lib.toBase64url(bytes(content))))],
  unreadable: ({ text }) => {
    try {
      return hex(lib.fromBase64url(text));
    } catch {
      return "refused";
    }
  },
"""  # noqa: E501  a line of script may be longer


@pytest.fixture
def in_page(open_browser: Open, link: str) -> Run:
    """Runs a function of the page's module on the claim page, whose policy is in force."""
    page = open_browser()
    page.goto(link)
    assert "script-src 'self'" in page.request.get(link).headers["content-security-policy"]

    def run(name: str, **given: object) -> Any:
        as_hex = {k: v.hex() if isinstance(v, bytes) else v for k, v in given.items()}
        return page.evaluate(AROUND.replace("BODY", BODY), [name, as_hex])

    return run


def test_the_published_vectors_come_out_at_every_step(in_page: Run) -> None:
    for vector in VECTORS:
        _follow(in_page, vector)


def _follow(in_page: Run, vector: Vector) -> None:
    blinded = in_page(
        "blind", n=KEY.modulus, message=vector.message, salt=vector.salt, factor=str(FACTOR)
    )
    assert blinded == [vector.blinded.hex(), INVERSE.hex()], vector.name
    finished = in_page(
        "finish",
        n=KEY.modulus,
        message=vector.message,
        signed=vector.blind_signature,
        inverse=INVERSE,
        saltBytes=len(vector.salt),
    )
    assert finished == vector.signature.hex(), vector.name
    is_ours = len(vector.salt) == signing.SALT_BYTES
    valid = in_page("isValid", n=KEY.modulus, message=vector.message, signature=vector.signature)
    assert valid == is_ours, vector.name


def test_what_the_page_blinds_the_server_signs_and_both_find_good(in_page: Run) -> None:
    for _ in range(5):
        key = keys.draw_key()
        message, blinded, inverse = map(bytes.fromhex, in_page("begin", n=key.modulus))
        assert len(message) == client.MESSAGE_BYTES
        signed = signing.sign_blinded(key, blinded, randomness=secrets.token_bytes)
        finished = in_page("finish", n=key.modulus, message=message, signed=signed, inverse=inverse)
        assert signing.is_valid(key.modulus, message, bytes.fromhex(finished))
        assert (
            finished == client.finish(key.modulus, message, signed, int.from_bytes(inverse)).hex()
        )
        assert in_page("fingerprint", n=key.modulus) == keys.fingerprint(key.modulus)
        assert in_page("receipt", message=message) == receipt_code(spent_digest(message))


def test_page_and_server_encode_and_blind_alike(in_page: Run) -> None:
    for bits in (2047, 2046, 1027):
        message, salt = secrets.token_bytes(64), secrets.token_bytes(48)
        encoded = in_page("encode", message=message, bits=bits, salt=salt)
        assert encoded == client.encode(message, bits, salt=salt).hex()
    key = keys.draw_key()
    message, salt = secrets.token_bytes(64), secrets.token_bytes(48)
    factor = 2 + int.from_bytes(secrets.token_bytes(300)) % int.from_bytes(key.modulus)
    ours = client.blind_with(key.modulus, message, salt=salt, factor=factor)
    theirs = in_page("blind", n=key.modulus, message=message, salt=salt, factor=str(factor))
    assert theirs == [ours.blinded.hex(), ours.inverse.to_bytes(256).hex()]


def test_what_is_no_signature_is_refused_by_the_page(in_page: Run) -> None:
    key = keys.draw_key()
    message, blinded, inverse = map(bytes.fromhex, in_page("begin", n=key.modulus))
    signed = signing.sign_blinded(key, blinded, randomness=secrets.token_bytes)
    n = int.from_bytes(key.modulus)
    larger = (int.from_bytes(signed) + n).to_bytes(257)
    for wrong in (
        b"", signed[:-1], signed + b"\x00", larger, key.modulus, bytes(256), b"\xff" * 256,
        (1).to_bytes(256), (n - int.from_bytes(signed)).to_bytes(256), bytes(reversed(signed)),
    ):  # fmt: skip
        found = in_page("finish", n=key.modulus, message=message, signed=wrong, inverse=inverse)
        assert found.startswith("refused: "), wrong[:4]
    other = keys.draw_key()
    for wrong_n, wrong_message in ((other.modulus, message), (key.modulus, bytes(64))):
        found = in_page("finish", n=wrong_n, message=wrong_message, signed=signed, inverse=inverse)
        assert found.startswith("refused: ")


def test_letters_of_web_addresses_are_the_same_on_both_sides(in_page: Run) -> None:
    for length in (0, 1, 2, 3, 64, 256, 320):
        content = secrets.token_bytes(length)
        assert in_page("letters", content=content) == [to_base64url(content), content.hex()]
    for text in ("a+b/", "AAAA=", "é", "A", " AAAA", "AA\nAA"):
        assert in_page("unreadable", text=text) == "refused", text
