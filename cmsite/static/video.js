// A video plays where its picture was, once somebody asks.  Without this, its link opens it elsewhere.
for (const link of document.querySelectorAll("[data-lecteur]")) {
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = link.dataset.lecteur;
    frame.title = link.dataset.titre;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    link.closest("figure").querySelector("[data-ailleurs]").hidden = false;
    link.replaceWith(frame);
    frame.focus();
  });
}
