/* Blind signatures of RFC 9474, variant RSABSSA-SHA384-PSS-Randomized: the respondent's side.

   What leaves this device to be signed is the message times a random number that only this device
   knows. Every message fits every blinded value, so whoever signed one cannot tell, with any amount
   of computing, which message it was. `survey/blind_signatures` has the same in Python, and the
   RFC's own vectors are run against both.

   Big numbers are the browser's, and their time depends on their digits: that tells something only
   to a program on this very device, which could read the numbers themselves. */

const EXPONENT = 65537n;
const HASH = "SHA-384";
const HASH_BYTES = 48;
const SALT_BYTES = 48;
const PREFIX_BYTES = 32;
const NONCE_BYTES = 32;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const MESSAGE_BYTES = PREFIX_BYTES + NONCE_BYTES;

/* A fresh nonce behind the random prefix that the Randomized variant asks for. */
export function drawMessage() {
  return random(MESSAGE_BYTES);
}

/* The message encoded and blinded, and what takes the blinding off again: Blind, section 4.2. Salt
   and factor are given by tests only. */
export async function blind(modulus, message, { salt = random(SALT_BYTES), factor = null } = {}) {
  const n = toNumber(modulus);
  const encoded = toNumber(await encode(message, bitLength(n) - 1, salt));
  if (commonDivisor(encoded, n) !== 1n) throw new Error("the message does not fit the key");
  const drawn = factor ?? drawUnit(n, modulus.length);
  const blinded = (encoded * power(drawn, EXPONENT, n)) % n;
  return { blinded: toBytes(blinded, modulus.length), inverse: toBytes(invert(drawn, n), modulus.length) };
}

/* The signature of the message, taken out of what came back: Finalize, section 4.4. Throws where
   the signer gave anything else, so that nobody walks off with a ballot that will be refused. */
export async function finish(modulus, message, signed, inverse, { saltBytes = SALT_BYTES } = {}) {
  const n = toNumber(modulus);
  if (signed.length !== modulus.length || toNumber(signed) >= n) throw new Error("not a signature");
  const signature = toBytes((toNumber(signed) * toNumber(inverse)) % n, modulus.length);
  if (!(await isValid(modulus, message, signature, saltBytes))) {
    throw new Error("the signature does not fit the key");
  }
  return signature;
}

/* Whether the signature of the message is good under the key, as the browser itself sees it. */
export async function isValid(modulus, message, signature, saltBytes = SALT_BYTES) {
  const jwk = { kty: "RSA", n: toBase64url(modulus), e: "AQAB" };
  const how = { name: "RSA-PSS", hash: HASH };
  const key = await crypto.subtle.importKey("jwk", jwk, how, false, ["verify"]);
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: saltBytes }, key, signature, message);
}

/* EMSA-PSS encoding with SHA-384 and MGF1: RFC 8017, section 9.1.1. */
export async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hashed = await hash(joined(new Uint8Array(8), await hash(message), salt));
  const padding = new Uint8Array(length - salt.length - HASH_BYTES - 2);
  const block = joined(padding, Uint8Array.of(1), salt);
  const mask = await stretched(hashed, block.length);
  const masked = block.map((byte, place) => byte ^ mask[place]);
  masked[0] &= 0xff >> (8 * length - bits);
  return joined(masked, hashed, Uint8Array.of(0xbc));
}

/* A block's key in a form that people can compare: 8 groups of 4 hex digits. */
export async function fingerprint(modulus) {
  const labelled = joined(new TextEncoder().encode("both ends block key "), modulus);
  const digits = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", labelled)));
  return digits.slice(0, 32).match(/.{4}/g).join(" ");
}

/* The receipt of a message: 60 bits of its digest in 12 letters that cannot be read two ways. */
export async function receiptCode(message) {
  const labelled = joined(new TextEncoder().encode("pulse credential "), message);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", labelled));
  const bits = toNumber(digest.slice(0, 8)) >> 4n;
  const shifts = Array.from({ length: 12 }, (_, place) => BigInt(55 - 5 * place));
  return shifts.map((shift) => LETTERS[Number((bits >> shift) & 31n)]).join("");
}

export function toBase64url(bytes) {
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/* The bytes behind the text; throws where it is no base64url. */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

async function hash(bytes) {
  return new Uint8Array(await crypto.subtle.digest(HASH, bytes));
}

/* MGF1: RFC 8017, appendix B.2.1. */
async function stretched(seed, length) {
  const blocks = [];
  for (let count = 0; count * HASH_BYTES < length; count += 1) {
    blocks.push(await hash(joined(seed, toBytes(BigInt(count), 4))));
  }
  return joined(...blocks).slice(0, length);
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/* A random number that can be divided by modulo n. Sixteen bytes more than n has make every
   remainder as likely as any other, as near as makes no difference. */
function drawUnit(n, length) {
  for (;;) {
    const drawn = toNumber(random(length + 16)) % n;
    if (commonDivisor(drawn, n) === 1n) return drawn;
  }
}

function power(base, exponent, n) {
  let result = 1n;
  for (let left = exponent, square = base % n; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

/* The number that times this one leaves 1 modulo n: Euclid, extended. */
function invert(number, n) {
  let [divisor, rest] = [n, number % n];
  let [factor, nextFactor] = [0n, 1n];
  while (rest) {
    const times = divisor / rest;
    [divisor, rest] = [rest, divisor - times * rest];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  if (divisor !== 1n) throw new Error("this number cannot be divided by");
  return ((factor % n) + n) % n;
}

function commonDivisor(one, other) {
  while (other) [one, other] = [other, one % other];
  return one;
}

function toNumber(bytes) {
  return BigInt(`0x${toHex(bytes) || "0"}`);
}

function toBytes(number, length) {
  const digits = number.toString(16).padStart(2 * length, "0");
  if (digits.length > 2 * length) throw new Error("a number is too long");
  return Uint8Array.from({ length }, (_, place) => parseInt(digits.substr(2 * place, 2), 16));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bitLength(number) {
  return number.toString(2).length;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
