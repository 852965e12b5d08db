// Two minutes without a touch: the screen covers itself. A touch keeps the keys open meanwhile.
const MASK_AFTER = 120_000;
const TELL_EVERY = 60_000;
const mask = document.querySelector(".mask");
const leave = document.querySelector("form[data-sign-out]");
let timer;
let told = Date.now();
let before = null;

function cover() {
  for (const dialog of document.querySelectorAll("dialog:modal")) dialog.close(); // it would cover the mask
  before = document.activeElement;
  document.body.dataset.masked = "yes";
  mask.hidden = false;
  mask.querySelector("button").focus();
  dispatchEvent(new CustomEvent("looks-changed"));
}

function uncover() {
  delete document.body.dataset.masked;
  mask.hidden = true;
  dispatchEvent(new CustomEvent("looks-changed"));
  document.body.dispatchEvent(new CustomEvent("uncovered"));
  before?.focus();
  touched();
}

function touched() {
  clearTimeout(timer);
  timer = setTimeout(cover, MASK_AFTER);
  if (Date.now() - told > TELL_EVERY) {
    told = Date.now();
    const token = leave.elements.csrfmiddlewaretoken.value;
    fetch("/awake/", { method: "POST", headers: { "X-CSRFToken": token } })
      .then((answer) => { if (answer.redirected || answer.status === 401) location.replace("/"); })
      .catch(() => {});
  }
}

for (const event of ["pointerdown", "pointermove", "keydown", "scroll"]) {
  addEventListener(event, () => { if (mask.hidden) touched(); }, { passive: true, capture: true });
}
mask.querySelector("button").addEventListener("click", uncover);
touched();

// Going Back after signing out, or in another's session, shows nothing of this page.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
