// What is written and not yet said is kept at our own desk, sealed, a breath after the last key. It
// is never put into this browser's own storage.
const QUIET = 1_000; // milliseconds without a key
const AGAIN = 5_000; // after a keeping that failed and may not fail again
const url = document.querySelector("[data-draft-url]").dataset.draftUrl;
const boxes = new Map(); // by place: what is kept there, and what is under way

const field = (place) => document.querySelector(`[data-draft="${place}"]`);

function boxOf(place) {
  if (!boxes.has(place)) boxes.set(place, { kept: field(place).defaultValue, timer: 0, saving: false });
  return boxes.get(place);
}

function tell(place, { kept, failed }) {
  const form = field(place)?.form;
  if (!form) return;
  form.querySelector("[data-draft-kept]").hidden = !kept;
  const sentence = form.querySelector("[data-draft-failed]");
  const words = failed ? sentence.dataset.draftFailed : "";
  if (sentence.textContent !== words) sentence.textContent = words;
}

function soon(place, after = QUIET) {
  const box = boxOf(place);
  clearTimeout(box.timer);
  box.timer = setTimeout(() => keep(place), after);
}

async function keep(place, { last = false } = {}) {
  const box = boxOf(place);
  const text = field(place)?.value;
  clearTimeout(box.timer);
  if (text === undefined || text === box.kept) return;
  if (box.saving && !last) { soon(place); return; } // one at a time: an older one never comes later
  box.saving = true;
  const status = await post(place, last);
  box.saving = false;
  if (status === 204) box.kept = text;
  const now = field(place)?.value;
  if (now !== text) return; // said meanwhile, or written on: its own keeping tells
  tell(place, status === 204 ? { kept: text !== "" } : { failed: true });
  if (status === 0 || status >= 500) soon(place, AGAIN);
}

async function post(place, last) {
  const body = new URLSearchParams(new FormData(field(place).form));
  body.set("place", place);
  try {
    const how = { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: last };
    return (await fetch(url, how)).status;
  } catch {
    return 0; // no connection: the words are on the page, and it is tried again
  }
}

function leave() {
  for (const place of boxes.keys()) keep(place, { last: true });
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.draft) return;
  tell(target.dataset.draft, {});
  soon(target.dataset.draft);
});
// The answer was sent: nothing of it is a draft any more, and what was written meanwhile is one.
document.addEventListener("said", ({ target }) => {
  boxOf(target.dataset.draft).kept = "";
  tell(target.dataset.draft, {});
  soon(target.dataset.draft, 0);
});
// A note was saved, or not: its panel comes anew, and what it shows is what is kept.
document.body.addEventListener("htmx:afterSwap", () => {
  for (const place of [...boxes.keys()]) {
    const there = field(place);
    if (there && there.defaultValue === there.value) boxes.delete(place);
  }
});
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
for (const { dataset } of document.querySelectorAll("[data-draft]")) {
  tell(dataset.draft, { kept: boxOf(dataset.draft).kept !== "" });
}
