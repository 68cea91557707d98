// Does the work that a form asks for (directory/proof_of_work.py) while the person writes:
// a number whose SHA-256 with the challenge begins with enough zero bits.
// Without this script the form still goes, within a lower limit.
(() => {
  "use strict";
  const SLICE = 4000; // hashes between two breaths
  const K = [];
  const START = [];
  const fraction = (n, root) => ((n ** (1 / root)) * 2 ** 32) | 0;
  for (let n = 2; K.length < 64; n++) {
    let divisor = 2;
    while (n % divisor) divisor++;
    if (divisor < n) continue;
    if (START.length < 8) START.push(fraction(n, 2));
    K.push(fraction(n, 3));
  }
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  const w = new Int32Array(64); // one schedule for all: tens of thousands of hashes follow

  function compress(state, view, from) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(from + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      const mixed = (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
      w[i] = (w[i - 16] + w[i - 7] + mixed) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    const out = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) out[i] = (out[i] + state[i]) | 0;
    return out;
  }

  // The first 32 bits of the hash of an ASCII text.
  function firstWord(text) {
    const view = new DataView(new ArrayBuffer(Math.ceil((text.length + 9) / 64) * 64));
    for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
    view.setUint8(text.length, 0x80);
    view.setUint32(view.byteLength - 4, text.length * 8);
    let state = START;
    for (let from = 0; from < view.byteLength; from += 64) state = compress(state, view, from);
    return state[0] >>> 0;
  }

  async function solve(challenge) {
    const most = 2 ** (32 - Number(challenge.split(".")[2]));
    for (let n = 0; ; n++) {
      if (firstWord(`${challenge}:${n}`) < most) return String(n);
      if (n % SLICE === SLICE - 1) await new Promise((done) => setTimeout(done));
    }
  }

  for (const form of document.querySelectorAll("form[data-preuve]")) {
    const { challenge, answer } = form.elements;
    let work = null;
    const start = () => {
      work ??= solve(challenge.value).then((found) => { answer.value = found; });
      return work;
    };
    // « aussitot »: a page that is read, where nothing is typed.
    if (form.dataset.preuve === "aussitot") start();
    else form.addEventListener("focusin", start, { once: true });
    form.addEventListener("submit", (event) => {
      if (answer.value) return;
      event.preventDefault();
      form.querySelector("[data-preuve-attente]").textContent = "Une vérification se termine, l’envoi part dans un instant.";
      start().then(() => form.requestSubmit(event.submitter));
    });
  }
})();
