// The people of one commune, in a list that opens beside the map.  Names are set as text.
/* global CarteInteractive */
CarteInteractive.panel = (settings, container) => {
  "use strict";
  const { byId, counted, json, safeUrl } = CarteInteractive;
  const [panel, title, state, list, all, close] = [
    "panneau",
    "panneau-titre",
    "panneau-etat",
    "personnes",
    "tous",
    "fermer",
  ].map(byId);
  const narrow = matchMedia("(width < 48rem)");
  const noun = `${settings.singular},${settings.plural}`;
  let origin = null; // says which button opened the list, even when it was drawn again
  let asking;

  function shut() {
    if (panel.hidden) return;
    asking?.abort();
    panel.hidden = true;
    container.inert = false;
    origin().focus({ preventScroll: true });
  }

  function entry({ name, headline, url }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const address = safeUrl(url);
    if (address) link.href = address;
    link.target = "_top";
    link.textContent = String(name ?? "");
    const line = document.createElement("span");
    line.className = "meta";
    line.textContent = String(headline ?? "");
    item.append(link, line);
    return item;
  }

  async function open(group, back) {
    origin = back;
    const url = new URL(settings.people, location.href);
    if (group.level === "commune") url.searchParams.set("commune", group.code);
    else {
      url.searchParams.set("departement", group.code);
      url.searchParams.set("precision", "departement");
    }
    title.textContent = group.words;
    state.textContent = "Chargement…";
    list.replaceChildren();
    all.hidden = true;
    panel.hidden = false;
    container.inert = narrow.matches; // the list then covers the map
    title.focus();
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { count, people, all_url } = await json(url.href, signal);
      list.replaceChildren(...people.map(entry));
      state.textContent = people.length ? "" : "Plus personne ici avec ces filtres.";
      const address = safeUrl(all_url);
      all.hidden = !(address && count > people.length);
      if (all.hidden) return;
      all.href = address;
      all.textContent = `Voir les ${counted(count, noun)} dans l’annuaire`;
    } catch (error) {
      if (signal.aborted) return;
      state.textContent = `Cette liste n’a pas pu être chargée. ${error.sentence ?? ""}`;
      const again = document.createElement("button");
      again.type = "button";
      again.className = "bouton clair petit";
      again.textContent = "Réessayer";
      again.addEventListener("click", () => open(group, back));
      list.append(document.createElement("li"));
      list.firstChild.append(again);
    }
  }

  close.addEventListener("click", shut);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });
  return open;
};
