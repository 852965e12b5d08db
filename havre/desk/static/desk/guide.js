// A step of the guide that is skipped stays skipped while this page is open. Nobody stores it.
const panels = document.querySelector(".workspace-panels");
const skipped = new Set();

function show() {
  for (const step of panels.querySelectorAll("[data-step]")) {
    const badge = step.querySelector("[data-skipped]");
    if (badge) badge.hidden = !skipped.has(step.dataset.step);
  }
}

panels.addEventListener("click", (event) => {
  const step = event.target.closest("[data-skip]")?.closest("[data-step]");
  if (!step) return;
  skipped.add(step.dataset.step);
  step.open = false;
  step.querySelector("summary").focus();
  show();
});

// Whoever opens it again has changed their mind.
panels.addEventListener("toggle", (event) => {
  if (event.target.matches("[data-step][open]") && skipped.delete(event.target.dataset.step)) show();
}, true);

document.body.addEventListener("htmx:afterSettle", show);
