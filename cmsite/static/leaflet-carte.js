// Groups of people on a Leaflet map: régions, then départements, then communes as one zooms.
// Started by the document of map/leaflet.py.  What comes from an endpoint is set as text or as
// an attribute, never as HTML.
/* global L */
const CarteInteractive = (() => {
  "use strict";
  const NEAR = 54; // pixels: groups closer than this become one
  const WAIT = 150; // milliseconds the map rests before it asks
  const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const LEVELS = {
    region: "région,régions",
    department: "département,départements",
    commune: "commune,communes",
  };
  const number = new Intl.NumberFormat("fr-FR");
  const byId = (id) => document.getElementById(id);

  if (CALM) {
    const { panBy } = L.Map.prototype;
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, inertia: false });
    L.Map.include({
      panBy(offset, options) {
        return panBy.call(this, offset, { ...options, animate: false });
      },
    });
  }

  function counted(count, noun) {
    const [singular, plural] = noun.split(",");
    return `${number.format(count)} ${count >= 2 ? plural : singular}`;
  }

  // A page of this site, or nothing: « javascript: » and other hosts are not followed.
  function safeUrl(text) {
    try {
      const url = new URL(text, location.href);
      return url.origin === location.origin ? url.href : null;
    } catch {
      return null;
    }
  }

  async function json(address, signal) {
    const answer = await fetch(address, { credentials: "same-origin", signal });
    if (answer.ok) return answer.json();
    const { errors } = answer.status === 400 ? await answer.json() : {};
    const sentence = errors ? String(Object.values(errors).flat()[0]) : "";
    throw Object.assign(new Error(String(answer.status)), { sentence });
  }

  function read({ geometry, bbox, properties }) {
    const [longitude, latitude] = geometry.coordinates;
    const latlng = L.latLng(latitude, longitude);
    return {
      latlng,
      bounds: Array.isArray(bbox)
        ? L.latLngBounds([bbox[1], bbox[0]], [bbox[3], bbox[2]])
        : L.latLngBounds([latlng]),
      level: Object.hasOwn(LEVELS, properties.level) ? properties.level : "commune",
      code: String(properties.code ?? ""),
      name: String(properties.name ?? ""),
      words: String(properties.words ?? ""),
      url: safeUrl(properties.url),
      count: Number(properties.count) || 0,
    };
  }

  const Button = L.Icon.extend({
    createIcon() {
      return this.options.element;
    },
    createShadow: () => null,
  });

  function start(map) {
    const settings = JSON.parse(byId("reglages").textContent);
    const noun = `${settings.singular},${settings.plural}`;
    const container = map.getContainer();
    const pane = map.getPane("markerPane");
    const markers = new Map(); // key of a group → its marker, whose button reads `marker.group`
    let features = []; // what the endpoint answered last, largest first
    let byCommune = false; // …and whether it was asked for communes
    let answered = ""; // …and the address that answered it
    let extras = ""; // what the status line adds
    let timer, asking;
    let asked = ""; // the last address asked for, answered or not
    let wanted = null; // bounds whose first group takes the focus once it is drawn
    let first = true;

    // --- Asking ---------------------------------------------------------------------------
    // The view rounded outward, so that small moves ask the same address again.
    function address() {
      const zoom = Math.floor(map.getZoom());
      const url = new URL(settings.data, location.href);
      url.searchParams.set("zoom", zoom);
      // Régions are few: all of them, always, so that the keyboard reaches those overseas.
      if (zoom >= settings.departmentsFrom) {
        const step = 180 / 2 ** zoom;
        const bounds = L.latLngBounds(map.getBounds().getSouthWest(), map.getBounds().getNorthEast());
        if (wanted) bounds.extend(wanted);
        const down = (value, limit) => Math.max(-limit, Math.floor(value / step) * step);
        const up = (value, limit) => Math.min(limit, Math.ceil(value / step) * step);
        url.searchParams.set(
          "bbox",
          [
            down(bounds.getWest(), 180),
            down(bounds.getSouth(), 90),
            up(bounds.getEast(), 180),
            up(bounds.getNorth(), 90),
          ]
            .map((value) => Number(value.toFixed(5)))
            .join(","),
        );
      }
      return url.href;
    }

    // `again`: even what was refused last time.
    async function load(again = false) {
      const url = address();
      if (url === answered) {
        asking?.abort();
        asked = url;
        return draw();
      }
      // A line that grows or shrinks moves the map, which must not ask the same in a loop.
      if (url === asked && !again) return undefined;
      asking?.abort();
      asking = new AbortController();
      asked = url;
      const { signal } = asking;
      const byCommuneThen = Math.floor(map.getZoom()) >= settings.communesFrom;
      tools.say("Chargement…");
      try {
        const collection = await json(url, signal);
        features = collection.features.map(read).sort((a, b) => b.count - a.count);
        byCommune = byCommuneThen;
        answered = url;
        extras = Number(collection.off_map)
          ? `\u202f; ${counted(Number(collection.off_map), noun)} hors de la carte`
          : "";
        if (first) open(collection);
        draw();
      } catch (error) {
        if (signal.aborted) return undefined;
        answered = "";
        tools.fail(`La carte n’a pas pu charger ces profils. ${error.sentence ?? ""}`);
      }
      return undefined;
    }

    function schedule() {
      clearTimeout(timer);
      timer = setTimeout(() => load(), WAIT);
    }

    // The first answer says what to look at, unless the address did.
    function open({ circle }) {
      first = false;
      const ring = circle && tools.circle(circle);
      if (tools.linked) return;
      const alone = features.length === 1 && features[0].level === "region";
      const bounds = ring ? ring.getBounds() : alone ? features[0].bounds : null;
      if (bounds) tools.go(() => map.fitBounds(bounds, { maxZoom: 10, padding: [30, 30] }));
    }

    // --- Groups ---------------------------------------------------------------------------
    // Largest first, each feature joins the first group drawn near enough.  People whose commune
    // is not said have no place of their own: their button stays alone and makes way, like, on
    // the closest view, those of the communes overseas that we know by one point.
    function groups(shown) {
      const found = [];
      const alone = map.getZoom() >= map.getMaxZoom();
      const vague = (feature) => byCommune && feature.level !== "commune";
      const near = (at) => found.find((group) => group.at.distanceTo(at) < NEAR);
      const makeWay = (feature, at) => {
        while (near(at)) at.y += NEAR / 2;
        found.push({ at, members: [{ ...feature, latlng: map.unproject(at) }] });
      };
      for (const feature of shown.filter((feature) => !vague(feature))) {
        const at = map.project(feature.latlng);
        const group = near(at);
        if (group && !alone) group.members.push(feature);
        else if (group && group.at.distanceTo(at) < 1) makeWay(feature, at);
        else found.push({ at, members: [feature] });
      }
      for (const feature of shown.filter(vague)) {
        makeWay(feature, map.project(feature.latlng));
      }
      return found
        .map(({ at, members }) => {
          const [largest] = members;
          const count = members.reduce((sum, member) => sum + member.count, 0);
          const single = members.length === 1;
          const name = vague(largest)
            ? `${largest.name}\u00a0: commune non précisée`
            : single ? largest.name : `${largest.name} et ses environs`;
          return {
            ...largest,
            at,
            count,
            single,
            name,
            words: single ? largest.words : `${name}, ${counted(count, noun)}`,
            bounds: members.reduce(
              (bounds, member) => bounds.extend(member.bounds),
              L.latLngBounds([largest.latlng]),
            ),
            opens: single && byCommune,
            key: `${largest.level} ${largest.code}`,
          };
        })
        .sort((a, b) => b.count - a.count);
    }

    // A name goes below its circle, or above, and moves inwards beside an edge of the map; where it
    // would cover another one, it appears on hover and focus only.
    function label(found) {
      const view = map.getPixelBounds();
      const taken = found.map(({ at, radius }) =>
        L.bounds(at.subtract([radius, radius]), at.add([radius, radius])),
      );
      for (const { name, at, radius, key } of found) {
        const half = name.length * 4.3 + 6;
        const aside = view.contains(at)
          ? Math.max(view.min.x + half - at.x, 0) + Math.min(view.max.x - half - at.x, 0)
          : 0;
        const place = (top) => L.bounds(at.add([aside - half, top]), at.add([aside + half, top + 22]));
        const free = (box) => !taken.some((other) => other.overlaps(box));
        const box = [place(radius + 3), place(-radius - 25)].find(free);
        const { classList, style } = markers.get(key).element;
        style.setProperty("--aside", `${aside}px`);
        classList.toggle("nomme", Boolean(box));
        classList.toggle("au-dessus", Boolean(box) && box.max.y < at.y);
        if (box) taken.push(box);
      }
    }

    function marker(group) {
      const link = group.opens && !settings.people && group.url;
      const element = document.createElement(link ? "a" : "button");
      if (link) {
        element.href = link;
        element.target = "_top";
      } else {
        element.type = "button";
        element.addEventListener("click", () => press(made));
      }
      L.DomEvent.disableClickPropagation(element);
      const icon = new Button({ element });
      const made = L.marker(group.latlng, { icon, interactive: false, keyboard: false });
      made.element = element;
      return made.addTo(map);
    }

    function dress(made, group) {
      const { element } = made;
      made.group = group;
      made.setLatLng(group.latlng);
      group.radius = group.count >= 50 ? 28 : group.count >= 10 ? 25 : 22;
      element.classList.add("repere");
      element.classList.toggle("moyen", group.radius === 25);
      element.classList.toggle("grand", group.radius === 28);
      element.classList.toggle("vague", group.opens && group.level !== "commune");
      if (element.textContent !== number.format(group.count))
        element.textContent = number.format(group.count);
      element.dataset.nom = group.name;
      if (element.getAttribute("aria-label") !== group.words)
        element.setAttribute("aria-label", group.words);
    }

    // In the order of the Tab key, without ever moving the button that has the focus.
    function order(found, focused) {
      let passed = !pane.contains(focused);
      for (const { key } of found) {
        const { element } = markers.get(key);
        if (element === focused) passed = true;
        else pane.insertBefore(element, passed ? null : focused);
      }
    }

    function draw() {
      const view = map.getBounds();
      const everywhere = map.getZoom() < settings.departmentsFrom;
      const shown = features.filter(({ latlng }) => everywhere || view.contains(latlng));
      if (wanted && !shown.length && features.length) {
        map.panTo(features[0].latlng);
        return;
      }
      const found = groups(shown);
      const focused = document.activeElement;
      const had = pane.contains(focused);
      const keys = new Set(found.map(({ key }) => key));
      for (const [key, old] of markers)
        if (!keys.has(key)) {
          old.remove();
          markers.delete(key);
        }
      for (const group of found) {
        if (!markers.has(group.key)) markers.set(group.key, marker(group));
        dress(markers.get(group.key), group);
      }
      order(found, focused);
      label(found);
      if (wanted) {
        const inside = found.find(({ latlng }) => wanted.contains(latlng)) ?? found[0];
        if (inside) markers.get(inside.key).element.focus({ preventScroll: true });
        wanted = null;
      } else if (had && !document.contains(focused)) container.focus({ preventScroll: true });
      tools.shown(found);
      tools.say(sentence(shown));
      container.dataset.groupes = String(found.length);
    }

    function sentence(shown) {
      if (!shown.length) return `Aucun profil dans cette partie de la carte${extras}.`;
      const precise = byCommune ? shown.filter(({ level }) => level === "commune") : shown;
      const sum = (list) => list.reduce((total, { count }) => total + count, 0);
      const vague = sum(shown) - sum(precise);
      const parts = precise.length ? [counted(precise.length, LEVELS[precise[0].level])] : [];
      parts.push(counted(sum(shown), noun));
      const without = vague ? `, dont ${number.format(vague)} sans commune précisée` : "";
      return `${parts.join(", ")}${without}${extras}.`;
    }

    // --- Pressing -------------------------------------------------------------------------
    function press({ group, element }) {
      if (group.opens) {
        tools.people(group, () => markers.get(group.key)?.element ?? container, element);
        return;
      }
      // One level at a time: a région opens on its départements, a département on its communes.
      const { departmentsFrom, communesFrom } = settings;
      const snap = map.options.zoomSnap;
      const [least, most] = {
        region: [departmentsFrom, communesFrom - snap],
        department: [communesFrom, map.getMaxZoom()],
        commune: [map.getZoom() + 1, map.getMaxZoom()],
      }[byCommune ? "commune" : group.level];
      const fit = map.getBoundsZoom(group.bounds, false, L.point(60, 60));
      const zoom = Math.min(most, Math.max(fit, least, group.single ? 0 : map.getZoom() + 1));
      wanted = group.bounds;
      // Bounds that do not fit at that zoom: better where people are than in their middle.
      tools.go(() => map.setView(fit >= least ? group.bounds.getCenter() : group.latlng, zoom));
    }

    const tools = CarteInteractive.tools(map, settings, load);
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", settings.title);
    container.setAttribute("aria-describedby", "aide-carte");
    map.on("moveend", schedule);
    load();
  }

  return { CALM, byId, counted, json, number, safeUrl, start };
})();
