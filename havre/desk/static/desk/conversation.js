// A live conversation: fetch what is new, send without losing a word.
const talk = document.querySelector("[data-talk]");
const list = talk.querySelector(".messages");
const box = talk.querySelector(".workspace-messages");
const form = talk.querySelector("form.composer[data-failed]");
const sentence = document.getElementById("say-composer");
const BACKGROUND = { "X-Background": "yes" };
let fetching = false;
let again = false;
let gone = false;
const LOOK_EVERY = 20_000; // a ring that got lost costs this long at most
let rest = setTimeout(() => look(), LOOK_EVERY);
const SHOWN = 20; // that many of the last ones need not come again

const atBottom = () => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
const inSight = () => !document.hidden && !("masked" in document.body.dataset);
const toBottom = () => { box.scrollTop = box.scrollHeight; };

// It is a colleague's now: say so once, ask no more, and leave the words in the box to be copied.
function letGo() {
  gone = true;
  if (!sentence) { location.replace("/"); return; }
  sentence.textContent = form.dataset.gone;
  form.querySelector("button").disabled = true;
}

async function look() {
  if (gone) return;
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const since = list.lastElementChild?.dataset.at ?? "";
    const shown = [...list.children].slice(-SHOWN).map((item) => item.id.slice(2)).join(".");
    const seen = inSight() ? { seen: "yes" } : {}; // only then are they read
    const news = `${talk.dataset.talk}?${new URLSearchParams({ since, shown, ...seen })}`;
    const answer = await fetch(news, { headers: BACKGROUND });
    if (answer.status === 401) { location.replace("/"); return; }
    if (answer.status === 404) { letGo(); return; }
    if (answer.ok) add(await answer.text());
  } catch { /* the next ring, or the next 20 seconds, look again */ } finally {
    fetching = false;
    clearTimeout(rest);
    if (!gone) rest = setTimeout(look, LOOK_EVERY);
    if (again) { again = false; look(); }
  }
}

function add(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const stay = atBottom();
  for (const item of [...holder.content.children]) {
    const there = document.getElementById(item.id);
    if (there) {
      if (isHidden(item) && !isHidden(there) && !("opened" in there.dataset)) there.replaceWith(item);
      continue;
    }
    const before = [...list.children].findLast((other) => other.dataset.at <= item.dataset.at);
    if (before) before.after(item); else list.prepend(item);
  }
  if (stay) toBottom();
}

const isHidden = (item) => "hidden" in item.dataset;

// Fold a message, or open one on purpose: the same place, drawn anew.
async function draw(item, address, how = {}) {
  try {
    const answer = await fetch(address, { ...how, headers: BACKGROUND });
    if (answer.status === 401) { location.replace("/"); return; }
    const holder = document.createElement("template");
    holder.innerHTML = answer.ok ? await answer.text() : "";
    const drawn = holder.content.firstElementChild;
    if (!drawn) return;
    item.replaceWith(drawn);
    drawn.tabIndex = -1;
    drawn.focus();
  } catch { /* it stays as it is; press again */ }
}

document.getElementById("hide")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  body.set("message", event.submitter.value);
  draw(event.submitter.closest(".message"), event.target.action, { method: "POST", body });
});
list.addEventListener("click", (event) => {
  const open = event.target.closest("[data-open]");
  if (!open) return;
  event.preventDefault();
  draw(open.closest(".message"), open.href);
});

async function send(event) {
  event.preventDefault();
  const field = form.elements.text;
  if (gone || !field.value.trim() || form.dataset.busy) return;
  form.dataset.busy = "yes";
  const said = field.value;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { ...BACKGROUND, "HX-Request": "true" },
    });
    if (answer.status === 200) {
      form.elements.key.value = crypto.randomUUID();
      field.value = field.value.startsWith(said) ? field.value.slice(said.length).trimStart() : field.value;
      field.dispatchEvent(new CustomEvent("said", { bubbles: true }));
      if (form.elements.yes_no) form.elements.yes_no.checked = false; // for one question only
      sentence.replaceChildren();
      add(await answer.text());
      toBottom();
    } else if (answer.status === 404) {
      letGo();
    } else if (answer.status === 401) {
      sentence.textContent = form.dataset.locked;
    } else {
      sentence.textContent = answer.status === 422 ? textOf(await answer.text()) : form.dataset.failed;
    }
  } catch {
    sentence.textContent = form.dataset.failed;
  } finally {
    delete form.dataset.busy;
    const { activeElement } = document; // whoever went on meanwhile is not called back
    if (activeElement === document.body || form.contains(activeElement)) field.focus();
  }
}

function textOf(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.textContent.trim();
}

form?.addEventListener("submit", send);
form?.elements.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
});
document.body.addEventListener("bell-contact", (event) => {
  if (event.detail === talk.dataset.contact) look();
});
document.body.addEventListener("bell-member", look); // an interpreter who left hears nothing else
document.body.addEventListener("bell-open", look);
document.body.addEventListener("uncovered", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
toBottom();
