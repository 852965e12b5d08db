// What is known of the call that rings or goes on, and the way to its conversation. Once a call is
// taken, the page in use opens that by itself; never over something half written.
const AGAIN = 400; // milliseconds between two looks, until it is known what was taken
const TRIES = 40;
const LET_GO = 300; // so long no second page opens it too
const FIRST = 4_000; // milliseconds that the page which was pressed has for itself
const strip = document.getElementById("phone");
const known = document.getElementById("phone-known");
const link = document.getElementById("phone-talk");
const isWindow = "phoneWindow" in document.body.dataset;
const COMES = ["ringing", "connecting", "tableRings"];
const TALKS = ["call", "tableCall"];
const RARELY = 20_000; // milliseconds: a ring that got lost costs this long at most
const NOTHING = { says: "", talk: "", contact: "", table: "" };
let at = "";
let call = { ...NOTHING, table: strip.dataset.table }; // `table`: calls ring there, and not in the browser
let opens = false; // taken before our eyes, and no page has opened it yet
let stays = false; // this page would have, but something is half written in it
let pressed = false;
let elsewhere = false; // pressed on another page, which opens it unless it is gone
let looks = 0; // one look after the other: an older answer is no news
let timer = 0;

const isHere = () => Boolean(call.contact && document.querySelector(`.workspace-talk[data-contact="${call.contact}"]`));

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

const isOnItsWay = () => Boolean(document.querySelector("form:is(.htmx-request, [data-busy])"));

// A form that is on its way counts: its answer may say that nothing was kept.
const isWriting = () => isOnItsWay() || Boolean(document.querySelector("dialog:modal"))
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
function go(left = 10) {
  if (isHere() || !call.talk || !TALKS.includes(at)) return;
  if (isOnItsWay() && left > 0) { setTimeout(go, AGAIN, left - 1); return; } // its answer may free this page
  stays = isWriting();
  if (stays) mark();
  else if (isWindow) window.open(call.talk, "_blank");
  else if (new URL(call.talk, location.href).pathname === location.pathname) location.replace(call.talk.replace("#", "?#"));
  else location.assign(call.talk);
}

const patience = () => {
  if (isWindow) return pressed && !call.table ? 2_500 : Infinity; // only if no page of the desk is open
  if (isHere() || pressed) return 0;
  if (elsewhere) return FIRST;
  if (call.table) return 2_000; // the page that took it may be loading still
  return document.hidden ? 1_000 : 500;
};

async function takeTurn(wire, me) {
  const mine = patience();
  if (mine === Infinity) return;
  await new Promise((on) => { setTimeout(on, mine); });
  await navigator.locks.request("phone-opens", { ifAvailable: true }, async (lock) => {
    if (!opens || !call.talk) return;
    if (!lock) { setTimeout(() => takeTurn(wire, me), LET_GO); return; } // whoever has it said so by then, or is gone
    opens = false;
    wire.postMessage({ of: me, opens: true });
    if ("masked" in document.body.dataset) document.body.addEventListener("uncovered", () => go(), { once: true });
    else go();
    await new Promise((on) => { setTimeout(on, LET_GO); });
  });
}

// `onTable`: how the telephone on the table stands; nothing once calls ring in the browser again.
export function follow(wire, me, onTable) {
  const tableAt = () => call.table && (call.talk ? "tableCall" : call.says ? "tableRings" : call.table === "up" ? "tableUp" : "tableDown");
  const tell = () => {
    if (call.table || at.startsWith("table")) onTable(tableAt());
    if (call.table && isHere()) wire.postMessage({ of: me, opens: true }); // taken on this page, perhaps
  };

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
    tell();
    mark();
    const isEnough = call.table || (at === "call" ? call.talk : call.says);
    if (call.table) timer = setTimeout(look, RARELY);
    else if (!isEnough && left > 0) timer = setTimeout(look, AGAIN, left - 1);
    if (opens && call.talk) takeTurn(wire, me);
  }

  wire.addEventListener("message", ({ data }) => {
    if (data.of !== me) return;
    if (data.opens) opens = false;
    if (data.pressed) elsewhere = true;
  });
  document.addEventListener("input", () => { if (call.talk) mark(); });
  for (const ring of ["bell-member", "bell-queue", "bell-open"]) {
    document.body.addEventListener(ring, ({ type }) => {
      if (call.table || type === "bell-member" || at === "ringing" || (at === "call" && !call.talk)) look();
    });
  }

  return {
    pressed() {
      pressed = true;
      if (!isWindow) wire.postMessage({ of: me, pressed }); // the window leaves it to a page of the desk
    },
    isOnTable: () => Boolean(call.table),
    begin() {
      if (call.table) look();
      // No bell rings in the window: it learns by itself that calls ring elsewhere now.
      if (isWindow) setInterval(() => { if (!COMES.includes(at) && at !== "call") look(0); }, RARELY);
    },
    is(now) {
      if (now === at) return;
      opens = TALKS.includes(now) && COMES.includes(at);
      if (now === "ringing") pressed = elsewhere = false;
      if (!TALKS.includes(now)) stays = false;
      const wasKnown = COMES.includes(at) && now === "connecting";
      at = now;
      if (wasKnown || call.table) return; // of the one on the table all was just told
      if (at === "ringing" || at === "call") {
        if (at === "ringing") call = NOTHING;
        look();
      } else {
        clearTimeout(timer);
        looks += 1;
        call = NOTHING;
      }
      mark();
    },
  };
}
