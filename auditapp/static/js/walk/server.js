// Asking the server. An answer is parsed JSON of ours; a login page or a hotel's portal with status 200 is none.

/** No answer that counts: the line is down, the server is, or something else stands in between. */
export class NoAnswer extends Error {}

/** The session ended, or belongs to somebody else: a person has to sign in. `why`: "login" or "other". */
export class SignIn extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** The server understood and refused; `status` and `body` say how. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.error ?? String(status));
    this.status = status;
    this.body = body;
  }
}

let cut = new AbortController();
addEventListener("offline", () => { cut.abort(); cut = new AbortController(); });

async function fetched(path, { patience = 8000, ...options } = {}) {
  const signal = AbortSignal.any([AbortSignal.timeout(patience), cut.signal]);
  try {
    return await fetch(path, { cache: "no-store", redirect: "error", credentials: "same-origin", signal, ...options });
  } catch (error) {
    throw new NoAnswer(String(error));
  }
}

/** The JSON of an answer; throws the three errors above. */
export async function ask(path, options) {
  const response = await fetched(path, options);
  if (!response.headers.get("content-type")?.startsWith("application/json")) {
    throw new NoAnswer(`${response.status} without an answer of ours`);
  }
  let body;
  try {
    body = await response.json();
  } catch (error) {
    throw new NoAnswer(String(error));
  }
  if (response.status === 401 || response.status === 419) throw new SignIn("login");
  if (response.status >= 500) throw new NoAnswer(String(response.status));
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/** How many bytes of a photo the server has, or null where it does not know the photo. */
export async function progress(photo) {
  const response = await fetched(`/walk/api/photos/${photo}`, { method: "HEAD" });
  if (response.status === 401) throw new SignIn("login");
  if (response.status === 404) return null;
  const offset = response.headers.get("Upload-Offset");
  if (!response.ok || offset === null) throw new NoAnswer(String(response.status));
  return Number(offset);
}

/** Send JSON to `path`, with the token of the session. */
export const post = (path, csrf, body) => ask(path, {
  method: "POST", patience: 20000, body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
});

export const postOps = (csrf, batch) => post("/walk/api/ops", csrf, batch);

export const patchPhoto = (csrf, photo, offset, bytes) => ask(`/walk/api/photos/${photo}`, {
  method: "PATCH", patience: 45000, body: bytes,
  headers: { "Content-Type": "application/partial-upload", "Upload-Offset": String(offset), "X-CSRFToken": csrf },
});
