// From a list to one of its records: the words of the line grow into the title of its page, so that one sees what opened.
// Any other way through the pages is not animated. Reduced motion switches it off in the sheet (transition.css).
addEventListener("pageswap", ({ viewTransition, activation }) => {
  if (!viewTransition) return;
  const to = activation?.entry?.url;
  const link = to && [...document.querySelectorAll("main :is(tbody tr, .records > li) a[href]")].find(({ href }) => href === to);
  if (activation?.navigationType !== "push" || !link?.checkVisibility()) return viewTransition.skipTransition();
  for (const title of document.querySelectorAll("main h1")) title.style.viewTransitionName = "none";
  link.style.viewTransitionName = "subject";
});
