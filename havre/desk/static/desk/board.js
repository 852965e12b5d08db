// The board changes by itself, but never under a finger that is just pressing something.
import { keep } from "./keep.js";

const board = document.getElementById("board");
const news = document.getElementById("board-news");
let giveBack = null;
let pressed = false;
let missed = false;

board.addEventListener("pointerdown", () => { pressed = true; });
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => setTimeout(() => { // after the click that comes of it
    pressed = false;
    if (missed) { missed = false; for (const ring of ["bell-queue", "bell-member"]) document.body.dispatchEvent(new CustomEvent(ring)); }
  }));
}
board.addEventListener("htmx:beforeSwap", (event) => {
  if (pressed) { event.detail.shouldSwap = false; missed = true; return; }
  giveBack = keep(board) ?? giveBack; // two lists may change before either has settled
});

// One sentence when something changed; never the list again, and never the same twice.
const sentence = () => board.querySelector("[data-news]").textContent;
let last = sentence();
board.addEventListener("htmx:afterSettle", () => {
  giveBack?.(board);
  giveBack = null;
  if (sentence() === last) return;
  last = sentence();
  news.textContent = last;
});

// Lists that stand there already are not sent again.
board.addEventListener("htmx:configRequest", (event) => {
  const shown = board.querySelector("[data-shown]")?.dataset.shown;
  if (event.target === board && shown) event.detail.headers["X-Shown"] = shown;
});
