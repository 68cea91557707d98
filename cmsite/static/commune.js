// Type-ahead of communes: makes every <input data-communes="url"> an ARIA combobox.
// Without this script the same text is understood by the server.
(() => {
  "use strict";
  const WAIT = 150;

  function combobox(input, index) {
    const id = `${input.id || `commune-${index}`}-liste`;
    const box = document.createElement("div");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    const focused = document.activeElement === input;
    let options = [];
    let active = -1;
    let timer = 0;
    let asked = null;

    box.className = "combobox";
    list.id = id;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Communes");
    status.className = "hors-ecran";
    status.setAttribute("role", "status");
    input.before(box);
    box.append(input, list, status);
    if (focused) input.focus();
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

    function close() {
      clearTimeout(timer);
      if (asked) asked.abort();
      list.hidden = true;
      leave();
      input.setAttribute("aria-expanded", "false");
    }

    // The keys go to the text again: nothing in the list is aimed at.
    function leave() {
      options[active]?.setAttribute("aria-selected", "false");
      active = -1;
      input.removeAttribute("aria-activedescendant");
    }

    function activate(position) {
      leave();
      active = (position + options.length) % options.length;
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    }

    function choose(option) {
      input.value = option.dataset.label;
      close();
      status.textContent = `${input.value} choisie.`;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(results) {
      leave();
      options = results.map((commune, position) => {
        const option = document.createElement("li");
        const name = document.createElement("span");
        const postcodes = document.createElement("span");
        option.id = `${id}-${position}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.label = commune.label;
        name.textContent = commune.former
          ? `${commune.label}, anciennement ${commune.former}`
          : commune.label;
        postcodes.className = "meta";
        postcodes.textContent =
          commune.postcodes.length > 3
            ? `${commune.postcodes[0]}…`
            : commune.postcodes.join(", ");
        option.append(name, " ", postcodes);
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = options.length === 0;
      input.setAttribute("aria-expanded", String(options.length > 0));
      status.textContent =
        options.length === 0
          ? "Aucune commune trouvée."
          : options.length === 1
            ? "Une commune proposée."
            : `${options.length} communes proposées, flèche bas pour choisir.`;
    }

    async function ask() {
      if (asked) asked.abort();
      asked = new AbortController();
      const url = `${input.dataset.communes}?q=${encodeURIComponent(input.value.slice(0, 100))}`;
      try {
        const answer = await fetch(url, { signal: asked.signal });
        const found = await answer.json();
        if (answer.ok) show(found.results);
        else {
          close();
          status.textContent = found.error;
        }
      } catch (error) {
        // Abandoned for a newer text, or no network: the server will understand the text.
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < 2) close();
      else timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const open = !list.hidden;
      const down = event.key === "ArrowDown";
      if (down || event.key === "ArrowUp") {
        event.preventDefault();
        if (event.altKey && !down) close();
        else if (!open && input.value.trim().length > 1) ask();
        else if (open && !event.altKey)
          activate(down ? active + 1 : active < 0 ? options.length - 1 : active - 1);
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        choose(options[active]);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
        leave();
      }
    });
    input.addEventListener("blur", close);
    // Keep the focus in the input while an option is pressed, by mouse or finger.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  }

  document.querySelectorAll("input[data-communes]").forEach(combobox);
})();
