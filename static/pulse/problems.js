/* What must be mended on a ballot, as the server's own pages show it: a list at the head, each line
   leading to its question, and the sentence at the question. */

/* `problems` holds a sentence for each question's code, and under "" one for the whole ballot. */
export function showProblems(form, problems) {
  clear(form);
  const found = Object.entries(problems).map(([code, words]) => [code || firstOf(form), words]);
  const summary = document.getElementById("problems");
  summary.hidden = found.length === 0;
  if (summary.hidden) return;
  const title = found.length === 1 ? "There is a problem" : `There are ${found.length} problems`;
  summary.querySelector("h2").textContent = title;
  summary.querySelector("ul").replaceChildren(...found.map(([code, words]) => lineTo(code, words)));
  for (const [code, words] of found) mark(document.getElementById(code), code, words);
  summary.focus();
}

function firstOf(form) {
  return form.querySelector(".field input, .field textarea").name;
}

function lineTo(code, words) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${code}`;
  link.textContent = words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const field = document.getElementById(code);
    field?.focus();
    field?.closest(".field").scrollIntoView();
  });
  line.append(link);
  return line;
}

function mark(field, code, words) {
  const around = field?.closest(".field");
  if (!around) return;
  const sentence = document.createElement("p");
  sentence.className = "error";
  sentence.id = `${code}-error`;
  sentence.textContent = words;
  around.classList.add("field-error");
  around.querySelector("legend, label").after(sentence);
  const described = around.matches("fieldset") ? around : field;
  described.dataset.before = described.getAttribute("aria-describedby") ?? "";
  described.setAttribute("aria-describedby", `${described.dataset.before} ${sentence.id}`.trim());
  if (described === field) field.setAttribute("aria-invalid", "true");
}

function clear(form) {
  for (const sentence of form.querySelectorAll("p.error")) sentence.remove();
  for (const around of form.querySelectorAll(".field-error")) around.classList.remove("field-error");
  for (const described of form.querySelectorAll("[data-before]")) {
    described.setAttribute("aria-describedby", described.dataset.before);
    if (!described.dataset.before) described.removeAttribute("aria-describedby");
    described.removeAttribute("aria-invalid");
    delete described.dataset.before;
  }
}
