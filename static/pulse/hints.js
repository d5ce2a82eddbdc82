/* Underlines words that may tell who wrote a remark while it is typed, and says below what they are.
   All of it happens in this page: nothing typed leaves the device before it is sent.

   The underlines lie behind the field, on a copy of its text that nobody sees or hears. Whoever cannot
   see them has the list below, which is also what a screen reader says, once typing rests. */
import { findTelling } from "./telling.js";

export { findTelling };

const REST = 900;
const MOST_NAMED = 6;
const ADVICE = {
  name: "Names can tell who wrote this, or who is meant. Leave them out.",
  date: "Dates and shifts can tell who wrote this. Leave them out or say it more generally.",
  number: "Numbers and addresses can be looked up. Leave them out.",
};
const ADVICE_FOR = {
  name: ADVICE.name, date: ADVICE.date, shift: ADVICE.date, time: ADVICE.date,
  number: ADVICE.number, mail: ADVICE.number,
};

/** Puts underlines and a list of what was found to each field that asks for it, once. */
export function attachHints(place = document) {
  for (const field of place.querySelectorAll("textarea[data-hints]")) {
    if (!field.closest(".hinted")) attach(field);
  }
}

function attach(field) {
  const frame = made("div", "hinted");
  const copy = made("div", "hinted-copy");
  const list = made("div", "hinted-list");
  copy.setAttribute("aria-hidden", "true");
  list.setAttribute("role", "status");
  list.id = `${field.id}-telling`;
  field.replaceWith(frame);
  frame.append(copy, field);
  frame.after(list);
  const describedBy = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", describedBy ? `${describedBy} ${list.id}` : list.id);

  let waiting = null;
  const say = () => {
    clearTimeout(waiting);
    tell(list, field.value, findTelling(field.value));
  };
  const show = () => {
    underline(copy, field.value, findTelling(field.value));
    follow();
    clearTimeout(waiting);
    waiting = setTimeout(say, REST);
  };
  /* The copy is as wide as the text's lines, so that a scroll bar does not shift the underlines. */
  const follow = () => {
    copy.style.width = `${field.clientWidth}px`;
    copy.style.height = `${field.clientHeight}px`;
    copy.style.left = `${field.clientLeft}px`;
    copy.style.top = `${field.clientTop}px`;
    copy.scrollTop = field.scrollTop;
  };
  field.addEventListener("input", show);
  field.addEventListener("scroll", follow, { passive: true });
  field.addEventListener("blur", say);
  if (field.form) field.form.addEventListener("reset", () => setTimeout(show));
  new ResizeObserver(follow).observe(field);
  show();
}

function made(name, kind, text = "") {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.textContent = text;
  return element;
}

function underline(copy, text, found) {
  const parts = [];
  let at = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), made("mark", "", text.slice(start, end)));
    at = end;
  }
  /* A last line that is empty has no height of its own. */
  copy.replaceChildren(...parts, `${text.slice(at)}\n`);
}

/** Says what was found, grouped by what it is; the same words are not said again. */
function tell(list, text, found) {
  const words = {};
  for (const { start, end, kind } of found) {
    (words[ADVICE_FOR[kind]] ||= new Set()).add(text.slice(start, end).replace(/\s+/gu, " "));
  }
  const said = JSON.stringify(Object.entries(words).map(([advice, named]) => [advice, ...named]));
  if (list.dataset.said === said) return;
  list.dataset.said = said;
  list.replaceChildren(...Object.entries(words).map(([advice, named]) => sentence(advice, [...named])));
}

function sentence(advice, named) {
  const line = made("p", "");
  named.slice(0, MOST_NAMED).forEach((word, at) => {
    line.append(at ? ", “" : "“", made("bdi", "", word), "”");
  });
  if (named.length > MOST_NAMED) line.append(` and ${named.length - MOST_NAMED} more`);
  line.append(": ", made("span", "soft", advice));
  return line;
}

if (typeof document !== "undefined") attachHints();
