// Checks a record's file by itself, with the browser's own crypto: spec/format.md §9, as far as a
// browser can. Nothing leaves the machine. Only files in the form of spec/format.md §2.5 are read,
// cut and never parsed: whoever writes otherwise is told that it cannot be checked here.
const HocbaRecord = (() => {
  "use strict";
  const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const CLOSING = "</DSCKS></HocBa>\n";
  const LARGEST = 2_000_000;
  const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  const MOST_STAMPS = 4;
  const valueId = (id) => `${id}-gia-tri`;

  // Which signatures a policy asks for, and what each covers. Source: spec/format.md §5.1, §5.2.
  function slotsOf(rows) {
    const ofRows = rows.map((row) => valueId(`ck-mon-${row}`));
    return [
      ...rows.map((row) => ({ id: `ck-mon-${row}`, roles: ["GVBM"], covers: ["tt-chung", "co-ban", `mon-${row}`], isOfRow: true })),
      { id: "ck-gvcn", roles: ["GVCN"], covers: ["noi-dung", ...ofRows] },
      { id: "ck-hieu-truong", roles: ["HIEU_TRUONG", "PHO_HIEU_TRUONG"], covers: ["noi-dung", valueId("ck-gvcn")] },
      { id: "ck-con-dau", roles: ["CON_DAU"], covers: ["noi-dung", ...ofRows, valueId("ck-gvcn"), valueId("ck-hieu-truong"), "goc-trich-luc"] },
    ];
  }
  const LEVELS = [
    { space: "urn:hocba:hoc-ba:1", policy: "tieu-hoc/1", isByRows: false },
    { space: "urn:hocba:hoc-ba-trung-hoc:1", policy: "trung-hoc/1", isByRows: true },
  ];
  const CLOCK_DRIFT = 5 * 60_000;

  class No extends Error {
    constructor(code) { super(code); this.code = code; }
  }

  const bytesOf = (text) => new TextEncoder().encode(text);
  const fromBase64 = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (btoa(String.fromCharCode(...bytes)) !== text) throw new No("unreadable");
    return bytes;
  };
  const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

  // One stretch after the other, from the first byte to the last: nothing may stand between them.
  function cutter(text) {
    let at = 0;
    return {
      literal(expected) {
        if (!text.startsWith(expected, at)) throw new No("other_form");
        at += expected.length;
      },
      element(name) {
        const closing = `</${name}>`, end = text.indexOf(closing, at);
        if (end < 0 || !text.startsWith(`<${name} `, at)) throw new No("other_form");
        const found = text.slice(at, end + closing.length);
        at = end + closing.length;
        return found;
      },
      isAtEnd: () => at === text.length,
    };
  }

  // What may turn one reading into another (comments, CDATA, instructions) does not occur in our form.
  function cut(bytes) {
    if (bytes.length > LARGEST) throw new No("too_large");
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch { throw new No("unreadable"); }
    const level = LEVELS.find(({ space }) => text.startsWith(`${HEAD}<HocBa xmlns="${space}">`));
    if (!level) throw new No(text.includes("urn:hocba:hoc-ba") ? "other_form" : "no_record");
    if (text.includes("<!") || text.indexOf("<?", 5) >= 0 || text.includes("\r")) throw new No("other_form");
    const rest = cutter(text);
    rest.literal(`${HEAD}<HocBa xmlns="${level.space}">`);
    const content = rest.element("NoiDung"), root = rest.element("GocTrichLuc");
    if (!content.startsWith(`<NoiDung xmlns="${level.space}" Id="noi-dung"><TTChung`)) throw new No("other_form");
    if (!new RegExp(`^<GocTrichLuc xmlns="${level.space}" Id="goc-trich-luc" SoLa="\\d+">[A-Za-z0-9+/=]+</GocTrichLuc>$`).test(root)) throw new No("other_form");
    const rows = level.isByRows ? rowsOf(content) : [], slots = slotsOf(rows);
    rest.literal("<DSCKS>");
    const signatures = slots.map(() => rest.element("ds:Signature"));
    rest.literal(CLOSING);
    if (!rest.isAtEnd()) throw new No("other_form");
    return { level, content, root, rows, slots, signatures };
  }

  const one = (text, expression) => {
    const found = [...text.matchAll(expression)];
    if (found.length !== 1) throw new No("other_form");
    return found[0][1];
  };

  function rowsOf(content) {
    const rows = [...content.matchAll(/<MonHoc Id="mon-([a-z0-9_]+)" Ma="([a-z0-9_]+)" /g)];
    const isPlain = rows.length && rows.every(([, id, key]) => id === key) && new Set(rows.map(([, id]) => id)).size === rows.length;
    if (!isPlain || rows.length !== content.split("<MonHoc").length - 1) throw new No("other_form");
    return rows.map(([, id]) => id);
  }

  // What a subject teacher's signature is over, as it stands in canonical form when cut out alone.
  function piecesOf({ level, content, rows }) {
    if (!level.isByRows) return [];
    const alone = (text) => text.replace(/^<\w+/, (name) => `${name} xmlns="${level.space}"`);
    return [
      ["tt-chung", alone(one(content, /^<NoiDung [^>]*>(<TTChung Id="tt-chung">.*?<\/TTChung>)/gs))],
      ["co-ban", alone(one(content, /<HocSinh>(<CoBan Id="co-ban">.*?<\/CoBan>)/gs))],
      ...rows.map((row) => [`mon-${row}`, alone(one(content, new RegExp(`(<MonHoc Id="mon-${row}" .*?</MonHoc>)`, "gs")))]),
    ];
  }

  // Stamps are no part of what is signed. They are counted here, not checked.
  function stampsOf(text) {
    const stamp = new RegExp(`<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>[A-Za-z0-9+/=]+</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`, "g");
    const inner = text.match(/<xades:UnsignedProperties><xades:UnsignedSignatureProperties>(.*)<\/xades:UnsignedSignatureProperties><\/xades:UnsignedProperties>/s);
    if (!inner) return { unsigned: "", stamps: 0 };
    const stamps = [...inner[1].matchAll(stamp)];
    if (stamps.length > MOST_STAMPS || stamps.map(([whole]) => whole).join("") !== inner[1]) throw new No("other_form");
    return { unsigned: inner[0], stamps: stamps.length };
  }

  function signatureOf(text, slot) {
    const info = one(text, /(<ds:SignedInfo .*?<\/ds:SignedInfo>)/gs);
    const value = one(text, /(<ds:SignatureValue .*?<\/ds:SignatureValue>)/gs);
    const properties = one(text, /(<xades:SignedProperties .*?<\/xades:SignedProperties>)/gs);
    if (!value.startsWith(`<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${slot.id}-gia-tri">`)) throw new No("other_form");
    if (!properties.startsWith(`<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="${slot.id}-thuoc-tinh">`)) throw new No("other_form");
    const { unsigned, stamps } = stampsOf(text);
    const certificate = one(text, /<ds:X509Certificate>([^<]+)<\/ds:X509Certificate>/g);
    // Put together again it must be the same: nothing stands between the parts, and nothing beside.
    const whole = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${slot.id}">${info}${value}<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#${slot.id}">${properties}${unsigned}</xades:QualifyingProperties></ds:Object></ds:Signature>`;
    if (whole !== text) throw new No("other_form");
    const references = [...info.matchAll(/<ds:Reference [^>]*?URI="#([^"]+)"><ds:Transforms><ds:Transform Algorithm="([^"]+)"><\/ds:Transform><\/ds:Transforms><ds:DigestMethod Algorithm="([^"]+)"><\/ds:DigestMethod><ds:DigestValue>([^<]+)<\/ds:DigestValue><\/ds:Reference>/g)]
      .map(([, target, transform, method, digest]) => ({ target, transform, method, digest }));
    if (references.length !== info.split("<ds:Reference ").length - 1) throw new No("other_form");
    return {
      slot, info, value, properties, references, stamps,
      canonicalisation: one(info, /<ds:CanonicalizationMethod Algorithm="([^"]+)">/g),
      algorithm: one(info, /<ds:SignatureMethod Algorithm="([^"]+)">/g),
      signed: fromBase64(one(value, />([^<]+)<\/ds:SignatureValue>/g)),
      certificate: fromBase64(certificate),
      bound: one(properties, /<ds:DigestValue [^>]*>([^<]+)<\/ds:DigestValue>/g),
      at: one(properties, /<xades:SigningTime>([^<]+)<\/xades:SigningTime>/g),
      role: one(properties, /<xades:ClaimedRole>([^<]+)<\/xades:ClaimedRole>/g),
    };
  }

  // ---- certificates: RFC 5280, just what a path needs

  function der(data, at) {
    let length = data[at + 1], start = at + 2;
    if (length > 127) {
      const width = length - 128;
      if (width > 3) throw new No("unreadable");
      length = 0;
      for (let i = 0; i < width; i += 1) length = length * 256 + data[start++];
    }
    if (start + length > data.length) throw new No("unreadable");
    return { tag: data[at], at, start, end: start + length };
  }

  function children(data, node) {
    const found = [];
    for (let at = node.start; at < node.end;) {
      const child = der(data, at);
      found.push(child);
      at = child.end;
    }
    return found;
  }

  const OIDS = {
    "2a864886f70d01010b": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    "2a864886f70d01010c": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
    "2a864886f70d01010d": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
    "2a8648ce3d040302": { name: "ECDSA", hash: "SHA-256" },
    "2a8648ce3d040303": { name: "ECDSA", hash: "SHA-384" },
    "2a8648ce3d040304": { name: "ECDSA", hash: "SHA-512" },
  };
  const CURVES = [["06082a8648ce3d030107", "P-256", 32], ["06052b81040022", "P-384", 48], ["06052b81040023", "P-521", 66]];
  const METHODS = Object.fromEntries(["256", "384", "512"].flatMap((bits) => [
    [`http://www.w3.org/2001/04/xmldsig-more#rsa-sha${bits}`, { name: "RSASSA-PKCS1-v1_5", hash: `SHA-${bits}` }],
    [`http://www.w3.org/2007/05/xmldsig-more#sha${bits}-rsa-MGF1`, { name: "RSA-PSS", hash: `SHA-${bits}`, saltLength: bits / 8 }],
    [`http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha${bits}`, { name: "ECDSA", hash: `SHA-${bits}` }],
  ]));

  const textOf = (data, node) => node.tag === 0x1e
    ? new TextDecoder("utf-16be").decode(data.slice(node.start, node.end))
    : new TextDecoder().decode(data.slice(node.start, node.end));

  function commonName(data, name) {
    for (const set of children(data, name)) {
      for (const pair of children(data, set)) {
        const [kind, value] = children(data, pair);
        if (hex(data.slice(kind.start, kind.end)) === "550403") return textOf(data, value);
      }
    }
    return "";
  }

  function instant(data, node) {
    const text = textOf(data, node);
    const [, year, ...parts] = text.match(node.tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/) ?? [];
    if (!year) throw new No("unreadable");
    const whole = node.tag === 0x17 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
    return Date.UTC(whole, parts[0] - 1, ...parts.slice(1).map(Number));
  }

  function certificateOf(data) {
    const [tbs, algorithm, value] = children(data, der(data, 0));
    const parts = children(data, tbs);
    const [, , , issuer, validity, subject, key] = parts[0].tag === 0xa0 ? parts : [null, ...parts];
    const [from, until] = children(data, validity).map((node) => instant(data, node));
    const cutOut = (node) => data.slice(node.at, node.end);
    const [kind] = children(data, algorithm);
    return {
      data, from, until,
      key: cutOut(key), issuer: hex(cutOut(issuer)), subject: hex(cutOut(subject)),
      name: commonName(data, subject), issuerName: commonName(data, issuer),
      signed: cutOut(tbs), how: OIDS[hex(data.slice(kind.start, kind.end))],
      value: data.slice(value.start + 1, value.end),
    };
  }

  // ECDSA values are DER in certificates, r and s side by side in XML and in WebCrypto.
  function sideBySide(value, width) {
    const parts = children(value, der(value, 0)).map((node) => {
      const number = value.slice(node.start, node.end);
      const bare = number[0] === 0 ? number.slice(1) : number;
      if (bare.length > width) throw new No("unreadable");
      return [...new Uint8Array(width - bare.length), ...bare];
    });
    return new Uint8Array(parts.flat());
  }

  async function verifies(key, how, value, signed, { isDer = false } = {}) {
    if (!how) return false;
    const curve = CURVES.find(([oid]) => hex(key).includes(oid));
    if ((how.name === "ECDSA") !== Boolean(curve)) return false;
    const own = curve ? { ...how, namedCurve: curve[1] } : how;
    try {
      const imported = await crypto.subtle.importKey("spki", key, own, false, ["verify"]);
      return await crypto.subtle.verify(own, imported, isDer && curve ? sideBySide(value, curve[2]) : value, signed);
    } catch { return false; }
  }

  // Up to an anchor that the page was given; what a list of revocations says is another question.
  async function path(certificate, authorities, at, depth = 0) {
    if (at < certificate.from || at > certificate.until) return "certificate_out_of_time";
    if (depth > 6) return "no_path";
    for (const above of [...authorities.anchors, ...authorities.issuers]) {
      if (above.subject !== certificate.issuer) continue;
      if (!await verifies(above.key, certificate.how, certificate.value, certificate.signed, { isDer: true })) continue;
      if (authorities.anchors.includes(above)) return "";
      return path(above, authorities, at, depth + 1);
    }
    return "no_path";
  }

  // ---- the checks, by the steps of §9

  async function signatureProblems(signature, digests, authorities) {
    const found = [];
    const { slot, references } = signature;
    const due = [...slot.covers, `${slot.id}-thuoc-tinh`].sort();
    const isWhole = JSON.stringify(references.map((each) => each.target).sort()) === JSON.stringify(due);
    if (!isWhole) found.push([6, "covers_other"]);
    if (references.some((each) => each.transform !== EXCLUSIVE || each.method !== SHA256) || signature.canonicalisation !== EXCLUSIVE) found.push([7, "other_form"]);
    if (references.some((each) => digests.get(each.target) !== each.digest)) found.push([6, "digest_differs"]);
    const certificate = certificateOf(signature.certificate);
    if (!await verifies(certificate.key, METHODS[signature.algorithm], signature.signed, bytesOf(signature.info))) found.push([8, "value_wrong"]);
    if (toBase64(await sha256(signature.certificate)) !== signature.bound) found.push([9, "certificate_not_bound"]);
    const problem = await path(certificate, authorities, Date.parse(signature.at));
    if (problem) found.push([9, problem]);
    if (!slot.roles.includes(signature.role)) found.push([10, "other_role"]);
    return { found, certificate };
  }

  function timeProblems(signatures, composed, now) {
    const found = [], signed = new Map();
    for (const { at, slot } of signatures) {
      // Subject teachers sign in any order: a signature comes after those that it covers.
      const latest = Math.max(Date.parse(composed), ...slot.covers.map((target) => signed.get(target) ?? 0));
      const time = Date.parse(at);
      if (!(time <= now + CLOCK_DRIFT) || !(time >= latest - CLOCK_DRIFT)) found.push([11, "time_wrong"]);
      signed.set(valueId(slot.id), Math.max(latest, time));
    }
    return found;
  }

  // authorities: DER of anchors and of the certificates between. Returns what was found; a record of
  // which all this is right is INDETERMINATE still: revocation, authority and standing are not here.
  async function check(bytes, authorities, { environment, now = Date.now() }) {
    const cutUp = cut(bytes);
    const signatures = cutUp.signatures.map((text, place) => signatureOf(text, cutUp.slots[place]));
    const digests = new Map();
    const put = async (name, text) => digests.set(name, toBase64(await sha256(bytesOf(text))));
    await put("noi-dung", cutUp.content);
    await put("goc-trich-luc", cutUp.root);
    for (const [name, text] of piecesOf(cutUp)) await put(name, text);
    for (const signature of signatures) {
      await put(valueId(signature.slot.id), signature.value);
      await put(`${signature.slot.id}-thuoc-tinh`, signature.properties);
    }
    const general = one(cutUp.content, /^<NoiDung [^>]*><TTChung(?: Id="tt-chung")?>(.*?)<\/TTChung>/gs);
    const said = (name) => one(general, new RegExp(`<${name}>([^<]*)</${name}>`, "g"));
    const problems = [], signers = [];
    if (said("MoiTruong") !== environment) problems.push([4, "other_world"]);
    if (said("ChinhSachKy") !== cutUp.level.policy) throw new No("other_form");
    for (const signature of signatures) {
      const { found, certificate } = await signatureProblems(signature, digests, authorities);
      problems.push(...found);
      signers.push({ name: certificate.name, issuer: certificate.issuerName, role: signature.role, at: signature.at, isRight: !found.length });
    }
    problems.push(...timeProblems(signatures, said("LapLuc"), now));
    // Who teaches a subject may sign for the whole as well (§8.5), but no seal is a person's.
    const ofWhole = signatures.filter(({ slot }) => !slot.isOfRow).map((each) => toBase64(each.certificate));
    const ofRows = signatures.filter(({ slot }) => slot.isOfRow).map((each) => toBase64(each.certificate));
    if (new Set(ofWhole).size !== ofWhole.length || ofRows.includes(ofWhole.at(-1))) problems.push([10, "same_signer"]);
    const isOpen = problems.length > 0 && problems.every(([, code]) => code === "no_path");
    return {
      outcome: problems.length && !isOpen ? "FAILED" : "INDETERMINATE",
      problems, signers, stamps: signatures.reduce((sum, each) => sum + each.stamps, 0), contentDigest: digests.get("noi-dung"),
      record: { code: said("MaHocBa"), year: said("NamHoc"), version: said("PhienBan"), grade: said("Khoi") },
    };
  }

  const authoritiesOf = (told) => ({
    anchors: told.anchors.map((text) => certificateOf(fromBase64(text))),
    issuers: told.issuers.map((text) => certificateOf(fromBase64(text))),
  });

  // ---- the record that a printed one carries: exactly one stream that is a record

  async function inflated(packed) {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > LARGEST) { await reader.cancel(); throw new No("too_large"); }
      parts.push(value);
      const isRecord = parts[0][0] === 0x3c || parts[0][0] === 0xef;
      if (!isRecord) { await reader.cancel(); return null; }
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  async function opened(bytes) {
    const head = new TextDecoder("latin1").decode(bytes.slice(0, 5));
    if (head !== "%PDF-") return bytes;
    if (bytes.length > 50_000_000) throw new No("too_large");
    const text = new TextDecoder("latin1").decode(bytes), found = [];
    for (const mark of text.matchAll(/\bstream\r?\n/g)) {
      const start = mark.index + mark[0].length, end = text.indexOf("endstream", start);
      if (end < 0 || (text[start] !== "x" && text[start] !== "<")) continue;
      const trimmed = text[end - 2] === "\r" ? end - 2 : end - 1;
      const held = bytes.slice(start, text[end - 1] === "\n" ? trimmed : end);
      try {
        const plain = text[start] === "<" ? held : await inflated(held);
        if (plain && new TextDecoder().decode(plain.slice(0, 200)).match(/urn:hocba:hoc-ba(-trung-hoc)?:1/)) found.push(plain);
      } catch (problem) {
        if (problem instanceof No) throw problem;
      }
    }
    if (found.length !== 1) throw new No(found.length ? "two_attached" : "nothing_attached");
    return found[0];
  }

  return { check, opened, authoritiesOf };
})();
