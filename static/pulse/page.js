/* What the pages of a pulse by link have in common: their views, and the line that is read aloud. */

/* A failure whose message is a sentence for whoever reads the page. */
export class Told extends Error {}

/* The sentence of a failure, or this one where it has none. */
export function told(error, otherwise) {
  return error instanceof Told ? error.message : otherwise;
}

/* One of the page's views, and none of the others; `words` stand in the line above. */
export function show(name, words = "") {
  for (const part of document.querySelectorAll("[data-view]")) {
    part.hidden = !part.dataset.view.split(" ").includes(name);
  }
  if (words) say(words, "poor");
}

/* Kind is info or poor. The line is a live region: screen readers say what appears in it. */
export function say(words, kind = "info", place = "said") {
  const line = document.getElementById(place);
  line.className = words ? `notice notice-${kind}` : "";
  line.textContent = words;
}

export function showReceipt(code) {
  const place = document.getElementById("receipt");
  const groups = code.match(/.{1,4}/g).map((letters) => {
    const group = document.createElement("span");
    group.textContent = letters;
    return group;
  });
  place.replaceChildren(...groups);
  show("spent");
}

/* The heading of the page and its title, and the reader there. */
export function head(words) {
  const heading = document.querySelector("h1");
  document.title = document.title.replace(heading.textContent, words);
  heading.textContent = words;
  heading.tabIndex = -1;
  heading.focus();
}

/* Does the work, and nothing on further presses until it is done. The button keeps the focus, which a
   disabled one would lose. */
export async function once(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

export function offerForgetting(forgetIt) {
  for (const button of document.querySelectorAll(".forget button")) {
    button.addEventListener("click", () => {
      button.closest("details")?.removeAttribute("open");
      forgetIt();
    });
  }
}
