/* Saves what a customer chooses as they choose it, and notes that a person has the page open.
   Only what the browser calls trusted counts, and only after somebody touched, pressed or scrolled:
   a change that a script makes by click() is trusted as well. So a program that opens the page and
   presses nothing changes nothing. Everything works without this file. */
"use strict";

const form = document.querySelector("form[data-draft]");

if (form) {
  const PAUSE = 1500;
  const signs = ["pointerdown", "touchstart", "keydown", "wheel"];
  let waiting = null;
  let isPerson = false;
  /* What the link in the mail chose beforehand is no answer until it is chosen here. */
  const chosenByLink = new URLSearchParams(location.search).has("score")
    ? form.querySelector("input[type=radio]:checked") : null;
  let unchosen = chosenByLink && chosenByLink.name;
  let isSaving = false;
  let isBehind = false;
  let isSent = false;

  const post = (address, body) =>
    fetch(address, { method: "POST", body, keepalive: true }).catch(() => undefined);

  const noteOpened = (event) => {
    if (!event.isTrusted) return;
    isPerson = true;
    signs.forEach((sign) => removeEventListener(sign, noteOpened));
    post(form.dataset.opened);
  };
  signs.forEach((sign) => addEventListener(sign, noteOpened, { passive: true }));

  const send = () => {
    const typed = new URLSearchParams(new FormData(form));
    if (unchosen) typed.delete(unchosen);
    return post(form.dataset.draft, typed);
  };
  /* One after the other, so that what is kept last is what was chosen last. */
  const save = async () => {
    clearTimeout(waiting);
    waiting = null;
    isBehind = true;
    if (isSaving) return;
    isSaving = true;
    while (isBehind && !isSent) {
      isBehind = false;
      await send();
    }
    isSaving = false;
  };
  /* Whoever leaves waits for nothing. */
  const leave = () => { if ((waiting || isBehind) && !isSent) send(); };
  /* Pressing what is chosen already changes nothing, but is a choice. */
  const onClick = (event) => {
    if (unchosen && event.target.name === unchosen) onChange(event);
  };
  const onChange = (event) => {
    if (!event.isTrusted || !isPerson) return;
    if (event.target.name === unchosen) unchosen = null;
    document.getElementById("saved").hidden = false;
    clearTimeout(waiting);
    if (event.type !== "input") save();
    else waiting = setTimeout(save, PAUSE);
  };

  form.addEventListener("click", onClick);
  form.addEventListener("change", onChange);
  form.addEventListener("input", onChange);
  form.addEventListener("submit", () => { isSent = true; });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
}
