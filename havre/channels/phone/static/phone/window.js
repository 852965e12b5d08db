// The phone's own window: the one place with a microphone. It stays while other pages come and go.
import { choice } from "../desk/ringing.js";
import { bell, choose, level, list, microphone, reason, voice } from "./devices.js";
import { openLine } from "./line.js";

const page = document.getElementById("phone-window");
const at = (name) => document.getElementById(`phone-${name}`);
const me = document.body.dataset.member;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const wire = new BroadcastChannel("phone");
const WAS_READY = "phone-ready"; // of this window: a reload makes it ready again
const IN_CALL = "phone-in-call"; // when this window was last seen in a call
const COMES_BACK = 10_000; // milliseconds in which the same call is taken again after a reload
const HERE = 10_000; // between two signs of life to the line
let state = { at: "unready", why: "Start" };
let phone = null;
let stopBell = null;
let told = 0;

const post = (address, headers = {}) => fetch(address, { method: "POST", headers: { "X-CSRFToken": token(), ...headers } });

function be(change) {
  if (state.at === "call" && (change.at ?? "call") !== "call") sessionStorage.removeItem(IN_CALL);
  state = { ...state, why: undefined, ...change };
  const isQuiet = ["ready", "unready", "lost", "ringing"].includes(state.at);
  if (isQuiet) state = { at: state.at, why: state.why };
  if (state.at !== "ringing" && stopBell) { stopBell(); stopBell = null; }
  at("ready").hidden = state.at !== "unready";
  at("close").hidden = !["ready", "lost"].includes(state.at);
  wire.postMessage({ of: me, state });
}

function notify() {
  if (!choice().notice || document.hasFocus() || Notification.permission !== "granted") return;
  try {
    const notice = new Notification(page.dataset.notice, { tag: "havre-phone" });
    notice.addEventListener("click", () => { window.focus(); notice.close(); });
  } catch { /* a telephone's browser lets no page do that */ }
}

const fromTheLine = {
  ready() { be({ at: "ready" }); sessionStorage.setItem(WAS_READY, me); },
  lost() { be({ at: "lost" }); },
  refused() { be({ at: "unready", why: "Engine" }); phone?.close(); phone = null; },
  ringing() {
    be({ at: "ringing" });
    if (Date.now() - Number(sessionStorage.getItem(IN_CALL) ?? 0) < COMES_BACK) { act.accept(); return; }
    stopBell = bell();
    notify();
  },
  connecting() { be({ at: "connecting" }); },
  call() { be({ at: "call", since: Date.now(), muted: false, held: false }); },
};

async function getReady() {
  if (phone) return;
  be({ at: "unready", why: "Asking" });
  try {
    for (const track of (await microphone()).getTracks()) track.stop(); // may it be used? It stays shut until a call.
  } catch (error) {
    be({ at: "unready", why: reason(error) });
    return;
  }
  await list(at("microphones"), at("speakers"));
  let opened;
  try {
    const answer = await post(page.dataset.opening);
    if (answer.redirected || [401, 403].includes(answer.status)) { location.reload(); return; }
    opened = answer.ok && await answer.json();
  } catch { /* no connection: said below */ }
  if (!opened) { be({ at: "unready", why: "Desk" }); return; }
  be({ at: "lost" });
  phone = openLine({ socket: page.dataset.socket, ...opened }, {
    tell: (name) => fromTheLine[name](),
    heard: (stream) => voice(at("sound"), stream),
  });
}

const act = {
  async accept() {
    try {
      await phone?.accept(microphone);
    } catch (error) {
      phone?.close();
      phone = null;
      be({ at: "unready", why: reason(error) });
    }
  },
  decline() { phone?.decline(); },
  "hang-up"() { phone?.hangUp(); },
  mute() {
    if (state.at !== "call") return;
    phone.mute(!state.muted);
    be({ muted: !state.muted });
  },
  hold() {
    if (state.at !== "call") return;
    const held = !state.held;
    if (!phone.hold(held, () => { if (state.at === "call") be({ held }); })) return;
    if (!held && state.muted) phone.mute(true);
  },
  key(key) { phone?.press(key); },
};

