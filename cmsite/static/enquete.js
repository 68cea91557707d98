// The respondent’s way, made easier: every page of it works without this script.
(() => {
  "use strict";

  // Nothing typed is lost when the network is: the form goes once the site can be reached.
  const OFFLINE = "Vous êtes hors ligne : vos réponses sont gardées sur cette page. Elles partiront dès que la connexion revient.";
  const RETRY = 5000;
  const icon = document.querySelector("link[rel=icon]").href;

  async function reachable() {
    if (!navigator.onLine) return false;
    try {
      await fetch(icon, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) });
      return true;
    } catch {
      return false;
    }
  }

  for (const form of document.querySelectorAll("form[data-envoi]")) {
    const state = form.querySelector("[data-etat]");
    let busy = false;
    let ready = false;
    let timer = 0;

    async function send(button) {
      clearTimeout(timer);
      busy = true;
      if (await reachable()) {
        state.textContent = "";
        ready = true;
        form.requestSubmit(button);
        return;
      }
      busy = false;
      state.textContent = OFFLINE;
      state.className = "alerte attention";
      timer = setTimeout(() => send(button), RETRY);
      addEventListener("online", () => { if (!busy && !ready) send(button); }, { once: true });
    }

    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (ready) {
        ready = false; // the next attempt, if this one is held back, checks again
        setTimeout(() => { busy = false; }, 1000);
        return;
      }
      event.preventDefault();
      if (!busy) send(event.submitter);
    });
    addEventListener("pageshow", () => { busy = ready = false; });
  }

  for (const text of document.querySelectorAll("[data-compteur]")) {
    const count = document.getElementById(text.dataset.compteur);
    const tell = () => {
      const left = text.maxLength - text.value.length;
      const many = `${Math.abs(left)} caractère${Math.abs(left) > 1 ? "s" : ""}`;
      count.textContent = left > 0 ? `Encore ${many}.` : left ? `${many} de trop.` : "Plus un caractère.";
    };
    text.addEventListener("input", tell);
    if (text.value) tell();
  }

  for (const button of document.querySelectorAll("[data-copier]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copier).textContent);
      button.textContent = "Copié";
    });
  }
  for (const button of document.querySelectorAll("[data-imprimer]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Words that came after « # » go into the field, and out of the address bar and its history.
  const words = document.querySelector("form[data-mots] [name=mots]");
  if (words && location.hash.length > 1) {
    words.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    words.focus();
  }
})();
