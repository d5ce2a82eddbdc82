/* The ballot by link: lets the credential of this device go with the answers, and with nothing that
   says who claimed it. What is typed survives a reload in this tab, and is dropped once it is sent. */

import { receiptCode, fromBase64url } from "./blind.js";
import { offerCarrying } from "./carry.js";
import { alone, forget, load, save, send, takeFromAddress, whyNot } from "./credentials.js";
import { showProblems } from "./problems.js";
import { Told, head, offerForgetting, once, say, show, showReceipt, told } from "./page.js";

const THANKS = "Thank you, your ballot is in";
const SENT = "A ballot was sent from this browser";
const LOST = "The connection was lost. Your answers were not sent yet, or they were sent and our reply"
  + " was lost: press the button again, they are counted once.";
const NOT_NOW = "Your answers could not be kept just now. They are still here, and your ballot is still"
  + " good: press the button again in a minute.";
const OTHER_RECEIPT = "The reply does not fit your ballot. Press the button again, it is counted once;"
  + " if this stays, tell whoever runs the pulse.";
const BROUGHT = "This ballot was brought here from another device. If you did not bring it, somebody"
  + " else could recognise it: forget it below, and use the link in your own mail.";
const NOT_BROUGHT = "The link from the other device is not whole, or belongs to another block. Show it"
  + " there once more.";
const OCCUPIED = "A ballot was fetched or sent on this device already, so the one you brought was not"
  + " kept. It still works where it came from.";

const page = document.getElementById("pulse").dataset;
const form = document.querySelector("form");
const button = form.querySelector("button[type=submit]");
const drafts = `both-ends-answers:${page.wave}`;

start();

async function start() {
  const problem = whyNot();
  if (problem) return show("cannot", problem);
  form.addEventListener("input", keep);
  form.addEventListener("submit", onSubmit);
  offerForgetting(() => {
    forget(page.wave);
    drop();
    form.reset();
    showKept();
    say("Forgotten. Nothing of this pulse is on this device any more.");
  });
  const words = await bring();
  showKept();
  if (words) say(words, words === BROUGHT ? "info" : "poor");
  restore();
}

/* The credential in the address moves into this browser's storage; gives what there is to say. */
async function bring() {
  const isCarried = location.hash.length > 1;
  const carried = await takeFromAddress(page);
  if (!isCarried) return "";
  if (!carried) return NOT_BROUGHT;
  const kept = load(page.wave);
  if (kept?.message === carried.message && kept.state === "ready") return "";
  if (kept) return OCCUPIED;
  save(carried);
  return BROUGHT;
}

function showKept() {
  const kept = load(page.wave);
  if (kept?.state === "spent") return showSent();
  if (kept?.state !== "ready" || kept.block !== page.block) return show("none");
  show("ready");
  return offerCarrying(kept, location.pathname);
}

function onSubmit(event) {
  event.preventDefault();
  return once(button, async () => {
    showProblems(form, {});
    say("");
    sayBelow("Sending your answers.");
    try {
      await alone(page.wave, sendBallot);
    } catch (error) {
      sayBelow(told(error, NOT_NOW), "poor");
    }
  });
}

async function sendBallot() {
  const kept = load(page.wave);
  if (kept?.state !== "ready") {
    sayBelow("");
    return showKept();
  }
  const reply = await post(kept);
  const said = await reply.json().catch(() => ({}));
  if (reply.ok && said.receipt) return spend(kept, said.receipt);
  if (reply.status === 404 && said.refused) throw new Told(said.refused);
  if (!said.problems) throw new Told(NOT_NOW);
  sayBelow("");
  return showProblems(form, said.problems);
}

/* At the button, which is far below the head of the page. */
function sayBelow(words, kind) {
  say(words, kind, "sent");
}

async function post({ message, signature }) {
  const body = new URLSearchParams(new FormData(form));
  body.set("message", message);
  body.set("signature", signature);
  try {
    return await send(location.pathname, { method: "POST", body });
  } catch {
    throw new Told(LOST);
  }
}

/* Nothing stays but that a ballot was sent. The receipt is shown now, and kept nowhere. */
async function spend({ wave, block, blockName, message }, receipt) {
  if (receipt !== (await receiptCode(fromBase64url(message)))) throw new Told(OTHER_RECEIPT);
  save({ wave, block, blockName, state: "spent" });
  drop();
  return thank(receipt);
}

function showSent() {
  show("sent");
  head(SENT);
}

function thank(receipt) {
  sayBelow("");
  showReceipt(receipt);
  head(THANKS);
  scrollTo(0, 0);
}

function keep() {
  try {
    sessionStorage.setItem(drafts, JSON.stringify([...new FormData(form)]));
  } catch {
    /* Then a reload loses what is typed, as on any page. */
  }
}

function drop() {
  try {
    sessionStorage.removeItem(drafts);
  } catch {
    /* Nothing was kept then. */
  }
}

function restore() {
  let typed = [];
  try {
    typed = JSON.parse(sessionStorage.getItem(drafts)) ?? [];
  } catch {
    return;
  }
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
    if (field instanceof HTMLTextAreaElement) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
