// Around the groups: outlines and background, the address of a view, the reader’s position, full
// screen, printing, and the line that says what is shown.
/* global CarteInteractive, L */
CarteInteractive.tools = (map, settings, load) => {
  "use strict";
  const { byId, json } = CarteInteractive;
  const container = map.getContainer();
  const status = byId("etat");
  const retry = byId("reessayer");
  const list = byId("liste");
  const panel = CarteInteractive.panel(settings, container);

  // Leaflet drops what it is told while it zooms: said again once it has arrived.
  let zooming = false;
  map.on("zoomanim", () => (zooming = true)).on("zoomend", () => (zooming = false));
  const go = (move) => (zooming ? map.once("zoomend", move) : move());

  // --- What is shown ------------------------------------------------------------------------
  function say(sentence, failed = false) {
    if (status.textContent !== sentence) status.textContent = sentence;
    status.classList.toggle("erreur", failed);
    retry.hidden = !failed;
    if (list) list.hidden = !failed;
  }
  // What was refused stays said until the reader does something else: the map, still settling, would
  // cover it at once with what it shows.
  let refused = false;
  const tell = (sentence) => refused || say(sentence);
  function refuse(sentence) {
    say(sentence);
    refused = true;
  }
  for (const deed of ["pointerdown", "keydown", "wheel"])
    container.addEventListener(deed, () => (refused = false), { passive: true });
  retry.addEventListener("click", () => {
    container.focus({ preventScroll: true });
    load(true);
  });

  function shown(groups) {
    byId("releve").replaceChildren(
      ...groups.map(({ words }) => {
        const item = document.createElement("li");
        item.textContent = words;
        return item;
      }),
    );
  }

  // --- Outlines and background --------------------------------------------------------------
  const ANGULAR = 10;
  const loaded = new Set();
  function outline(name) {
    if (loaded.has(name)) return;
    loaded.add(name);
    json(settings.outlines[name])
      .then((outlines) => {
        const layer = L.geoJSON(outlines, { interactive: false, style: { className: `contour ${name}` } });
        layer.addTo(map).bringToBack();
        container.dataset[name] = "";
      })
      .catch(() => loaded.delete(name)); // the groups still make sense, and the next move asks again
  }
  function outlines() {
    const close = map.getZoom() >= settings.departmentsFrom;
    container.classList.toggle("de-pres", close);
    // Closer than they were drawn for, the outlines are angles: no lines, and a soft coast.
    container.classList.toggle("tout-pres", map.getZoom() >= ANGULAR);
    outline("regions");
    if (close) outline("departments");
  }
  for (const [name, ...point] of settings.dots) {
    const label = document.createElement("span");
    label.textContent = name;
    L.circleMarker(point, { radius: 8, className: "contour", interactive: false })
      .bindTooltip(label, { permanent: true, direction: "top", className: "nom-ile", offset: [0, -24] })
      .addTo(map);
  }
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution("Contours\u00a0: IGN, Admin Express");
  if (settings.tiles) {
    container.classList.add("avec-fond");
    // The hosts ask to know which site shows their images; they learn no more than that.
    L.tileLayer(settings.tiles.url, { ...settings.tiles, referrerPolicy: "strict-origin" }).addTo(map);
  }

  function circle({ center, radius_km, name }) {
    const [longitude, latitude] = center;
    const ring = L.circle([latitude, longitude], {
      radius: radius_km * 1000,
      className: "rayon",
      dashArray: "8 6",
      interactive: false,
    }).addTo(map);
    const label = document.createElement("span");
    label.textContent = `${CarteInteractive.number.format(radius_km)} km autour de ${name}`;
    L.tooltip({ permanent: true, direction: "top", className: "nom-rayon", interactive: false })
      .setLatLng([ring.getBounds().getNorth(), longitude])
      .setContent(label)
      .addTo(map);
    return ring;
  }

  // --- The view in the address of the page around -------------------------------------------
  // Framed by our own pages alone (frame-ancestors 'self'), so its address may be read; opened
  // by itself, the document is its own parent.
  const page = window.parent;
  let touched = false; // only what the reader moved is worth an address

  function view() {
    const number = "(-?\\d{1,3}(?:\\.\\d{1,6})?)";
    const found = new RegExp(`^#(\\d{1,2}(?:\\.5)?)/${number}/${number}$`).exec(page.location.hash);
    if (!found) return null;
    const [zoom, latitude, longitude] = found.slice(1).map(Number);
    return Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180
      ? { zoom, latlng: [latitude, longitude] }
      : null;
  }

  // Replaced, never added: the back button leaves the page.
  function write(hash) {
    const { pathname, search } = page.location;
    if (hash !== page.location.hash) page.history.replaceState(page.history.state, "", pathname + search + hash);
  }

  // On a large screen too, by régions first.
  function france(options) {
    const maxZoom = settings.departmentsFrom - map.options.zoomSnap;
    map.fitBounds(settings.views[0], { maxZoom, ...options });
  }

  const linked = view();
  if (linked) map.setView(linked.latlng, linked.zoom, { animate: false });
  else france({ animate: false });
  page.addEventListener("hashchange", () => {
    const asked = view();
    if (asked) go(() => map.setView(asked.latlng, asked.zoom));
  });
  for (const type of ["pointerdown", "keydown", "wheel"])
    document.addEventListener(type, () => (touched = true), { capture: true, passive: true });
  let writing;
  map.on("moveend", () => {
    outlines();
    clearTimeout(writing);
    if (!touched) return;
    const { lat, lng } = map.getCenter();
    const decimals = map.getZoom() > 10 ? 3 : 2;
    const near = (value) => Number(value.toFixed(decimals));
    writing = setTimeout(write, 300, `#${map.getZoom()}/${near(lat)}/${near(lng)}`);
  });
  outlines();

  // --- Buttons ------------------------------------------------------------------------------
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(container);
  byId("outils").hidden = false;

  byId("vues").addEventListener("change", ({ target }) => {
    const bounds = settings.views[target.value];
    if (bounds) go(() => map.fitBounds(bounds));
    target.value = "";
  });

  byId("france").addEventListener("click", () => {
    touched = false;
    here?.remove();
    go(() => france());
    clearTimeout(writing);
    write("");
  });

  const around = byId("autour");
  const refusals = {
    1: "Votre navigateur n’a pas donné votre position. Vous pouvez l’autoriser dans ses réglages.",
    2: "Votre position est introuvable pour le moment.",
    3: "Votre position tarde trop. Vous pouvez réessayer.",
  };
  let here;
  around.hidden = !navigator.geolocation;
  around.addEventListener("click", () => {
    refused = false;
    say("Recherche de votre position…");
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        here?.remove();
        here = L.circleMarker([latitude, longitude], { radius: 9, className: "ici", interactive: false });
        here.addTo(map);
        here.bindTooltip("Vous êtes ici", { permanent: true, direction: "top", className: "nom-rayon", offset: [0, -8] });
        touched = false; // the address does not keep where the reader is
        go(() => map.setView([latitude, longitude], 10));
        load();
      },
      ({ code }) => refuse(refusals[code] ?? refusals[2]),
      { timeout: 15_000, maximumAge: 60_000 },
    );
  });

  const full = byId("plein-ecran");
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => refuse("Le plein écran n’a pas été autorisé."));
  });
  document.addEventListener("fullscreenchange", () => {
    full.textContent = document.fullscreenElement ? "Quitter le plein écran" : "Plein écran";
  });

  // The map keeps its pixels and is reduced to the width of a sheet.
  const SHEET = 680;
  byId("imprimer").addEventListener("click", () => window.print());
  addEventListener("beforeprint", () => {
    const { x, y } = map.getSize();
    Object.assign(container.style, { width: `${x}px`, height: `${y}px`, zoom: Math.min(1, SHEET / x) });
  });
  addEventListener("afterprint", () => Object.assign(container.style, { width: "", height: "", zoom: "" }));

  function people(group, back) {
    panel(group, back);
    // Beside the list the map is narrower: the button pressed stays in view.
    requestAnimationFrame(() => map.invalidateSize({ pan: false }).panInside(group.latlng, { padding: [60, 60] }));
  }

  return { circle, fail: (sentence) => say(sentence, true), go, linked, people, say: tell, shown };
};
