/* Draws a QR mark (ISO/IEC 18004) on this device, so that a credential can be carried to another one
   by its camera: bytes, error correction L, no library and no request. In the order of the standard:
   bits, error correction, where the modules stand, masks. */

const LARGEST = 40;
/* Per version from 1: codewords of error correction in each block, and blocks, at level L. */
const CORRECTION = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
  28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
  8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
];
const LEVEL_L = 1;
const BYTE_MODE = 4;
const QUIET = 4;
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The mark of a text as an SVG drawing, its quiet edge of four modules included.
    Throws a RangeError where the text is longer than a mark can hold. */
export function drawQr(text, title = "QR mark with the link for another device") {
  const rows = qrMatrix(text);
  const size = rows.length + 2 * QUIET;
  const svg = element("svg", {
    class: "qr qr-large", role: "img", viewBox: `0 0 ${size} ${size}`,
    "shape-rendering": "crispEdges",
  });
  const name = element("title", {});
  name.textContent = title;
  const paper = element("path", { d: `M0,0h${size}v${size}h-${size}z`, fill: "#fff" });
  svg.append(name, paper, element("path", { d: darkRuns(rows), fill: "#000" }));
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function darkRuns(rows) {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0, start; x < row.length; x += 1) {
      if (!row[x]) continue;
      for (start = x; row[x + 1]; x += 1);
      const length = x + 1 - start;
      path += `M${start + QUIET},${y + QUIET}h${length}v1h-${length}z`;
    }
  });
  return path;
}

/** The modules of the mark, row by row, 1 where dark: in the smallest version that holds the text,
    under the mask with the fewest penalty points; tests name a version or a mask. */
export function qrMatrix(text, { version, mask } = {}) {
  const bytes = new TextEncoder().encode(text);
  const chosen = version || smallestVersion(bytes.length);
  const words = interleaved(codewords(bytes, chosen), chosen);
  const plan = functionModules(chosen);
  placeData(plan, words);
  const masks = mask === undefined ? MASKS.keys() : [mask];
  const masked = [...masks].map((one) => withMask(plan, one));
  return masked.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

/* Bits. */

/** Codewords that a version has room for, those of error correction included. */
function roomOf(version) {
  const alignments = version === 1 ? 0 : Math.floor(version / 7) + 2;
  let modules = (16 * version + 128) * version + 64;
  if (alignments) modules -= (25 * alignments - 10) * alignments - 55;
  if (version >= 7) modules -= 36;
  return Math.floor(modules / 8);
}

function dataRoom(version) {
  return roomOf(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
}

function smallestVersion(length) {
  for (let version = 1; version <= LARGEST; version += 1) {
    if (length + (version < 10 ? 2 : 3) <= dataRoom(version)) return version;
  }
  throw new RangeError("The text is too long for a QR mark.");
}

function codewords(bytes, version) {
  const bits = [];
  const put = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(BYTE_MODE, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => put(byte, 8));
  put(0, 4); /* The end. With it the bits fill whole codewords. */
  const words = [];
  for (let at = 0; at < bits.length; at += 8) {
    words.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  }
  for (let filler = 0xec; words.length < dataRoom(version); filler ^= 0xec ^ 0x11) {
    words.push(filler);
  }
  return words;
}

/* Error correction: Reed and Solomon's code over the field of 256 with the polynomial 0x11d. */

function times(a, b) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> at) & 1) * a;
  }
  return product;
}

/** The coefficients of (x - 1)(x - 2)(x - 4)... without the first, which is 1. */
function generator(degree) {
  const found = new Array(degree).fill(0);
  found[degree - 1] = 1;
  for (let root = 1, n = 0; n < degree; n += 1, root = times(root, 2)) {
    for (let at = 0; at < degree; at += 1) {
      found[at] = times(found[at], root) ^ (found[at + 1] || 0);
    }
  }
  return found;
}

function remainder(words, divisor) {
  const rest = new Array(divisor.length).fill(0);
  for (const word of words) {
    const factor = word ^ rest.shift();
    rest.push(0);
    divisor.forEach((one, at) => { rest[at] ^= times(one, factor); });
  }
  return rest;
}

/** The data in blocks, each with its error correction, read across the blocks. */
function interleaved(words, version) {
  const n = BLOCKS[version - 1];
  const divisor = generator(CORRECTION[version - 1]);
  const short = Math.floor(words.length / n);
  const nShort = n - (words.length % n);
  const blocks = [];
  for (let at = 0; blocks.length < n;) {
    const length = short + (blocks.length < nShort ? 0 : 1);
    blocks.push(words.slice(at, at + length));
    at += length;
  }
  const corrections = blocks.map((block) => remainder(block, divisor));
  return [...across(blocks), ...across(corrections)];
}

