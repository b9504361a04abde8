// The grid of marks as a spreadsheet. Without this file the page is a plain form.
(() => {
  "use strict";
  const form = document.getElementById("bang");
  const say = document.getElementById("tinh-trang");
  const words = form.dataset;
  // Kept for this person and this grid only; all of them go at sign-out.
  const PREFIX = "hocba-chua-luu:";
  const store = `${PREFIX}${words.owner}:${location.pathname}`;
  const fields = new Map();
  for (const field of form.querySelectorAll("[name^='c:']")) fields.set(field.name.slice(2), field);
  const was = new Map([...fields.keys()].map((n) => [n, form.elements.namedItem(`w:${n}`).value]));
  const waiting = new Set();
  const stopped = new Set();
  let busy = false, leaving = false, timer = 0, focused = null;

  const rows = [...form.querySelectorAll("tr[data-pupil]")]
    .map((tr) => [...tr.querySelectorAll("[name^='c:']")]);
  const place = new Map();
  rows.forEach((cells, r) => cells.forEach((field, c) => place.set(field, [r, c])));
  const nameOf = (field) => field.name.slice(2);
  const same = (a, b) => a.trim().normalize("NFC") === b.trim().normalize("NFC");

  function keep() {
    const left = [...waiting, ...stopped].map((n) => [n, { was: was.get(n), now: fields.get(n).value }]);
    try {
      if (left.length) localStorage.setItem(store, JSON.stringify(left));
      else localStorage.removeItem(store);
    } catch { /* Storage is full or forbidden: the page itself still holds everything. */ }
  }
  function tell(text, mood) { say.textContent = text; say.className = `grid-state ${mood || ""}`; }
  const left = () => waiting.size + stopped.size;
  function unsaved(why) { tell(`${left()} ${words.unsaved}. ${why || ""}`.trim(), "unsaved"); }
  function signedOut() {
    unsaved(words.signedOut);
    const again = document.createElement("a");
    again.href = `/dang-nhap?next=${encodeURIComponent(location.pathname)}`;
    again.textContent = words.signIn;
    // All of it is kept on this machine for this person: the browser need not warn.
    again.addEventListener("click", () => { keep(); leaving = true; });
    say.append(" ", again);
  }

  function complaint(field) {
    const text = field.value.trim(), kind = field.dataset.kind;
    if (!text || kind === "comment") return "";
    const levels = { level: "T, H, C", trait: "T, Đ, C" }[kind];
    if (levels) return levels.split(", ").includes(text) ? "" : `${words.level} ${levels}`;
    const number = Number(text.replace(",", "."));
    const whole = kind === "measure" || Number.isInteger(number);
    const inside = number >= Number(field.dataset.least) && number <= Number(field.dataset.most);
    return whole && inside ? "" : `${words.score} ${field.dataset.least}–${field.dataset.most}`;
  }
  function note(field, text) {
    const box = field.parentElement.querySelector(".cell-say");
    box.replaceChildren();
    if (text) { const p = document.createElement("p"); p.textContent = text; box.append(p); }
    field.toggleAttribute("aria-invalid", false);
    if (text) field.setAttribute("aria-invalid", "true");
    return box;
  }
  function typed(field) {
    if (field.readOnly) return;
    const name = nameOf(field);
    if (field.dataset.kind === "level" || field.dataset.kind === "trait") {
      const upper = field.value.trim().toUpperCase();
      field.value = upper === "D" && field.dataset.kind === "trait" ? "Đ" : upper;
    }
    const wrong = complaint(field);
    note(field, wrong);
    stopped.delete(name); waiting.delete(name);
    if (!same(field.value, was.get(name))) (wrong ? stopped : waiting).add(name);
    field.classList.toggle("pending", waiting.has(name));
    keep();
    if (left()) unsaved(); else tell("");
    later(600);
  }
  function later(ms) { clearTimeout(timer); timer = setTimeout(send, ms); }

  async function send() {
    if (busy || !waiting.size) return;
    busy = true;
    const cells = [...waiting].map((name) => {
      const cut = name.indexOf(":");
      return { pupil: name.slice(0, cut), column: name.slice(cut + 1), was: was.get(name), now: fields.get(name).value };
    });
    let again = 4000;
    try {
      const answer = await fetch(words.save, {
        method: "POST", redirect: "manual", body: JSON.stringify({ cells }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) signedOut();
      else if (answer.status === 409) unsaved((await answer.json()).refusal);
      else if (!answer.ok) unsaved(words.offline);
      else { take(await answer.json()); again = 300; }
    } catch { unsaved(words.offline); }
    busy = false;
    if (waiting.size) later(again);
  }
  function take(answer) {
    for (const cell of answer.cells) settle(cell);
    for (const [code, row] of Object.entries(answer.rows)) {
      const tr = form.querySelector(`tr[data-pupil="${CSS.escape(code)}"]`);
      if (!tr) continue;
      for (const part of ["result", "reason", "hints"]) tr.querySelector(`[data-${part}]`).textContent = row[part];
    }
    keep();
    if (left()) unsaved(); else tell(`${words.saved} ${answer.at}`, "saved");
  }
  function settle(cell) {
    const field = fields.get(cell.name);
    if (!field) return;
    const typedOn = field.value !== cell.sent;
    if (cell.fate === "saved") {
      was.set(cell.name, cell.value);
      form.elements.namedItem(`w:${cell.name}`).value = cell.value;
      if (typedOn) return;
      waiting.delete(cell.name); field.classList.remove("pending");
      if (document.activeElement !== field) field.value = cell.value;
      note(field, "");
      return;
    }
    if (typedOn) return;
    waiting.delete(cell.name); stopped.add(cell.name); field.classList.remove("pending");
    const box = note(field, cell.words);
    if (cell.fate === "clash") box.append(choice(words.theirs, cell.value, () => {
      was.set(cell.name, cell.value); field.value = cell.value; typed(field);
    }), choice(words.mine, field.value, () => { was.set(cell.name, cell.value); typed(field); }));
  }
  function choice(label, value, act) {
    const button = document.createElement("button");
    button.type = "button"; button.className = "btn btn-line btn-small";
    button.textContent = `${label} ${value || words.empty}`;
    button.addEventListener("click", act);
    return button;
  }

  function go(field, down, right) {
    const [r, c] = place.get(field);
    const target = rows[r + down] && rows[r + down][c + right];
    if (target) { target.focus(); if (target.select) target.select(); }
    return Boolean(target);
  }
  function edge(field, key) {
    if (field.selectionStart === 0 && field.selectionEnd === field.value.length) return true;
    return key === "ArrowLeft" ? field.selectionEnd === 0 : field.selectionStart === field.value.length;
  }
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!place.has(field) || event.isComposing || event.altKey) return;
    const key = event.key;
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [event.shiftKey ? -1 : 1, 0] };
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "d") {
      const [r, c] = place.get(field);
      if (r && !field.readOnly) { field.value = rows[r - 1][c].value; typed(field); go(field, 1, 0); }
      event.preventDefault();
    } else if (moves[key] && !event.ctrlKey) {
      if (key.startsWith("Arrow") && event.shiftKey) return;
      if (key.endsWith("Left") || key.endsWith("Right")) { if (!edge(field, key)) return; }
      go(field, ...moves[key]); event.preventDefault();
    }
  });
  form.addEventListener("input", (event) => { if (place.has(event.target)) typed(event.target); });
  form.addEventListener("focusin", (event) => { if (place.has(event.target)) focused = event.target; });
  form.addEventListener("focusout", () => later(50));

  function block(text) {
    const out = [[""]];
    let quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const char = text[i], row = out[out.length - 1], last = row.length - 1;
      if (quoted && char === '"' && text[i + 1] === '"') { row[last] += '"'; i += 1; }
      else if (quoted && char === '"') quoted = false;
      else if (!quoted && char === '"' && row[last] === "") quoted = true;
      else if (!quoted && char === "\t") row.push("");
      else if (!quoted && char === "\n") out.push([""]);
      else if (char !== "\r") row[last] += char;
    }
    if (out.length > 1 && out[out.length - 1].join("") === "") out.pop();
    return out;
  }
  const plain = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!place.has(field)) return;
    let cells = block(event.clipboardData.getData("text/plain"));
    if (cells.length === 1 && cells[0].length === 1) return;
    event.preventDefault();
    const [r, c] = place.get(field);
    if (cells.length > rows.length - r) { note(field, `${words.tooMany} ${cells.length}`); return; }
    const own = (i) => plain(field.closest("tbody").rows[r + i].dataset.name);
    const names = new Set([...field.closest("tbody").rows].map((tr) => plain(tr.dataset.name)));
    // A first column of names is a check of the list, not something to paste.
    if (cells[0].length > 1 && cells.every((row) => plain(row[0]).includes(" ") || names.has(plain(row[0])))
        && field.dataset.kind !== "comment") {
      const strange = cells.findIndex((row, i) => plain(row[0]) !== own(i));
      if (strange >= 0) { note(field, `${words.otherList} ${cells[strange][0].slice(0, 60)}`); return; }
      cells = cells.map((row) => row.slice(1));
    }
    cells.forEach((row, i) => row.forEach((value, j) => {
      const target = rows[r + i][c + j];
      if (target && !target.readOnly) { target.value = value; typed(target); }
    }));
  });

  for (const button of document.querySelectorAll("[data-phrase]")) button.addEventListener("click", () => {
    if (!focused || focused.dataset.kind !== "comment" || focused.readOnly) return;
    focused.value = `${focused.value} ${button.textContent}`.trim();
    typed(focused); focused.focus();
  });
  for (const out of document.querySelectorAll("form[action='/dang-xuat']")) out.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    waiting.clear(); stopped.clear();
  });
  form.addEventListener("submit", () => { waiting.clear(); stopped.clear(); });
  addEventListener("online", () => later(0));
  addEventListener("beforeunload", (event) => { if (left() && !leaving) event.preventDefault(); });

  let kept = [];
  try { kept = JSON.parse(localStorage.getItem(store) || "[]"); } catch { kept = []; }
  for (const [name, cell] of kept) {
    const field = fields.get(name);
    if (!field || field.readOnly) continue;
    // The value that was seen then: if it has changed since, the server shows both.
    was.set(name, cell.was); field.value = cell.now; typed(field);
  }
  if (left()) tell(words.restored, "unsaved");
  // Whoever follows a link to one cell can type at once.
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
})();
