// Search and clauses of an evidence pack. Runs from a folder: no module, no fetch, no storage.
"use strict";
(() => {
  const articles = [...document.querySelectorAll("article")].map((element) => ({
    element,
    words: element.textContent.toLocaleLowerCase().normalize("NFKC"),
    clauses: element.dataset.clauses.split("|"),
  }));
  const links = [...document.querySelectorAll("[data-clause]")];
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  let clause = "";

  // a branch of the tree holds what its own heading and those below it begin with
  const isBelow = (heading) => heading === clause || heading.startsWith(`${clause} `) || heading.startsWith(`${clause}.`);

  function show() {
    const wanted = search.value.toLocaleLowerCase().normalize("NFKC").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of articles) {
      const fits =
        (clause === "" || one.clauses.some(isBelow)) && wanted.every((word) => one.words.includes(word));
      one.element.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown === 0 ? count.dataset.none : `${shown} / ${articles.length}`;
  }

  search.addEventListener("input", show);
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      clause = link.dataset.clause;
      for (const other of links) other.toggleAttribute("aria-current", other === link);
      link.setAttribute("aria-current", "true");
      show();
      window.scrollTo({ top: 0 });
    });
  }
  show();
})();
