// One photo at a time, and those that stand beside it on the page. A finger moves the strip by itself: it only scrolls.
const dialog = document.getElementById("viewer");
const part = (name) => dialog.querySelector(`[data-${name}]`);
const [strip, close, original, onwards, backwards] = ["strip", "close", "original", "next", "previous"].map(part);
let links = [];
let here = 0;
let opener = null;
let entered = false; // our own step in the history, so that the way back leads to the page
let left = null; // while that step is taken back
let back = () => {};

export async function open(link) {
  await left;
  if (dialog.open) return;
  links = [...(link.closest(".gallery, .qa-photos") ?? link.parentElement).querySelectorAll("a[data-photo]")];
  strip.replaceChildren(...links.map(small));
  onwards.hidden = backwards.hidden = links.length < 2;
  opener = link;
  dialog.showModal();
  history.pushState(null, "", "#photo");
  entered = true;
  show(links.indexOf(link));
}

function small(link) {
  const { currentSrc, src, alt } = link.querySelector("img");
  return Object.assign(new Image(), { src: currentSrc || src, alt });
}

/** The copy for the screen takes the place of the small one once it is whole. */
async function enlarge(n) {
  const picture = strip.children[n];
  const { href } = links[n] ?? {};
  if (!picture || picture.dataset.of === href) return;
  picture.dataset.of = href;
  const large = Object.assign(new Image(), { src: href });
  await large.decode().then(() => { picture.src = href; }, () => { delete picture.dataset.of; });
}

function show(n) {
  here = Math.max(0, Math.min(n, links.length - 1));
  strip.children[here].scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
  tell();
}

function tell() {
  const link = links[here];
  const words = link.closest("figure")?.querySelector("figcaption") ?? link.closest(".qa")?.querySelector(".qa-question");
  part("words").replaceChildren(...(words?.cloneNode(true).childNodes ?? [link.querySelector("img").alt]));
  part("position").textContent = links.length < 2 ? "" : dialog.dataset.count.replace("{number}", here + 1).replace("{total}", links.length);
  original.hidden = !link.dataset.original;
  original.href = link.dataset.original ?? "";
  backwards.disabled = here === 0;
  onwards.disabled = here === links.length - 1;
  if (document.activeElement.disabled) (onwards.disabled ? backwards : onwards).focus();
  [here, here + 1, here - 1].forEach(enlarge);
}

strip.addEventListener("scroll", () => {
  const n = Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
  if (n === here || !links[n]) return;
  here = n;
  tell();
});
new ResizeObserver(() => { if (dialog.open) show(here); }).observe(strip); // the device was turned

onwards.onclick = () => show(here + 1);
backwards.onclick = () => show(here - 1);
close.onclick = () => dialog.close();
dialog.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = getComputedStyle(strip).direction === "rtl" ? -1 : 1;
  const to = { ArrowRight: here + way, ArrowLeft: here - way, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  show(to);
});

// Closed by a key or a button, the step in the history is taken back; taken back by hand, it closes. To htmx a step
// between two fragments of a page is none of its own.
dialog.addEventListener("close", () => {
  if (!entered) return;
  left = new Promise((resolve) => { back = resolve; });
  history.back();
});
addEventListener("popstate", () => {
  if (!entered) return;
  entered = false;
  dialog.close();
  opener.focus({ preventScroll: true }); // a step back leaves it with nobody
  back();
});
