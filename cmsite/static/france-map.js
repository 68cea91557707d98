// Maps of France: one stop of the Tab key, arrows from an area to its neighbour, and the name and
// value of the area under the hand in words.  Without this script the table says it all.
(() => {
  "use strict";
  const DIRECTIONS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  function middle(area) {
    const box = area.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  // Where areas are on the screen: insets move with the width of the page.
  function neighbour(from, areas, [dx, dy]) {
    const [x, y] = middle(from);
    let nearest = from;
    let least = Infinity;
    for (const area of areas) {
      const [ax, ay] = middle(area);
      const along = (ax - x) * dx + (ay - y) * dy;
      const aside = Math.abs((ax - x) * dy) + Math.abs((ay - y) * dx);
      if (along < 1 || aside > 2 * along || along + 2 * aside >= least) continue;
      nearest = area;
      least = along + 2 * aside;
    }
    return nearest;
  }

  function operate(map) {
    const areas = [...map.querySelectorAll("[data-zone]")];
    const caption = map.querySelector("[data-lue]");
    const help = caption.firstElementChild;
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "g");
    let current = areas.find((area) => area.querySelector(".ici")) || areas[0];

    ring.setAttribute("class", "foyer");
    for (let stroke = 0; stroke < 2; stroke += 1)
      ring.append(document.createElementNS(ring.namespaceURI, "path"));
    caption.hidden = false;
    for (const area of areas) area.setAttribute("tabindex", area === current ? 0 : -1);

    const zone = (event) => event.target.closest("[data-zone]");
    const say = (area) => {
      caption.replaceChildren(area ? area.getAttribute("aria-label") : help);
    };
    const focused = () => areas.find((area) => area === document.activeElement);

    map.addEventListener("focusin", (event) => {
      const area = zone(event);
      if (!area) return;
      current.setAttribute("tabindex", -1);
      current = area;
      current.setAttribute("tabindex", 0);
      say(area);
      if (!area.matches(":focus-visible")) return;
      const outline = area.querySelector("path").getAttribute("d");
      for (const path of ring.children) path.setAttribute("d", outline);
      // Under the towns, so that their names stay readable.
      const svg = area.ownerSVGElement;
      svg.insertBefore(ring, svg.querySelector(".amas"));
    });
    map.addEventListener("focusout", () => {
      ring.remove();
      say(null);
    });
    map.addEventListener("pointerover", (event) => say(zone(event) || focused()));
    map.addEventListener("pointerleave", () => say(focused()));
    map.addEventListener("keydown", (event) => {
      const area = zone(event);
      if (!area || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      let next = null;
      if (event.key in DIRECTIONS) next = neighbour(area, areas, DIRECTIONS[event.key]);
      else if (event.key === "Home") next = areas[0];
      else if (event.key === "End") next = areas[areas.length - 1];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }

  function operateAll() {
    for (const map of document.querySelectorAll("[data-france]:not([data-ready])")) {
      map.dataset.ready = "";
      operate(map);
    }
  }

  operateAll();
  // Results that change without a reload come with another map.
  document.addEventListener("htmx:afterSettle", operateAll);
})();
