// The page that checks a file without sending it anywhere.
(() => {
  "use strict";
  const root = document.getElementById("kiem-tra-tep");
  const words = JSON.parse(document.getElementById("loi").textContent);
  const authorities = HocbaRecord.authoritiesOf(JSON.parse(document.getElementById("noi-cap").textContent));
  const answer = document.getElementById("tra-loi");
  const put = (name, inner) => { const made = document.createElement(name); made.textContent = inner; return made; };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const moment = (text) => new Date(text).toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" });

  function show(tone, headline, lines, listed = []) {
    const inner = document.createElement("div");
    inner.append(put("h2", headline), ...lines.map((line) => put("p", line)));
    if (listed.length) {
      const list = document.createElement("ul");
      list.append(...listed.map((line) => put("li", line)));
      inner.append(list);
    }
    answer.className = `answer ${tone}`;
    answer.replaceChildren(inner);
    answer.hidden = false;
    answer.focus();
  }

  async function check(file) {
    try {
      const given = new Uint8Array(await file.arrayBuffer());
      const bytes = await HocbaRecord.opened(given);
      const found = await HocbaRecord.check(bytes, authorities, { environment: root.dataset.environment });
      const pages = bytes === given ? [] : [words.pages];
      const told = [...new Set(found.problems.map(([, code]) => words[code]))];
      const about = filled(words.about, found.record);
      if (found.outcome === "FAILED") { show("bad", words.FAILED, [...told, ...pages]); return; }
      const signers = found.signers.map((each) => filled(words.signed, { who: each.name, role: words[each.role] ?? each.role, at: moment(each.at), issuer: each.issuer }));
      show("warn", words.INDETERMINATE, [about, ...told, words.not_done, ...(found.stamps ? [words.stamps] : []), ...pages], signers);
    } catch (problem) {
      const code = problem.code ?? "unreadable";
      // An extract, a bundle, a scan: not to be read here is no proof that somebody altered anything.
      const isBad = code === "two_attached";
      show(isBad ? "bad" : "warn", isBad ? words.FAILED : words.unread, [words[code] ?? words.unreadable, ...(isBad ? [] : [words.elsewhere])]);
    }
  }

  document.getElementById("tep").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) check(file);
  });
})();
