// Keeps the draft of a profile while it is being written, and says so in the bar below the form.
// Without this script the same form is kept by its buttons.
"use strict";
const form = document.querySelector("form[data-brouillon]");
const said = form.querySelector("[data-etat]");
const mark = form.elements.version;
const token = form.elements.csrfmiddlewaretoken;
const PAUSE = 3000; // ms after the last key
const RETRY = 15000;
const HERE = new Set(["version", "action", "portrait", "cv", "csrfmiddlewaretoken"]);

let kept = asItCame(); // what the server has, as far as we know
let timer = 0;
let sending = false;
let stopped = ""; // conflit, relecture: nothing more is kept by itself; session: until it is back

function written(from = form) {
  const data = new FormData(from);
  return new URLSearchParams([...data].filter(([name]) => !HERE.has(name))).toString();
}

// Somebody may have written before this script arrived.
function asItCame() {
  const copy = form.cloneNode(true);
  copy.reset();
  return written(copy);
}

function say(message, state = "") {
  // Said again, the same words are not announced again.
  if (said.textContent !== message) said.textContent = message;
  for (const link of form.querySelectorAll("[data-pour]")) link.hidden = link.dataset.pour !== state;
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(keep, delay);
}

async function send(options) {
  const response = await fetch(form.dataset.brouillon, { credentials: "same-origin", ...options });
  // A page of error is no answer of ours: a refused token means that the session changed.
  const isOurs = response.headers.get("content-type")?.startsWith("application/json");
  if (isOurs) return response.json();
  if (response.status === 403) {
    return { etat: "session", message: "Votre session a changé. Revenez ici dans un instant." };
  }
  throw new Error(`réponse ${response.status}`);
}

async function keep() {
  clearTimeout(timer);
  const now = written();
  if (stopped || sending || now === kept) return;
  sending = true;
  const body = new URLSearchParams(now);
  body.set("version", mark.value);
  body.set("csrfmiddlewaretoken", token.value);
  try {
    // `keepalive`: the last words are sent even though the page is being left.
    const small = now.length < 60000;
    const answer = await send({ method: "POST", body, keepalive: small });
    if (answer.etat === "garde") {
      kept = now;
      mark.value = answer.version;
      if (written() !== now) plan(PAUSE);
    } else if (answer.etat !== "incomplet") {
      stopped = answer.etat;
    }
    say(answer.message, answer.etat);
  } catch {
    say(
      navigator.onLine
        ? "Le brouillon n’a pas pu être gardé. Nouvel essai dans un instant."
        : "Hors ligne\u00a0: le brouillon sera gardé au retour de la connexion."
    );
    plan(RETRY);
  } finally {
    sending = false;
  }
}

// Back from another tab, maybe signed in again: a new session has a new token.
async function takeUpAgain() {
  try {
    const answer = await send({});
    if (!answer.jeton) return;
    token.value = answer.jeton;
    stopped = "";
    keep();
  } catch {
    // Still out of reach: the next return to this page asks again.
  }
}

form.addEventListener("input", () => {
  if (stopped !== "session" && stopped) return;
  plan(PAUSE);
});
if (written() !== kept) plan(PAUSE);
form.addEventListener("submit", () => {
  clearTimeout(timer);
  stopped = "envoi";
});
addEventListener("online", keep);
addEventListener("pageshow", (event) => {
  if (event.persisted && stopped === "envoi") location.reload();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
  else if (stopped === "session") takeUpAgain();
});
addEventListener("focus", () => {
  if (stopped === "session") takeUpAgain();
});

// A link of the page to what is folded unfolds it; some browsers do it by themselves.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let place = target; place; place = place.parentElement) {
    if (place instanceof HTMLDetailsElement) place.open = true;
  }
  if (target instanceof HTMLElement && target.matches("input, select, textarea")) target.focus();
}
addEventListener("hashchange", unfold);
unfold();
