// Counts by commune on a Leaflet map without tiles.  Called by the document of map/leaflet.py.
// Everything that comes from the endpoint is set as text or as an attribute, never as HTML.
/* global L */
// eslint-disable-next-line no-unused-vars
function carteDesEffectifs(map) {
  "use strict";
  const settings = JSON.parse(document.getElementById("reglages").textContent);
  const APART = 52; // pixels: closer markers become one
  const status = document.getElementById("etat");
  const layer = L.layerGroup().addTo(map);
  const number = new Intl.NumberFormat("fr-FR");
  let points = [];

  const words = (count) =>
    `${number.format(count)} ${Math.abs(count) >= 2 ? settings.plural : settings.singular}`;

  // A page of this site, or nothing: « javascript: » and other hosts are not followed.
  function safeUrl(text) {
    try {
      const url = new URL(text, location.href);
      return url.origin === location.origin ? url.href : null;
    } catch {
      return null;
    }
  }

  const Marker = L.Icon.extend({
    createIcon() {
      const { url, label, count, act } = this.options;
      const element = document.createElement(url ? "a" : "button");
      if (url) {
        element.href = url;
        element.target = "_top";
      } else {
        element.type = "button";
        element.addEventListener("click", act);
      }
      const size = count >= 50 ? " grand" : count >= 10 ? " moyen" : "";
      element.className = `repere leaflet-marker-icon${size}`;
      element.textContent = number.format(count);
      element.dataset.nom = label;
      element.setAttribute("aria-label", `${label}, ${words(count)}`);
      const half = (count >= 50 ? 67 : count >= 10 ? 54 : 44) / 2;
      element.style.marginLeft = element.style.marginTop = `${-half}px`;
      L.DomEvent.disableClickPropagation(element);
      return element;
    },
    createShadow: () => null,
  });

  // Largest first, each point joins the first group drawn near enough.
  function groups() {
    const found = [];
    const alone = map.getZoom() >= map.getMaxZoom();
    for (const point of points) {
      const at = map.project(point.latlng);
      const near = alone ? null : found.find((group) => group.at.distanceTo(at) < APART);
      if (near) near.members.push(point);
      else found.push({ at, members: [point] });
    }
    return found;
  }

  function draw() {
    const focused = document.activeElement?.dataset?.nom;
    layer.clearLayers();
    for (const { members } of groups()) {
      const [first] = members;
      const count = members.reduce((sum, member) => sum + member.count, 0);
      const single = members.length === 1;
      const bounds =
        single && first.bounds
          ? first.bounds
          : L.latLngBounds(members.map((member) => member.latlng)).pad(0.2);
      const icon = new Marker({
        count,
        url: single ? first.url : null,
        label: single ? first.label : `${first.label} et ses environs`,
        act: () =>
          single && !first.bounds
            ? map.setView(first.latlng, map.getZoom() + 2)
            : map.fitBounds(bounds, { maxZoom: map.getZoom() + 3 }),
      });
      L.marker(first.latlng, { icon, interactive: false, keyboard: false }).addTo(layer);
    }
    // Focusing a marker pans to it: only when it is in view.
    layer.eachLayer((marker) => {
      const element = marker.getElement();
      if (element.dataset.nom === focused && map.getBounds().contains(marker.getLatLng()))
        element.focus({ preventScroll: true });
    });
  }

  function read(collection) {
    points = [];
    for (const { geometry, properties } of collection.features) {
      const [longitude, latitude] = geometry.coordinates;
      const { bbox } = properties;
      points.push({
        latlng: L.latLng(latitude, longitude),
        label: String(properties.label ?? ""),
        count: Number(properties.count) || 0,
        url: properties.kind === "group" ? null : safeUrl(properties.url),
        bounds: Array.isArray(bbox)
          ? L.latLngBounds([bbox[1], bbox[0]], [bbox[3], bbox[2]])
          : null,
      });
    }
    points.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, "fr"));
  }

  async function json(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function controls() {
    L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution("Contours : IGN, Admin Express");
    const views = L.control({ position: "topright" });
    views.onAdd = () => {
      const label = document.createElement("label");
      const select = document.createElement("select");
      label.className = "vues-carte";
      for (const [name] of settings.views) select.append(new Option(name));
      select.addEventListener("change", () => map.fitBounds(settings.views[select.selectedIndex][1]));
      label.append("Aller à", select);
      L.DomEvent.disableClickPropagation(label);
      return label;
    };
    views.addTo(map);
  }

  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", settings.title);
  controls();
  map.fitBounds(settings.views[0][1]);
  map.on("zoomend", draw);

  json(settings.outlines)
    .then((outlines) => {
      L.geoJSON(outlines, { interactive: false, style: { className: "contour" } })
        .addTo(map)
        .bringToBack();
    })
    .catch(() => {
      // The counts still make sense without the outlines.
    });
  json(settings.data)
    .then((collection) => {
      read(collection);
      draw();
      const total = points.reduce((sum, point) => sum + point.count, 0);
      status.textContent = `${words(total)} sur la carte.`;
      container.dataset.points = String(points.length);
    })
    .catch(() => {
      status.className = "alerte grave";
      status.textContent =
        "La carte n’a pas pu être chargée. La liste donne les mêmes profils.";
    });
}
