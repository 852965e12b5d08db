// What is known of the call that rings or goes on, and the way to its conversation. Once a call is
// taken, the page in use opens that by itself; never over something half written.
const AGAIN = 400; // milliseconds between two looks, until it is known what was taken
const TRIES = 40;
const LET_GO = 300; // so long no second page opens it too
const strip = document.getElementById("phone");
const known = document.getElementById("phone-known");
const link = document.getElementById("phone-talk");
const isWindow = "phoneWindow" in document.body.dataset;
const COMES = ["ringing", "connecting"];
let at = "";
let call = { says: "", talk: "", contact: "" };
let opens = false; // taken before our eyes, and no page has opened it yet
let stays = false; // this page would have, but something is half written in it
let pressed = false;
let looks = 0; // one look after the other: an older answer is no news
let timer = 0;

const isHere = () => Boolean(call.contact && document.querySelector(`.workspace-talk[data-contact="${call.contact}"]`));

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

// A form that is on its way counts: its answer may say that nothing was kept.
const isWriting = () => Boolean(document.querySelector("form:is(.htmx-request, [data-busy]), dialog:modal"))
  || [...document.querySelectorAll("main :is(input, textarea, select)")].some(isChanged);

function mark() {
  const words = COMES.includes(at) ? call.says : stays ? strip.dataset.sayStays : "";
  if (known.textContent !== words) known.textContent = words;
  link.hidden = !call.talk || isHere();
  const beside = isWindow || isWriting();
  link.href = call.talk || "/";
  link.target = beside ? "_blank" : "";
  const label = link.dataset[beside ? "beside" : "here"];
  if (link.textContent !== label) link.textContent = label;
  if (stays) link.dataset.kind = "primary"; else delete link.dataset.kind;
}

// The same address may show something else still, such as that somebody waits: it is loaded anew.
function go() {
  if (isHere()) return;
  stays = isWriting();
  if (stays) mark();
  else if (isWindow) window.open(call.talk, "_blank");
  else if (new URL(call.talk, location.href).pathname === location.pathname) location.replace(call.talk.replace("#", "?#"));
  else location.assign(call.talk);
}

const patience = () => {
  if (isWindow) return pressed ? 2_500 : Infinity; // only if no page of the desk is open
  if (isHere() || pressed) return 0;
  return document.hidden ? 1_000 : 500;
};

async function takeTurn(wire, me) {
  const mine = patience();
  if (mine === Infinity) return;
  await new Promise((on) => { setTimeout(on, mine); });
  await navigator.locks.request("phone-opens", { ifAvailable: true }, async (lock) => {
    if (!lock || !opens || !call.talk) return;
    opens = false;
    wire.postMessage({ of: me, opens: true });
    if ("masked" in document.body.dataset) document.body.addEventListener("uncovered", () => { if (call.talk && at === "call") go(); }, { once: true });
    else go();
    await new Promise((on) => { setTimeout(on, LET_GO); });
  });
}

export function follow(wire, me) {
  async function look(left = TRIES) {
    clearTimeout(timer);
    const mine = ++looks;
    let fresh = null;
    try {
      const answer = await fetch(strip.dataset.caller, { headers: { "X-Background": "yes" } });
      if (answer.ok && !answer.redirected) fresh = await answer.json();
    } catch { /* looked for again */ }
    if (mine !== looks) return;
    if (fresh) call = fresh;
    mark();
    const isEnough = at === "call" ? call.talk : call.says;
    if (!isEnough && left > 0) timer = setTimeout(look, AGAIN, left - 1);
    else if (opens && call.talk) takeTurn(wire, me);
  }

  wire.addEventListener("message", ({ data }) => { if (data.of === me && data.opens) opens = false; });
  document.addEventListener("input", () => { if (call.talk) mark(); });
  for (const ring of ["bell-member", "bell-queue", "bell-open"]) {
    document.body.addEventListener(ring, () => { if (at === "ringing" || (at === "call" && !call.talk)) look(); });
  }

  return {
    pressed() { pressed = true; },
    is(now) {
      if (now === at) return;
      opens = now === "call" && COMES.includes(at);
      if (now === "ringing") pressed = stays = false;
      if (now !== "call") stays = false;
      const wasKnown = COMES.includes(at) && now === "connecting";
      at = now;
      if (wasKnown) return;
      if (at === "ringing" || at === "call") {
        if (at === "ringing") call = { says: "", talk: "", contact: "" };
        look();
      } else {
        clearTimeout(timer);
        looks += 1;
        call = { says: "", talk: "", contact: "" };
      }
      mark();
    },
  };
}
