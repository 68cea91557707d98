// Hands to the form what a mailed link carries after its « # », which no server ever sees.
// Without this script one pastes the words, or the link, into the same field.
(() => {
  "use strict";
  const form = document.querySelector("form[data-fragment]");
  const carried = location.hash.match(/^#code=(.+)$/);
  if (!form || !carried) return;
  // Out of the address bar, of the history and of whatever is copied from them.
  history.replaceState(null, "", location.pathname);
  form.elements[form.dataset.fragment].value = decodeURIComponent(carried[1]);
  if (form.dataset.envoi === "aussitot") form.requestSubmit();
  else form.querySelector("button").focus();
})();
