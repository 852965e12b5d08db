// A quiet hint beside the answer while it is written. It is found here: for a hint nothing is sent anywhere.
import { reader } from "../havre/words/hints.js";

const PAUSE = 400; // milliseconds without a key: nobody is interrupted in the middle of a word
const LONGEST = 60; // characters of a draft that a hint repeats

async function start(place) {
  const answer = await fetch(place.dataset.rules); // once, before anything is written
  if (!answer.ok) return;
  const rules = await answer.json();
  const read = reader(rules, place.dataset.language);
  const field = document.getElementById(place.dataset.hintsFor);
  const box = document.querySelector(".workspace-messages");
  const hidden = new Set(); // for this draft only
  let pause;

  function look() {
    if (!field.value.trim()) hidden.clear();
    const found = new Map();
    for (const { category, start, end } of read(field.value)) {
      if (!found.has(category)) found.set(category, [...field.value].slice(start, end));
    }
    const stay = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    for (const hint of [...place.children]) {
      if (!found.has(hint.dataset.category)) hint.remove();
    }
    for (const [category, words] of found) if (!hidden.has(category)) show(category, words);
    if (stay) box.scrollTop = box.scrollHeight;
  }

  function show(category, words) {
    const hint = place.querySelector(`[data-category="${category}"]`) ?? made(category);
    const quote = hint.querySelector("[data-words]");
    const text = words.length > LONGEST ? `${words.slice(0, LONGEST).join("")}…` : words.join("");
    if (quote.textContent !== text) quote.textContent = text;
    if (!hint.isConnected) place.append(hint); // whole, so that it is read out once
  }

  function made(category) {
    const hint = document.querySelector(`template[data-hint="${category}"]`)
      .content.firstElementChild.cloneNode(true);
    hint.querySelector("[data-instead]").textContent = rules.languages[place.dataset.language][category].instead;
    return hint;
  }

  function hide(category) {
    hidden.add(category);
    place.querySelector(`[data-category="${category}"]`).remove();
    field.focus();
  }

  const soon = () => { clearTimeout(pause); pause = setTimeout(look, PAUSE); };
  field.addEventListener("input", soon);
  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-hide]")) hide(event.target.closest("[data-category]").dataset.category);
  });
  // What was sent stands in the list, and the box is empty again.
  new MutationObserver(soon).observe(document.querySelector(".messages"), { childList: true });
  place.dataset.ready = "yes";
  look();
}

for (const place of document.querySelectorAll("[data-hints-for]")) start(place);
