// That somebody writes, each way, and nothing else: never what, how fast or for how long.
const TELL_EVERY = 4_000; // milliseconds between two signs, whatever is typed
const FADES = 8_000; // and so long one of them is shown
const place = document.querySelector("[data-writing]");
const talk = document.querySelector("[data-talk]");
const field = document.getElementById("answer");
const list = talk.querySelector(".messages");
let told = -TELL_EVERY;
let fades;

function tell() {
  if (!field.value.trim() || performance.now() - told < TELL_EVERY) return;
  told = performance.now();
  const body = new URLSearchParams({ csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken.value });
  fetch(place.dataset.writes, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
}

function show(isWriting) {
  clearTimeout(fades);
  const words = isWriting ? place.dataset.says : "";
  if (place.textContent !== words) place.textContent = words;
  if (isWriting) fades = setTimeout(show, FADES, false);
}

if (place && field) {
  field.addEventListener("input", tell);
  document.body.addEventListener("bell-writing", ({ detail }) => {
    if (detail === talk.dataset.contact) show(true);
  });
  new MutationObserver(() => {
    if (list.lastElementChild?.dataset.from !== "staff") show(false); // what they wrote is here
  }).observe(list, { childList: true });
}
