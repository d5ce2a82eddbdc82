/* The credential of a wave, kept in this browser's own storage and nowhere else.

   It is written before anything is sent. So a lost reply, a closed tab or a flat battery costs
   nothing: the same request is sent again and gets the same signature. What ties a credential to the
   request it came from (blinded value, inverse) is dropped once it is ready. Once it is spent nothing
   stays but that a ballot was sent: no message, no mark of the link, and no receipt, because the next
   person at a shared computer could read it. */

import { MESSAGE_BYTES, fromBase64url, isValid, toBase64url } from "./blind.js";

const PLACE = "both-ends-credential:";

/* Why this browser can hold no credential, as a sentence; empty where it can. */
export function whyNot() {
  if (!window.isSecureContext || !window.crypto?.subtle || typeof BigInt === "undefined") {
    return "This browser cannot encrypt here: the address must begin with https, and the browser"
      + " must be no older than 2020. Open the link in your mail in another browser.";
  }
  try {
    localStorage.setItem(`${PLACE}test`, "");
    localStorage.removeItem(`${PLACE}test`);
  } catch {
    return "This browser keeps nothing for this page, so your ballot would be lost when the page"
      + " closes. Switch site data on, or open the link in your mail in another browser.";
  }
  return "";
}

/* What is kept of a wave, or null. */
export function load(wave) {
  try {
    return JSON.parse(localStorage.getItem(PLACE + wave));
  } catch {
    return null;
  }
}

/* Throws where the browser has no room. */
export function save(credential) {
  localStorage.setItem(PLACE + credential.wave, JSON.stringify(credential));
}

export function forget(wave) {
  localStorage.removeItem(PLACE + wave);
}

/* One after the other, where two tabs do the same at once. */
export async function alone(wave, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(PLACE + wave, work);
}

/* The address that carries a credential to another device. What stands behind # is never sent. */
export function linkOf(credential, answerPage) {
  const message = fromBase64url(credential.message);
  const signature = fromBase64url(credential.signature);
  const carried = new Uint8Array(message.length + signature.length);
  carried.set(message);
  carried.set(signature, message.length);
  return `${new URL(answerPage, location.href).href}#${toBase64url(carried)}`;
}

/* The credential behind # in this page's address, or null where it is none of this block; and the
   address without it, so that it stays in no history. */
export async function takeFromAddress({ wave, block, blockName, modulus }) {
  const carried = location.hash.slice(1);
  if (!carried) return null;
  history.replaceState(null, "", location.pathname);
  try {
    const bytes = fromBase64url(carried);
    const [message, signature] = [bytes.slice(0, MESSAGE_BYTES), bytes.slice(MESSAGE_BYTES)];
    if (!(await isValid(fromBase64url(modulus), message, signature))) return null;
    return {
      wave, block, blockName, modulus, state: "ready",
      message: toBase64url(message), signature: toBase64url(signature),
    };
  } catch {
    return null;
  }
}

/* Sent without cookie, without telling where it comes from, and kept in no cache. */
export function send(address, options = {}) {
  return fetch(address, {
    credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", redirect: "error", ...options,
  });
}
