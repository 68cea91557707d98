// Amounts hidden from whoever looks over a shoulder: on the screen alone, in this tab alone.
// Loaded without « defer »: what is hidden is not painted first, not even for an instant.
(() => {
  "use strict";

  const KEY = "montants";
  const HIDDEN = "caches";
  // « À 500 € près » says how we round, and nothing of anybody.
  const AMOUNT = /\d[\d\s.,]*€(?!\sprès)/;
  const root = document.documentElement;

  // A browser may refuse to remember: the buttons then hold for the page.
  function remembered() {
    try {
      return sessionStorage.getItem(KEY) === HIDDEN;
    } catch {
      return false;
    }
  }
  function remember(on) {
    try {
      sessionStorage.setItem(KEY, on ? HIDDEN : "");
    } catch { /* nothing to do */ }
  }

  function hide(on) {
    root.classList.toggle("montants-caches", on);
    for (const button of document.querySelectorAll("[data-masquer]")) button.setAttribute("aria-pressed", String(on));
    for (const button of document.querySelectorAll("[data-afficher]")) button.textContent = on ? "Afficher les montants" : "Masquer à l’écran";
  }

  // In a sentence the amounts alone are hidden: the rest is to be read.
  function mark(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (let text of texts) {
      for (let found = AMOUNT.exec(text.data); found; found = AMOUNT.exec(text.data)) {
        const amount = text.splitText(found.index);
        text = amount.splitText(found[0].length);
        const span = document.createElement("span");
        span.className = "montant";
        amount.replaceWith(span);
        span.append(amount);
      }
    }
  }

  root.classList.toggle("montants-caches", remembered());
  document.addEventListener("DOMContentLoaded", () => {
    for (const shown of document.querySelectorAll("[data-montant]")) mark(shown);
    for (const field of document.querySelectorAll("input.montant")) {
      // What was typed is said again beside its field, and at the head of the page.
      for (const told of document.querySelectorAll(`[id="${field.id}_erreur"], a[href="#${field.id}"]`)) mark(told);
    }
    for (const button of document.querySelectorAll("[data-masquer], [data-afficher]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const on = !root.classList.contains("montants-caches");
        remember(on);
        hide(on);
      });
    }
    hide(remembered());
    root.classList.add("montants-reperes");
  });
  // A page that comes back as it was left knows nothing of what was chosen since.
  addEventListener("pageshow", (event) => { if (event.persisted) hide(remembered()); });
})();
