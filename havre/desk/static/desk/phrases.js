// Phrases at hand: by situation, into the answer box where the caret stands. Never sent from here.
const panels = document.querySelector(".workspace-panels");
const panel = panels.querySelector("[data-phrases-for]");
const field = document.getElementById(panel?.dataset.phrasesFor);
const choice = panel?.querySelector("select");

function filter() {
  for (const list of panel.querySelectorAll("[data-situation]")) {
    list.hidden = list.dataset.situation !== choice.value;
  }
}

function insert(phrase) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = start > 0 && !/\s/.test(value[start - 1]) ? " " : "";
  const after = end < value.length && !/\s/.test(value[end]) ? " " : "";
  field.setRangeText(before + phrase + after, start, end, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (field) {
  choice?.addEventListener("change", filter);
  panels.addEventListener("click", (event) => {
    const phrase = event.target.closest(".phrase");
    if (phrase) insert(phrase.textContent);
  });
  if (choice) filter();
  panel.hidden = false;
}
