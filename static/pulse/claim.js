/* The page behind a mailed link: fetches this agent's ballot, when the button is pressed and not
   before. Whoever only opens the page, mail scanners included, changes nothing. */

import { blind, drawMessage, fingerprint, finish, fromBase64url, toBase64url } from "./blind.js";
import { offerCarrying } from "./carry.js";
import { alone, forget, load, save, send, whyNot } from "./credentials.js";
import { Told, offerForgetting, once, say, show, told } from "./page.js";

const SMALLEST_BLOCK = 6; // whatever the server says; the public page may ask for more
const LOST = "The connection was lost, and with it perhaps our reply. Nothing is spoilt: press the"
  + " button again. The same request is sent, and your ballot is given out once.";
const NOT_NOW = "This did not work just now. Nothing is spoilt: wait a minute, then press the button"
  + " again.";
const NO_KEYS = "The public page with the keys could not be read, so nothing was asked for. Press the"
  + " button again in a minute.";
const OTHER_KEY = "Stopped, and nothing was asked for: the key of this page is not the one that the"
  + " public page shows for your block. A key of your own could mark your ballot. Tell whoever runs"
  + " the pulse, or somebody you trust.";
const TOO_SMALL = "Stopped, and nothing was asked for: fewer people than promised share this key. Tell"
  + " whoever runs the pulse, or somebody you trust.";
const NO_ROOM = "This browser keeps nothing for this page, so nothing was asked for. Open the link in"
  + " your mail in another browser.";
const NOT_SIGNED = "Stopped: what came back does not fit the key of your block, so it would not count."
  + " Press the button again; if this stays, tell whoever runs the pulse.";

const page = document.getElementById("pulse").dataset;
const button = document.getElementById("get");

start();

async function start() {
  const problem = whyNot();
  if (problem) return show("cannot", problem);
  button.addEventListener("click", onPress);
  offerForgetting(() => {
    forget(page.wave);
    say("Forgotten. Nothing of this pulse is on this device any more.");
    return showKept();
  });
  return showKept();
}

async function showKept() {
  const kept = load(page.wave);
  if (kept?.state === "spent") return show("sent");
  if (kept && kept.link !== (await markOfLink())) return show("other");
  if (kept?.state !== "ready") return show("offer");
  show("ready");
  return offerCarrying(kept, page.answer);
}

function onPress() {
  return once(button, async () => {
    say("Fetching your ballot. This takes a few seconds.");
    try {
      await alone(page.wave, fetchBallot);
      say("");
    } catch (error) {
      say(told(error, NOT_NOW), "poor");
    }
  });
}

async function fetchBallot() {
  const before = load(page.wave);
  const isOther = before && (before.state !== "claiming" || before.link !== (await markOfLink()));
  if (isOther) return showKept();
  await checkKey();
  const begun = before ?? (await begin());
  const signed = await claim(begun);
  const ready = await finished(begun, signed);
  save(ready);
  return location.replace(page.answer);
}

/* Asks the public page, without the link's secret, for the key it shows to everybody. */
async function checkKey() {
  let published;
  try {
    published = await (await send(page.keys)).json();
  } catch {
    throw new Told(NO_KEYS);
  }
  const blocks = published.blocks.filter((one) => one.code === page.block);
  const shown = blocks[0] ?? {};
  const own = await fingerprint(fromBase64url(page.modulus));
  const isSame = blocks.length === 1 && shown.mode === "link" && shown.fingerprint === own
    && toBase64url(fromBase64url(shown.modulus ?? "")) === page.modulus;
  if (!isSame) throw new Told(OTHER_KEY);
  if (!(shown.invited >= Math.max(SMALLEST_BLOCK, published.block_minimum))) throw new Told(TOO_SMALL);
}

/* Draws message and blinding, and keeps them before anything is sent. */
async function begin() {
  const message = drawMessage();
  const { blinded, inverse } = await blind(fromBase64url(page.modulus), message);
  const begun = {
    wave: page.wave, block: page.block, blockName: page.blockName, modulus: page.modulus,
    state: "claiming", link: await markOfLink(),
    message: toBase64url(message), blinded: toBase64url(blinded), inverse: toBase64url(inverse),
  };
  try {
    save(begun);
  } catch {
    throw new Told(NO_ROOM);
  }
  return begun;
}

async function claim(begun) {
  const reply = await post({ blinded: begun.blinded });
  const said = await reply.json().catch(() => ({}));
  if (reply.ok && said.signature) return said.signature;
  if (reply.status === 404 && said.refused) {
    forget(page.wave);
    throw new Told(said.refused);
  }
  throw new Told(NOT_NOW);
}

async function post(body) {
  try {
    return await send(location.pathname, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  } catch {
    throw new Told(LOST);
  }
}

/* The credential without what ties it to the request it came from. The mark of the link stays until
   the ballot is sent, so that nobody else at this device is offered it. */
async function finished({ wave, block, blockName, modulus, link, message, inverse }, signed) {
  try {
    const parts = [modulus, message, signed, inverse].map(fromBase64url);
    const signature = toBase64url(await finish(...parts));
    return { wave, block, blockName, modulus, link, message, signature, state: "ready" };
  } catch {
    throw new Told(NOT_SIGNED);
  }
}

/* Tells this link from another agent's on a shared device; it cannot be turned back into the link. */
async function markOfLink() {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(location.pathname));
  return toBase64url(new Uint8Array(digest));
}
