// The search of the directory: counts narrow it down, and nothing one does is lost when it answers.
import { keep } from "../desk/keep.js";

// Beside a conversation the panels keep what is unfolded and where the focus is; alone, this does.
if (!document.querySelector(".workspace-panels")) {
  let unfolded = [];
  let giveBack = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "found") return;
    unfolded = [...detail.target.querySelectorAll("[data-step][open]")].map((each) => each.dataset.step);
    giveBack = keep(detail.target);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id !== "found") return;
    for (const step of unfolded) detail.target.querySelector(`[data-step="${step}"]`)?.setAttribute("open", "");
    giveBack?.(detail.target);
    giveBack = null;
    const said = detail.target.querySelector("[data-said]")?.dataset.said ?? "";
    document.getElementById("found-said").textContent = said;
  });
}

// A count that is pressed narrows the search: it sets, or takes back, what the form itself asks.
// What the form has no field for is sent by the button, as without this file.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("button[form=search][name]");
  if (!chip) return;
  const fields = [...document.getElementById("search").elements].filter(
    (field) => field.name === chip.name && field.matches("select, [type=checkbox]"),
  );
  const field = fields.find((each) => each.matches("select") || each.value === chip.value);
  if (!field) return;
  event.preventDefault();
  if (field.matches("select")) field.value = field.value === chip.value ? "" : chip.value;
  else field.checked = !field.checked;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// The sheet opens beside the desk: a plain post of the same form, which htmx is not asked about.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-handout]");
  if (!button) return;
  event.preventDefault();
  const { form } = button;
  const before = [form.getAttribute("action"), form.target];
  form.action = button.formAction;
  form.target = "_blank";
  form.submit();
  [form.action, form.target] = before;
});
