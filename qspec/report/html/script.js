
(() => {
  "use strict";
  const root = document.documentElement;
  const first = root.lang;
  const find = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const query = document.getElementById("query");
  const status = document.getElementById("status");
  const languages = find("input[name=show]");
  const verdicts = find("input[name=verdict]");
  const rows = find("main tbody tr");
  const counted = status ? find("[lang]", status) : [];
  const sentences = counted.map((part) => part.textContent);
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map();

  const textOf = (row) => {
    if (!texts.has(row)) {
      texts.set(row, folded(Array.from(row.cells, (cell) => cell.textContent).join(" ")));
    }
    return texts.get(row);
  };

  const filter = () => {
    const words = folded(query.value).split(/\s+/u).filter(Boolean);
    const chosen = new Set(verdicts.filter((box) => box.checked).map((box) => box.value));
    const all = chosen.size === verdicts.length;
    let shown = 0;
    for (const row of rows) {
      const marks = row.dataset.v ? row.dataset.v.split(" ") : [];
      const kept = all || !marks.length || marks.some((mark) => chosen.has(mark));
      row.hidden = !(kept && words.every((word) => textOf(row).includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    for (const section of find("main section, main .section")) {
      const own = find("tbody tr", section);
      const only = own.length && !section.querySelector("dl, .banner, figure");
      section.hidden = Boolean(only && own.every((row) => row.hidden));
    }
    counted.forEach((part, index) => {
      part.textContent = sentences[index].replace("{shown}", shown).replace("{all}", rows.length);
    });
  };

  const speak = () => {
    const choice = languages.find((button) => button.checked).value;
    root.dataset.show = choice;
    root.lang = choice === "both" ? first : choice;
  };

  languages.forEach((button) => button.addEventListener("change", speak));
  verdicts.forEach((box) => box.addEventListener("change", filter));
  if (query) {
    query.addEventListener("input", filter);
    document.getElementById("reset").addEventListener("click", () => {
      verdicts.forEach((box) => { box.checked = true; });
      query.value = "";
      filter();
      query.focus();
    });
    filter();
  }

  const reachable = (box) => {
    if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
  };
  const boxes = find(".scroll[role=region]");
  if ("ResizeObserver" in window) {
    const watch = new ResizeObserver((entries) => entries.forEach((entry) => reachable(entry.target)));
    boxes.forEach((box) => watch.observe(box));
  }
  document.getElementById("controls").hidden = false;
  speak();
})();
