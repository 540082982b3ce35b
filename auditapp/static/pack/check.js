// Checks a bag in the browser: every file against the manifests, the manifests against the signed head.
"use strict";
(() => {
  const main = document.querySelector("main");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  const say = main.dataset;
  const NOT_LISTED = new Set(["tagmanifest-sha256.txt"]);
  // what that one lists: it is not signed, so whatever else stands in it was listed by somebody else
  const TAGS = new Set(["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "head.txt", "head.sig", "public-key.pem", "verify.txt"]);

  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (file) => hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));

  function lines(text) {
    return text.split("\n").filter(Boolean).map((line) => [line.slice(0, 64), line.slice(66)]);
  }

  // true, false, or null where this browser knows no Ed25519
  async function isSigned(files) {
    const [head, signature, pem] = ["head.txt", "head.sig", "public-key.pem"].map((name) => files.get(name));
    if (!head || !signature || !pem) return false;
    try {
      const body = (await pem.text()).replace(/-----[^-]+-----/g, "").replace(/\s+/g, "");
      const der = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
      const key = await crypto.subtle.importKey("spki", der, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, key, await signature.arrayBuffer(), await head.arrayBuffer());
    } catch (error) {
      return error.name === "NotSupportedError" ? null : false;
    }
  }

  async function check(files) {
    const faults = [];
    const listed = new Set();
    const todo = [];
    for (const name of ["head.txt", "tagmanifest-sha256.txt", "manifest-sha256.txt"]) {
      if (!files.has(name)) {
        faults.push([name, say.missing]);
        continue;
      }
      const found = lines(await files.get(name).text());
      todo.push(...found);
      for (const [, path] of found) if (!NOT_LISTED.has(name) || TAGS.has(path)) listed.add(path);
    }
    let done = 0;
    for (const [hash, path] of todo) {
      if (!files.has(path)) faults.push([path, say.missing]);
      else if ((await sha256(files.get(path))) !== hash) faults.push([path, say.changed]);
      progress.value = (done += 1) / todo.length;
    }
    for (const path of files.keys()) {
      if (!listed.has(path) && !NOT_LISTED.has(path)) faults.push([path, say.unlisted]);
    }
    const signed = await isSigned(files);
    if (signed === false) faults.push(["head.txt", say.unsigned]);
    return { faults, signed };
  }

  function tell({ faults, signed }, count) {
    result.replaceChildren();
    result.className = faults.length ? "bad" : "good";
    const line = document.createElement("p");
    line.textContent = faults.length ? say.bad : signed === null ? say.cannot : say.good.replace("%s", count);
    result.append(line);
    const list = document.createElement("ul");
    for (const fault of new Set(faults.map(([path, why]) => `${path}: ${why}`))) {
      const entry = document.createElement("li");
      entry.textContent = fault;
      list.append(entry);
    }
    if (faults.length) result.append(list);
  }

  document.getElementById("folder").addEventListener("change", async (event) => {
    const files = new Map();
    for (const file of event.target.files) {
      files.set(file.webkitRelativePath.split("/").slice(1).join("/"), file);
    }
    result.className = "";
    if (!files.has("bagit.txt")) {
      result.className = "bad";
      result.textContent = say.folder;
      return;
    }
    result.textContent = say.busy;
    progress.hidden = false;
    tell(await check(files), files.size);
    progress.hidden = true;
  });
})();
