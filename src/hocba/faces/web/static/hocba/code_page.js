// The page that checks a paper's code. Nothing typed or scanned here is sent anywhere.
(async () => {
  "use strict";
  const root = document.getElementById("kiem-tra");
  const words = JSON.parse(document.getElementById("loi").textContent);
  const field = document.getElementById("ma-qr");
  const answer = document.getElementById("tra-loi");
  const about = document.getElementById("danh-sach-khoa");
  const pins = root.dataset.pins.split(" ");
  const day = (text) => new Date(text).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" });
  const put = (name, inner) => { const made = document.createElement(name); made.textContent = inner; return made; };

  let list = null, listProblem = "no_list";

  async function load() {
    try {
      const response = await fetch(root.dataset.list);
      if (!response.ok) return;
      list = await HocbaCode.keyList(await response.text(), pins);
      const said = words.list.replace("{number}", list.number).replace("{made}", day(list.made_at)).replace("{next}", day(list.next_at));
      about.textContent = Date.now() > Date.parse(list.next_at) ? `${said} ${words.list_old}` : said;
    } catch (problem) {
      listProblem = problem.code ?? "no_list";
      about.textContent = words[listProblem];
    }
  }

  function show(tone, headline, lines, facts) {
    const texts = lines.map((line) => put("p", line));
    const inner = document.createElement("div");
    inner.append(put("h2", headline), ...texts);
    if (facts.length) {
      const held = document.createElement("dl");
      held.className = "facts";
      for (const [label, value] of facts) held.append(put("dt", label), put("dd", value));
      inner.append(held);
    }
    answer.className = `answer ${tone}`;
    answer.replaceChildren(inner);
    answer.hidden = false;
    answer.focus();
  }

  function facts(code, key) {
    const get = (name) => code.held.get(name);
    const label = root.dataset;
    const grouped = get(100).replace(/^(..)(....)(....)(....)/, "$1-$2-$3-$4-");
    const log = get(110);
    return [
      [label.name, get(103)], [label.born, get(104).split("-").reverse().join("/")],
      [label.class, get(105)], [label.school, get(109)], [label.year, get(101)],
      [label.result, words[get(106)] ?? get(106)], [label.code, grouped], [label.version, String(get(102))],
      [label.digest, HocbaCode.hex(get(107)).slice(0, 32).replace(/(.{4})(?=.)/g, "$1 ")],
      [label.issuer, key ? key.name : get(1)], [label.made, day(get(6) * 1000)],
      ...(log ? [[label.log, `${log[0]} · ${log[1]}`]] : []),
    ];
  }

  // Which edition is on this machine, or null: without one the code says nothing of today.
  async function heardStatus(code) {
    try {
      const year = code.held.get(101);
      if (!root.dataset.statuses.split(" ").includes(year)) return null;
      const response = await fetch(`${root.dataset.status}${year}.jws`);
      if (!response.ok) return null;
      const edition = await HocbaCode.statusList(await response.text(), pins);
      const found = HocbaCode.status(code, edition);
      return found ? { found, edition } : null;
    } catch {
      return null;
    }
  }

  function standing({ edition }) {
    const said = words.current.replace("{number}", edition.number).replace("{made}", day(edition.made_at));
    return Date.now() > Date.parse(edition.next_at) ? [said, words.status_old] : [said];
  }

  async function check() {
    try {
      const code = await HocbaCode.read(field.value);
      if (!list) { show("warn", words.INDETERMINATE, [words[listProblem]], facts(code, null)); return; }
      const verdict = await HocbaCode.judge(code, list, Date.now());
      const isOld = Date.now() > Date.parse(list.next_at);
      const heard = await heardStatus(code);
      if (verdict.outcome === "PASSED" && heard && heard.found !== "current") {
        show("bad", words[heard.found], [words[`${heard.found}_why`]], facts(code, verdict.key));
      } else if (verdict.outcome === "PASSED") {
        show("ok", words.PASSED, [words.passed, ...(heard ? standing(heard) : [words.not_current]), ...(isOld ? [words.list_old] : [])], facts(code, verdict.key));
      } else if (verdict.outcome === "FAILED") {
        show("bad", words.FAILED, verdict.findings.map((finding) => words[finding]), []);
      } else {
        show("warn", words.INDETERMINATE, verdict.findings.map((finding) => words[finding]), facts(code, null));
      }
    } catch (problem) {
      // Another system's code on a good paper says nothing of the paper.
      const isOpen = ["unsigned", "other_system"].includes(problem.code);
      show(isOpen ? "warn" : "bad", words[isOpen ? "INDETERMINATE" : "FAILED"], [words[problem.code] ?? words.unreadable], []);
    }
  }

  root.addEventListener("submit", (event) => { event.preventDefault(); check(); });

  // Scanning: the picture stays in this page as well.
  const scan = document.getElementById("quet"), video = document.getElementById("may-anh");
  const photo = document.getElementById("anh");
  let search = null;
  scan.hidden = !navigator.mediaDevices;
  async function scanned(reading, nothing) {
    try {
      const found = await reading;
      if (found) { field.value = found; await check(); } else if (nothing) show("warn", words.INDETERMINATE, [nothing], []);
    } catch {
      show("warn", words.INDETERMINATE, [words.no_camera], []);
    }
  }
  scan.addEventListener("click", async () => {
    if (search) { search.abort(); return; }
    search = new AbortController();
    scan.textContent = root.dataset.stop;
    await scanned(HocbaScan.camera(video, root.dataset.decoder, search.signal), "");
    search = null;
    scan.textContent = root.dataset.scan;
  });
  photo.addEventListener("change", async () => {
    if (photo.files.length) await scanned(HocbaScan.picture(photo.files[0], root.dataset.decoder), words.no_code_in_picture);
    photo.value = "";
  });

  await load();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", () => { document.getElementById("da-giu").textContent = words.kept; });
    try {
      await navigator.serviceWorker.register(root.dataset.worker, { scope: location.pathname });
      const ready = await navigator.serviceWorker.ready;
      const statuses = root.dataset.statuses.split(" ").filter(Boolean).map((year) => new URL(`${root.dataset.status}${year}.jws`, location).href);
      const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
      if (navigator.onLine) ready.active.postMessage([...new Set([location.href.split("#")[0], new URL(root.dataset.list, location).href, new URL(root.dataset.decoder, location).href, ...statuses, ...parts])]);
    } catch { /* The page still works while it is open. */ }
  }
})();
