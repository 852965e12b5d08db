// What a panel could not write is said in that panel. Its form keeps what was typed.
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
  const panel = panels.querySelector("[data-look-again]");
  const typed = [...(panel?.querySelectorAll("input.input") ?? [])].some((input) => input.value);
  if (panel && !typed) panel.dispatchEvent(new CustomEvent("look-again"));
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  panels.addEventListener(name, say);
}
