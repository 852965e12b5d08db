// The way out: blank at once, then away. And no trail of our own pages behind the Back button.
const PATIENCE = 3000; // ms; then leave without us: the session on the server ends by itself
const WINDOW = 5000; // ms in which Shift is pressed three times

const button = document.querySelector("header [data-exit]");
const says = document.querySelector("[data-exit-says]");

const blank = () => {
  document.documentElement.dataset.leaving = "";
};

const leave = () => {
  blank();
  setTimeout(() => location.replace(button.dataset.then), PATIENCE);
  location.replace(button.getAttribute("href"));
};

// ---- Shift, alone, three times

let presses = 0;
let alone = false;
let over;

const count = (n) => {
  presses = n;
  clearTimeout(n > 1 ? undefined : over);
  if (n === 1) over = setTimeout(count, WINDOW, 0);
  if (n) button.dataset.presses = n;
  else delete button.dataset.presses;
  says.textContent = n && n < 3 ? button.dataset.hint.replace("{n}", 3 - n) : "";
  if (n === 3) leave();
};

addEventListener("keydown", (event) => {
  alone = event.key === "Shift" && !event.repeat;
  if (event.key !== "Shift" && presses) count(0);
});

addEventListener("keyup", (event) => {
  if (event.key === "Shift" && alone) count(presses + 1);
});

// ---- links: the exit, and our own pages in the place of the one before

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.exit !== undefined) {
    event.preventDefault();
    leave();
  } else if (link.origin === location.origin && !link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    location.replace(link.href);
  }
});

// ---- forms that open another page: posted from here, so that no entry is added and no word lost

const post = async (form) => {
  const why = form.querySelector("[data-why]");
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.ok && answer.redirected) location.replace(answer.url);
    else form.submit(); // the same form once more counts once; its answer is a page to read
  } catch {
    if (why) {
      why.hidden = false;
      why.querySelector("span").textContent = form.dataset.failed;
    }
    delete form.dataset.posting;
  }
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.inPlace === undefined) return;
  event.preventDefault();
  if (form.dataset.posting !== undefined) return;
  form.dataset.posting = "";
  post(form);
});

// ---- what comes back from the browser's memory is blank, and fetched again

addEventListener("pagehide", blank);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(location.href);
});

for (const line of document.querySelectorAll("[data-with-script]")) line.hidden = false;
