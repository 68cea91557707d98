// Passkeys: shows what a browser without them cannot do, and hands the key to the form.
// <form data-cle="creer|entrer">, its options in the block named by data-options, else asked of
// the form’s own address.  allauth’s webauthn-json.js turns them into what the browser expects.
(() => {
  "use strict";
  const key = globalThis.webauthnJSON;
  if (!key || !key.supported()) return;
  const REFUSED = "Votre appareil n’a pas donné de clé. Réessayez, ou demandez un code par courriel.";
  const KNOWN = "Cet appareil a déjà une clé pour ce compte.";

  async function options(form) {
    const block = form.dataset.options;
    if (block) return JSON.parse(document.getElementById(block).textContent).options;
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    return (await response.json()).request_options;
  }

  for (const form of document.querySelectorAll("form[data-cle]")) {
    const button = form.querySelector("button");
    const state = form.querySelector("[role=status]");
    const without = document.getElementById(form.dataset.sans);
    form.hidden = false;
    if (without) without.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      state.textContent = "Suivez les indications de votre appareil.";
      try {
        const ask = form.dataset.cle === "creer" ? key.create : key.get;
        form.elements.credential.value = JSON.stringify(await ask(await options(form)));
        form.submit();
      } catch (error) {
        state.textContent = error.name === "InvalidStateError" ? KNOWN : REFUSED;
        button.disabled = false;
      }
    });
  }
})();