function close() {
  sessionStorage.removeItem(WAS_READY);
  phone?.close();
  phone = null;
  be({ at: "unready", why: "Start" });
}

// Whoever listens touches nothing for long: a call keeps the keys open. A sign-out ends the phone,
// but never the call that is going on.
async function sayWeAreHere() {
  const isCall = state.at === "call";
  if (isCall) sessionStorage.setItem(IN_CALL, String(Date.now()));
  try {
    const touches = isCall && Date.now() - told > 60_000;
    if (touches) told = Date.now();
    const answer = touches ? await post("/awake/") : await post("/here/", { "X-Background": "yes" });
    const isOver = answer.redirected || [401, 403].includes(answer.status); // signed out, or somebody else is in
    if (isOver && !phone?.isBusy()) location.reload();
  } catch { /* no connection: asked again */ }
}

// The level of the chosen microphone, for as long as one looks.
let stopLevel = null;
let tested = null;
function stopTest() {
  stopLevel?.();
  for (const track of tested?.getTracks() ?? []) track.stop();
  stopLevel = tested = null;
  at("level-test").setAttribute("aria-pressed", "false");
}
at("level-test").addEventListener("click", async () => {
  if (tested) { stopTest(); return; }
  at("level-says").textContent = "";
  try {
    tested = await microphone();
  } catch (error) {
    at("level-says").textContent = page.dataset[reason(error).toLowerCase()];
    return;
  }
  at("level-test").setAttribute("aria-pressed", "true");
  let heard = false;
  stopLevel = level(tested, (loud) => {
    at("level").value = loud;
    if (loud > 0.05 && !heard) { heard = true; at("level-says").textContent = page.dataset.heard; }
  });
  await list(at("microphones"), at("speakers"));
});
at("speaker-test").addEventListener("click", () => bell({ once: true }));
at("microphones").addEventListener("change", async ({ target }) => {
  choose({ microphone: target.value });
  if (tested) { stopTest(); at("level-test").click(); }
  if (state.at === "call") await phone.speakInto(await microphone(), state.muted || state.held).catch(() => {});
});
at("speakers").addEventListener("change", ({ target }) => {
  choose({ speaker: target.value });
  voice(at("sound"), at("sound").srcObject);
});
navigator.mediaDevices?.addEventListener("devicechange", () => list(at("microphones"), at("speakers")));
for (const touch of ["pointerdown", "keydown"]) {
  addEventListener(touch, () => { if (at("sound").srcObject) at("sound").play().catch(() => {}); }, { passive: true });
}

at("ready").addEventListener("click", getReady);
at("close").addEventListener("click", close);
addEventListener("beforeunload", (event) => {
  if (["call", "connecting"].includes(state.at)) event.preventDefault(); // the browser asks
});
addEventListener("pagehide", () => {
  if (state.at === "call") sessionStorage.setItem(IN_CALL, String(Date.now()));
});

if (!navigator.mediaDevices) {
  page.querySelector("[data-elsewhere]").textContent = page.dataset.unsafe;
} else {
  const other = setTimeout(() => { page.querySelector("[data-elsewhere]").textContent = page.dataset.elsewhere; }, 500);
  navigator.locks.request("phone", () => {
    clearTimeout(other);
    page.querySelector("[data-elsewhere]").textContent = "";
    page.querySelector("[data-devices]").hidden = false;
    wire.addEventListener("message", ({ data }) => {
      if (data.of !== me) return;
      if (data.ask) be({}); else if (data.press) act[data.press]?.(data.key);
    });
    be(state);
    list(at("microphones"), at("speakers"));
    setInterval(sayWeAreHere, HERE);
    sayWeAreHere();
    if (sessionStorage.getItem(WAS_READY) === me) getReady();
    return new Promise(() => {}); // held until this window goes
  });
}
