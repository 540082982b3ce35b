// htmx: the CSRF token on every unsafe request, and words when no fragment came back.
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (!/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = token();
});

/** Show a sentence in the live region; it is read aloud because the region was there before. */
function tell(text) {
  const region = document.getElementById("notices");
  if (!region) return;
  const notice = document.createElement("div");
  notice.className = "notice notice-error";
  notice.textContent = text;
  region.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

// Statuses that htmx does not swap (see htmx-config) bring a whole error page: its first sentence is what to say.
document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status === 422) return;
  const page = new DOMParser().parseFromString(ctx.text ?? "", "text/html");
  const said = page.querySelector("[data-said]")?.textContent.trim();
  tell(said || document.body.dataset.noAnswer);
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.status?.startsWith?.("error")) tell(document.body.dataset.noAnswer);
});

// A summary of what is missing takes the focus, so that it is read and seen.
const attend = () => document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:after:swap", attend);
attend();
