// The board changes by itself, but never under a finger that is just pressing something.
const board = document.getElementById("board");
let pressed = false;
let missed = false;

board.addEventListener("pointerdown", () => { pressed = true; });
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => setTimeout(() => { // after the click that comes of it
    pressed = false;
    if (missed) { missed = false; document.body.dispatchEvent(new CustomEvent("bell-queue")); }
  }));
}
board.addEventListener("htmx:beforeSwap", (event) => {
  if (!pressed) return;
  event.detail.shouldSwap = false;
  missed = true;
});
