/* The credential on its way to another device: as a link, and as a QR mark drawn right here. */

import { linkOf } from "./credentials.js";

export function offerCarrying(credential, answerPage) {
  const panel = document.getElementById("carry");
  const field = document.getElementById("carry-link");
  const copied = document.getElementById("carry-copied");
  document.getElementById("carry-show").onclick = () => {
    field.value = linkOf(credential, answerPage);
    panel.hidden = false;
    field.focus();
    field.select();
    return drawMark(field.value);
  };
  document.getElementById("carry-copy").onclick = async () => {
    field.select();
    copied.textContent = (await copy(field.value)) ? "Copied." : "Press and hold the link to copy it.";
  };
}

/* The drawing is loaded now, because most agents never need it; the link alone does as well. */
async function drawMark(link) {
  const place = document.getElementById("carry-mark");
  try {
    const { drawQr } = await import("./qr.js");
    place.replaceChildren(drawQr(link));
  } catch {
    place.hidden = true;
  }
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}
