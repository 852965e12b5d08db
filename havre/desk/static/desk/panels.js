// What a panel could not write is said in that panel. Its form keeps what was typed.
import { keep } from "./keep.js";

const panels = document.querySelector("[data-failed].workspace-panels");

const say = (event) => {
  if (event.detail.requestConfig?.verb !== "post") return; // a look that failed comes again by itself
  const line = event.detail.elt.closest(".panel")?.querySelector("[id^=say-]");
  if (!line) return;
  const sentence = document.createElement("p");
  sentence.className = "error";
  sentence.setAttribute("role", "alert");
  sentence.textContent = panels.dataset.failed;
  line.replaceChildren(sentence);
};

// Who reads along may change at any time: the panel looks again, but never under a hand that writes.
document.body.addEventListener("bell-help", () => {
  for (const panel of panels.querySelectorAll("[data-look-again]")) {
    const chosen = [...panel.querySelectorAll("select.input")].some((field) => field.selectedIndex > 0);
    const typed = [...panel.querySelectorAll("input.input")].some((input) => input.value);
    if (!typed && !chosen) panel.dispatchEvent(new CustomEvent("look-again"));
  }
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  panels.addEventListener(name, say);
}

// A panel is drawn anew: what was unfolded stays so, and the focus stays where it was.
const kept = new Map();
panels.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target } = detail;
  const unfolded = [...target.querySelectorAll("[data-step][open]")].map((step) => step.dataset.step);
  kept.set(target.id, { unfolded, giveBack: keep(target) });
});
panels.addEventListener("htmx:afterSettle", ({ detail }) => {
  const fresh = document.getElementById(detail.target.id) ?? detail.target;
  const { unfolded = [], giveBack } = kept.get(fresh.id) ?? {};
  kept.delete(fresh.id);
  for (const step of unfolded) fresh.querySelector(`[data-step="${step}"]`)?.setAttribute("open", "");
  giveBack?.(fresh);
  if (fresh.id === "found") sayFound(fresh);
});

// How many there are; the list itself is there to be walked through.
function sayFound(place) {
  const line = document.getElementById("found-said");
  const words = [place.querySelector(".notice")?.textContent, place.querySelector("[data-said]")?.dataset.said];
  line.textContent = words.filter(Boolean).join(" ");
}
