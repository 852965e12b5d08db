// A slip of the finger is noticed here, before anything is sent. Nothing is remembered.
const form = document.querySelector("form[data-known]");
const field = form.elements.words;

// As phrase.py does: letters alone, without case and accents.
const plain = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();

const sign = (word) => {
  let n = 0x811c9dc5;
  for (const letter of word) n = Math.imul(n ^ letter.codePointAt(0), 0x01000193);
  return ((n >>> 16) ^ n) & 0xffff;
};

let known; // one bit for each word of this language's list
const fetched = () => {
  known ??= fetch(form.dataset.known)
    .then((answer) => (answer.ok ? answer.arrayBuffer() : undefined))
    .then((bits) => bits && new Uint8Array(bits), () => undefined);
  return known;
};

const wrong = (bits) => {
  const words = plain(field.value).split(" ");
  if (words.length !== 6) return form.dataset.six;
  const strange = words.filter((word) => !((bits[sign(word) >> 3] >> (sign(word) & 7)) & 1));
  return strange.length ? form.dataset.strange.replace("{words}", strange.join(", ")) : "";
};

const says = (text) => {
  const why = form.querySelector("[data-why]");
  why.hidden = !text;
  why.querySelector("span").textContent = text;
};

let warned; // pressed once more as it is, it is tried
form.addEventListener("submit", (event) => {
  if (warned === field.value) return;
  event.preventDefault();
  fetched().then((bits) => {
    const text = bits ? wrong(bits) : "";
    warned = field.value;
    says(text);
    if (text) field.focus();
    else setTimeout(() => form.requestSubmit()); // not within this event: it would be ignored
  });
});
field.addEventListener("focus", fetched, { once: true });
