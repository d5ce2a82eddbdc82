/* Looks a receipt up in the lists of this page. Nothing is sent: the page's policy allows no
   connection. Without this file the lists are searched by the browser's own search. */

const LENGTH = 12;
const LOOKALIKES = { I: "1", L: "1", O: "0" };
const input = document.getElementById("receipt");
const found = document.getElementById("found");
const blocks = [...document.querySelectorAll(".checked")].map((section) => ({
  section,
  name: section.dataset.block,
  receipts: [...section.querySelectorAll(".receipts li")],
}));

/** The receipt as it is listed, however it was typed. */
function read(typed) {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[ILO]/g, (one) => LOOKALIKES[one]);
}

function look() {
  const code = read(input.value);
  const holding = [];
  for (const { section, name, receipts } of blocks) {
    let isHere = false;
    for (const receipt of receipts) {
      receipt.hidden = !receipt.textContent.startsWith(code);
      isHere = isHere || !receipt.hidden;
    }
    section.hidden = code !== "" && !isHere;
    if (isHere) holding.push(name);
  }
  found.textContent = sentence(code, holding);
}

function sentence(code, holding) {
  if (code === "") return "";
  if (holding.length === 0) {
    return "Not in the lists of this wave. Compare the letters, and the name of the wave.";
  }
  if (code.length < LENGTH) return "Receipts that begin like this are shown below.";
  return `Counted, in the block ${holding.join(", ")}.`;
}

input.addEventListener("input", look);
document.getElementById("lookup").hidden = false;
look(); /* A browser may bring back what stood here. */
