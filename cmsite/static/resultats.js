// Results: where a pay stands among published quantiles, and texts that copy in one press.
// What is typed stays in the page: nothing here makes a request.
(() => {
  const NARROW = "\u202f";
  const euros = (value) => `${String(value).replace(/\B(?=(\d{3})+$)/g, NARROW)}${NARROW}€`;

  function parse(text) {
    let plain = text.toLowerCase().replace(/[\s\u00a0\u202f€]/g, "").replace(/euros?$/, "");
    const thousands = plain.endsWith("k");
    if (thousands) plain = plain.slice(0, -1);
    if (/^\d{1,3}(\.\d{3})+$/.test(plain)) plain = plain.replaceAll(".", "");
    plain = plain.replace(",", ".");
    return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Math.round(plain * (thousands ? 1000 : 1)) : null;
  }

  // Between two published quantiles nothing is known: the answer is a range, never a rank.
  function sentence(amount, points, group, base) {
    const under = points.filter(([, value]) => value <= amount).pop();
    const over = points.find(([, value]) => value > amount);
    const among = `Parmi «${NARROW}${group}${NARROW}» (${base})`;
    if (!over) return `${among}, ${under[0]}${NARROW}% gagnent ${euros(under[1])} ou moins${NARROW}: vous êtes au-dessus.`;
    if (!under) return `${among}, ${over[0]}${NARROW}% gagnent ${euros(over[1])} ou moins${NARROW}: vous en faites partie.`;
    return `${among}, vous êtes entre ${euros(under[1])} et ${euros(over[1])}${NARROW}: au-dessus de ${under[0]}${NARROW}% du groupe environ, au-dessous de ${100 - over[0]}${NARROW}%. Il vous manque ${euros(over[1] - amount)} pour atteindre le repère suivant.`;
  }

  for (const form of document.querySelectorAll("[data-situer]")) {
    const group = form.querySelector("select");
    const field = form.querySelector("input");
    const told = form.querySelector("[data-position]");
    form.hidden = false;
    const tell = (asked) => {
      const amount = parse(field.value);
      const option = group.selectedOptions[0];
      field.toggleAttribute("aria-invalid", false);
      if (amount === null) {
        if (!asked && !field.value) return;
        told.textContent = "Écrivez un montant brut par an, par exemple 32 000.".replace("32 000", `32${NARROW}000`);
        if (asked) {
          field.setAttribute("aria-invalid", "true");
          field.focus();
        }
        return;
      }
      const points = option.dataset.points.split(",").map((pair) => pair.split(":").map(Number));
      told.textContent = sentence(amount, points, option.textContent.trim(), option.dataset.base);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tell(true);
    });
    group.addEventListener("change", () => field.value && tell(false));
  }

  function addCopyButtons(root) {
    if (!navigator.clipboard) return;
    for (const field of root.querySelectorAll("[data-copiable]:not([data-pret])")) {
      field.dataset.pret = "";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "bouton clair petit";
      button.textContent = "Copier";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(field.querySelector("textarea").value);
        button.textContent = "Copié";
        setTimeout(() => { button.textContent = "Copier"; }, 2000);
      });
      field.append(button);
    }
  }
  addCopyButtons(document);
  document.addEventListener("htmx:afterSettle", () => addCopyButtons(document));
})();
