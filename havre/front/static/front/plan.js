// The plan: nothing is kept, nothing is sent. Clearing, and what stands on the paper.
const plan = document.querySelector("[data-plan]");
const boxes = [...plan.querySelectorAll("textarea")];
const title = plan.querySelector("[data-title]");
const titles = plan.querySelector("#plan-title");

// A box prints only what is in sight of it: on paper its words stand beside it, whole.
const onPaper = () => {
  for (const box of boxes) box.nextElementSibling.textContent = box.value;
  title.textContent = titles.value;
};

const offPaper = () => {
  for (const box of boxes) box.nextElementSibling.textContent = "";
};

const clear = () => {
  offPaper();
  for (const box of boxes) box.value = "";
  for (const tick of plan.querySelectorAll("[type=checkbox]")) tick.checked = false;
  titles.selectedIndex = 0;
  title.textContent = titles.value;
};

plan.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  const button = event.target.closest("[data-clear]");
  if (!button) return;
  clear();
  for (const status of plan.querySelectorAll("[data-cleared]")) status.textContent = "";
  const status = button.parentElement.querySelector("[data-cleared]");
  status.textContent = status.dataset.cleared;
});

plan.addEventListener("input", () => {
  for (const status of plan.querySelectorAll("[data-cleared]")) status.textContent = "";
});

addEventListener("beforeprint", onPaper);
addEventListener("afterprint", offPaper);