function across(blocks) {
  const found = [];
  for (let at = 0; at <= blocks[0].length; at += 1) {
    for (const block of blocks) if (at < block.length) found.push(block[at]);
  }
  return found;
}

/* Where the modules stand. A plan holds rows of 0 and 1, and which of them are no data. */

function functionModules(version) {
  const size = 17 + 4 * version;
  const square = () => Array.from({ length: size }, () => new Array(size).fill(0));
  const plan = { size, version, rows: square(), fixed: square() };
  for (let at = 0; at < size; at += 1) {
    fix(plan, at, 6, at % 2 === 0);
    fix(plan, 6, at, at % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) finder(plan, x, y);
  for (const [x, y] of alignments(version, size)) alignment(plan, x, y);
  format(plan, 0);
  if (version >= 7) versionMarks(plan);
  return plan;
}

function fix(plan, x, y, isDark) {
  if (x < 0 || y < 0 || x >= plan.size || y >= plan.size) return;
  plan.rows[y][x] = Number(isDark);
  plan.fixed[y][x] = 1;
}

function rings(plan, x, y, radius, light) {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      fix(plan, x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }
}

function finder(plan, x, y) { rings(plan, x, y, 4, [2, 4]); }

function alignment(plan, x, y) { rings(plan, x, y, 2, [1]); }

function alignments(version, size) {
  if (version === 1) return [];
  const n = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + n * 3 + 5) / (n * 4 - 4)) * 2;
  const places = [6];
  for (let at = size - 7; places.length < n; at -= step) places.splice(1, 0, at);
  const last = size - 7;
  return places.flatMap((y) => places.map((x) => [x, y])).filter(([x, y]) =>
    !(x === 6 && y === 6) && !(x === 6 && y === last) && !(x === last && y === 6));
}

/** The value followed by its remainder: the short codes of the format and the version. */
function withChecks(value, polynomial, degree) {
  let rest = value;
  for (let n = 0; n < degree; n += 1) rest = (rest << 1) ^ ((rest >> (degree - 1)) * polynomial);
  return (value << degree) | rest;
}

/** Level and mask, twice: round the first finder, and beside the two others. */
function format(plan, mask) {
  const bits = withChecks((LEVEL_L << 3) | mask, 0x537, 10) ^ 0x5412;
  const bit = (at) => (bits >> at) & 1;
  const { size } = plan;
  for (let at = 0; at < 6; at += 1) fix(plan, 8, at, bit(at));
  fix(plan, 8, 7, bit(6));
  fix(plan, 8, 8, bit(7));
  fix(plan, 7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) fix(plan, 14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) fix(plan, size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) fix(plan, 8, size - 15 + at, bit(at));
  fix(plan, 8, size - 8, 1);
}

function versionMarks(plan) {
  const bits = withChecks(plan.version, 0x1f25, 12);
  for (let at = 0; at < 18; at += 1) {
    const far = plan.size - 11 + (at % 3);
    const near = Math.floor(at / 3);
    fix(plan, far, near, (bits >> at) & 1);
    fix(plan, near, far, (bits >> at) & 1);
  }
}

/** Bits go up and down in columns two wide from the right; the upright timing column is left out. */
function placeData(plan, words) {
  const { size, rows, fixed } = plan;
  let at = 0;
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let n = 0; n < size; n += 1) {
      const y = isUp ? size - 1 - n : n;
      for (const x of [right, right - 1]) {
        if (fixed[y][x]) continue;
        rows[y][x] = at < words.length * 8 ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
        at += 1;
      }
    }
  }
}

/* Masks. */

function withMask(plan, mask) {
  const rows = plan.rows.map((row, y) => row.map((dark, x) =>
    (plan.fixed[y][x] ? dark : dark ^ Number(MASKS[mask](x, y)))));
  format({ ...plan, rows }, mask);
  return rows;
}

/** The points of section 7.8.3: long runs, squares, what looks like a finder, too dark or too light. */
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns];
  const n = rows.length * rows.length;
  const dark = rows.flat().reduce((sum, one) => sum + one, 0);
  const uneven = Math.floor(Math.abs(dark * 20 - n * 10) / n);
  return lines.reduce((sum, line) => sum + lineOf(line.join("")), 0) + squares(rows) + 10 * uneven;
}

function lineOf(line) {
  let points = 0;
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
  for (const look of ["10111010000", "00001011101"]) {
    for (let at = line.indexOf(look); at >= 0; at = line.indexOf(look, at + 1)) points += 40;
  }
  return points;
}

function squares(rows) {
  let points = 0;
  for (let y = 1; y < rows.length; y += 1) {
    for (let x = 1; x < rows.length; x += 1) {
      const sum = rows[y][x] + rows[y - 1][x] + rows[y][x - 1] + rows[y - 1][x - 1];
      if (sum % 4 === 0) points += 3;
    }
  }
  return points;
}
