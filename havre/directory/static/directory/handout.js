// Print and copy: both need a browser that can, so their buttons come with this file.
const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());

const copy = document.querySelector("[data-copy]");
if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value.trim());
    document.getElementById("copied").textContent = copy.dataset.done;
  });
}
