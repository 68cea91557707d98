// The directory changes its results without a reload (htmx): what that must not lose, and « autour
// de moi ».  Without this script the form and the links do the same, a page at a time.
(() => {
  "use strict";
  const form = document.getElementById("filtres");
  let open = [];
  let pressed = "";

  // Choices come back with new counts: lists that were open stay so.
  document.addEventListener("htmx:beforeSwap", () => {
    pressed = document.activeElement?.id;
    open = [...document.querySelectorAll("#facettes details[open], #resultats details[open]")].map(({ id }) => id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    // What was pressed may be gone: a reader without a pointer goes on from the results.
    for (const id of [pressed, "t-liste"]) {
      if (id && document.activeElement === document.body) {
        document.getElementById(id)?.focus({ preventScroll: true });
      }
    }
    const count = document.querySelectorAll("#actifs .puce").length;
    form.closest("details").querySelector("summary span").textContent = `Chercher, filtrer${count ? ` (${count})` : ""}`;
  });
  // No network, or an answer that is no page of results: the browser says so better than we do.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => form.submit());
  }

  // One list of choices at a time, closed by Escape or by pressing elsewhere.
  const lists = (but) => [...form.querySelectorAll(".deroulant[open]")].filter((list) => list !== but);
  document.addEventListener("click", (event) => {
    for (const list of lists(event.target.closest(".deroulant"))) list.open = false;
  });
  form.addEventListener("keydown", (event) => {
    const list = event.target.closest(".deroulant[open]");
    if (event.key !== "Escape" || !list) return;
    list.open = false;
    list.querySelector("summary").focus();
  });

  const button = document.getElementById("ici");
  const said = document.getElementById("ici-dit");
  const place = document.getElementById("id_autour");
  const refusals = {
    1: "Votre navigateur n’a pas donné votre position. Écrivez plutôt une ville.",
    2: "Votre position est introuvable pour le moment. Écrivez plutôt une ville.",
    3: "Votre position tarde trop. Écrivez plutôt une ville.",
  };

  // To a kilometre, which is enough for a commune; neither the page nor the server keeps it.
  async function resolve({ coords }) {
    const body = new URLSearchParams({
      latitude: coords.latitude.toFixed(2),
      longitude: coords.longitude.toFixed(2),
    });
    try {
      const answer = await fetch(button.dataset.ici, { method: "POST", body });
      const found = await answer.json();
      said.textContent = found.error || `Autour de ${found.label}.`;
      if (!answer.ok) return;
      place.value = found.label;
      place.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      said.textContent = refusals[2];
    }
  }

  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    said.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(resolve, ({ code }) => {
      said.textContent = refusals[code] || refusals[2];
    }, { timeout: 15_000, maximumAge: 60_000 });
  });
})();
