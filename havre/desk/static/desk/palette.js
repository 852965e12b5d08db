// The command palette: filters what the server wrote, jumps, and presses what stands on a page.
const dialog = document.getElementById("palette");
const field = document.getElementById("palette-words");
const list = document.getElementById("palette-list");
const people = list.querySelector("[data-people]");
const nothing = dialog.querySelector("[data-none]");
const form = dialog.querySelector("form");
const said = document.getElementById("said");
let active = null;
let quiet;

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const options = () => [...list.querySelectorAll("[role=option]")];
const shown = () => options().filter((option) => !option.hidden);
const isThere = ({ dataset: { to, press } }) => !(to ?? press) || target(to ?? press);

// The first that can have the focus once its folded parts are open.
function target(selector) {
  return [...document.querySelectorAll(selector)].find((one) => !one.disabled && !one.closest("[hidden]"));
}

function choose(option) {
  active?.setAttribute("aria-selected", "false");
  active = option ?? null;
  active?.setAttribute("aria-selected", "true");
  active?.scrollIntoView({ block: "nearest" });
  if (active) field.setAttribute("aria-activedescendant", active.id);
  else field.removeAttribute("aria-activedescendant");
}

// `anew`: something was typed, so the first of what is found is meant. News never moves the choice.
function filter(anew) {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  options().forEach((option, n) => {
    option.id ||= `command-${n}-${option.dataset.value ?? ""}`;
    const text = fold(`${option.textContent} ${option.dataset.also ?? ""}`);
    option.hidden = !isThere(option) || !words.every((word) => text.includes(word));
  });
  for (const group of list.querySelectorAll("[role=group]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
  const found = shown();
  if (anew || !found.includes(active)) choose(found[0]);
  nothing.textContent = found.length ? "" : nothing.dataset.none;
}

// Who waits changes while a page stands open: that part is asked for when it is wanted.
async function lookForPeople() {
  if (!dialog.dataset.live) return;
  try {
    const answer = await fetch(dialog.dataset.live, { headers: { "X-Background": "yes" } });
    if (answer.status === 401) { location.replace("/"); return; }
    if (!answer.ok) return;
    people.innerHTML = await answer.text();
    [...people.children].forEach((option, n) => { option.id = `person-${n}`; });
    filter();
  } catch { /* the rest works without */ }
}

function open() {
  if (document.body.dataset.masked || dialog.open) return;
  field.value = "";
  people.replaceChildren();
  dialog.showModal();
  choose(null);
  filter();
  lookForPeople();
}

function go(selector) {
  const place = target(selector);
  if (!place) return;
  for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

async function post(option) {
  form.action = option.dataset.post;
  form.elements.here.value = document.querySelector(".masthead [name=here]").value;
  const value = form.querySelector("[data-value]");
  value.name = option.dataset.name ?? "";
  value.value = option.dataset.value ?? "";
  if (!("quiet" in option.dataset)) { form.submit(); return; }
  let done = false;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", headers: { "X-Background": "yes" },
    });
    if (answer.status === 401) { location.replace("/"); return; }
    done = answer.type === "opaqueredirect" || answer.ok;
  } catch { /* no connection: said below */ }
  say(done ? `${said.dataset.done} ${option.textContent.trim()}` : said.dataset.failed);
}

function say(sentence) {
  clearTimeout(quiet);
  said.textContent = sentence;
  quiet = setTimeout(() => { said.textContent = ""; }, 6_000);
}

function run(option) {
  if (!option) return;
  const { to, press, href } = option.dataset;
  dialog.close(); // the focus goes back to where it was
  if (to) go(to);
  else if (press) document.querySelector(press)?.click();
  else if (href) location.assign(href);
  else post(option);
}

field.addEventListener("input", () => filter(true));
field.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const all = shown();
    choose(all.at((all.indexOf(active) + step) % all.length));
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    run(active);
  }
});
list.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (dialog.open) dialog.close(); else open();
});
for (const button of document.querySelectorAll("[data-palette]")) {
  button.hidden = false;
  button.addEventListener("click", open);
}
