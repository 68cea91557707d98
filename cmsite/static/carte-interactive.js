// A link that ends with a view of the map (#zoom/latitude/longitude) opens the map it is about.
// The document in the frame reads and keeps that view itself (leaflet-carte-outils.js).
"use strict";

function openAtView() {
  // Looked for each time: other results come with another frame.
  const frame = document.querySelector(".carte-interactive");
  if (!/^#\d[\d.]*(\/-?\d[\d.]*){2}$/.test(location.hash)) return;
  frame.closest("details").open = true;
  frame.scrollIntoView({ block: "nearest" });
}

addEventListener("hashchange", openAtView);
openAtView();
