// While very many come: finds the number that the house hid, by trying one after the other. There is an
// end to it, nobody waits beside it, and it stops as soon as its form is gone from the page, as when
// somebody leaves. A browser without this sends nothing along, and waits its ten seconds instead.
const AT_ONCE = 32; // tries between two looks at the page
const QUIET = 2000; // ms after a press in which nothing is said

const bytes = new TextEncoder();
// Chromium makes so short a sum at once: without this it would come to nothing else until the end.
const { port1, port2 } = new MessageChannel();
const breathe = () =>
  new Promise((go) => {
    port1.onmessage = go;
    port2.postMessage("");
  });

const isSum = (sum, wanted) => {
  const seen = new DataView(sum);
  return wanted.every((part, n) => seen.getUint32(n * 4) === part);
};

export const find = async (form) => {
  const { place, work } = form.elements;
  const wanted = work.dataset.sum.match(/.{8}/g).map((part) => parseInt(part, 16));
  const most = Number(work.dataset.most);
  let pressed;
  for (let n = 0; n < most && form.isConnected; n += AT_ONCE) {
    const tries = Array.from({ length: Math.min(AT_ONCE, most - n) }, (_, more) =>
      crypto.subtle.digest("SHA-256", bytes.encode(`${place.value}.${n + more}`)),
    );
    const found = (await Promise.all(tries)).findIndex((sum) => isSum(sum, wanted));
    if (found >= 0) {
      work.value = n + found;
      return;
    }
    if ("posting" in form.dataset) pressed ??= performance.now();
    form.querySelector("[data-preparing]").hidden = !(performance.now() - pressed > QUIET);
    await breathe();
  }
};
