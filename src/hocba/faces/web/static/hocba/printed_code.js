// Reads and checks the signed code of a paper: spec/format.md §14, with the browser's own crypto.
const HocbaCode = (() => {
  "use strict";
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const LARGEST = 4096;
  const CLAIMS = [1, 6, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109];

  class No extends Error {
    constructor(code) { super(code); this.code = code; }
  }

  // RFC 9285
  function fromBase45(text) {
    const bytes = [];
    for (let at = 0; at < text.length; at += 3) {
      const values = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
      if (values.length === 1 || values.includes(-1)) throw new No("unreadable");
      const number = values.reduceRight((sum, value) => sum * 45 + value, 0);
      if (number >= 256 ** (values.length - 1)) throw new No("unreadable");
      if (values.length === 3) bytes.push(number >> 8);
      bytes.push(number & 255);
    }
    return new Uint8Array(bytes);
  }

  async function inflated(packed) {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > LARGEST) { await reader.cancel(); throw new No("unreadable"); }
      parts.push(...value);
    }
    return new Uint8Array(parts);
  }

  // RFC 8949: the few types of §14, in their shortest form only
  function fromCbor(data) {
    let at = 0;
    const head = () => {
      const kind = data[at] >> 5, short = data[at] & 31;
      at += 1;
      if (short < 24) return [kind, short];
      const width = { 24: 1, 25: 2, 26: 4 }[short];
      if (!width || at + width > data.length) throw new No("unreadable");
      let number = 0;
      for (let i = 0; i < width; i += 1) number = number * 256 + data[at++];
      if (number < { 1: 24, 2: 256, 4: 65536 }[width]) throw new No("unreadable");
      return [kind, number];
    };
    const cut = (length) => {
      if (at + length > data.length) throw new No("unreadable");
      return data.slice(at, at += length);
    };
    const value = (depth) => {
      if (depth > 8 || at >= data.length) throw new No("unreadable");
      const [kind, number] = head();
      if (kind === 0) return number;
      if (kind === 1) return -1 - number;
      if (kind === 2) return cut(number);
      if (kind === 3) return new TextDecoder("utf-8", { fatal: true }).decode(cut(number));
      if (number > data.length || kind > 5) throw new No("unreadable");
      if (kind === 4) return Array.from({ length: number }, () => value(depth + 1));
      const held = new Map();
      for (let i = 0; i < number; i += 1) {
        const key = value(depth + 1);
        if (typeof key !== "number" || held.has(key)) throw new No("unreadable");
        held.set(key, value(depth + 1));
      }
      return held;
    };
    const whole = value(0);
    if (at !== data.length) throw new No("unreadable");
    return whole;
  }

  const bytesHead = (length) => length < 24 ? [0x40 + length]
    : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // RFC 9052, section 4.4: ["Signature1", protected, '', payload]
  const signedBytes = (head, payload) => joined([0x84, 0x6a], new TextEncoder().encode("Signature1"),
    bytesHead(head.length), head, [0x40], bytesHead(payload.length), payload);

  async function read(text) {
    const written = text.trim();
    if (written.startsWith("HOCBA1:")) throw new No("unsigned");
    if (!written.startsWith("HOCBA2:")) throw new No("other_system");
    try {
      const data = await inflated(fromBase45(written.slice(7)));
      if (data[0] !== 0xd2) throw new No("unreadable");
      const [head, loose, payload, signature, more] = fromCbor(data.slice(1));
      const held = fromCbor(payload), header = fromCbor(head);
      const isWhole = more === undefined && loose.size === 0 && signature.length === 64
        && header.size === 2 && header.get(1) === -7 && CLAIMS.every((name) => held.has(name))
        && held.size === CLAIMS.length + (held.has(110) ? 1 : 0);
      if (!isWhole) throw new No("unreadable");
      return { held, keyId: hex(header.get(4)), signed: signedBytes(head, payload), signature };
    } catch (problem) {
      throw problem instanceof No ? problem : new No("unreadable");
    }
  }

  const fromBase64 = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  // X.509: Certificate > tbsCertificate > the element that follows issuer, validity and subject
  function publicKeyInfo(der) {
    const open = (at) => {
      let length = der[at + 1], start = at + 2;
      if (length > 127) {
        const width = length - 128;
        length = 0;
        for (let i = 0; i < width; i += 1) length = length * 256 + der[start++];
      }
      return { tag: der[at], start, end: start + length };
    };
    let at = open(open(0).start).start;
    if (der[at] === 0xa0) at = open(at).end;
    for (let passed = 0; passed < 5; passed += 1) at = open(at).end;
    return der.slice(at, open(at).end);
  }

  // A list of the ministry: a JWS whose certificate is one of those that this page pins.
  async function signedList(text, pins, kind) {
    try {
      const [header, payload, value] = text.trim().split(".");
      const told = JSON.parse(new TextDecoder().decode(fromBase64(header)));
      const der = fromBase64(told.x5c[0]);
      const pin = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", der)));
      const how = { RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } }[told.alg];
      if (!pins.includes(pin) || !how || told.typ !== kind) throw new No("list_not_signed");
      const key = await crypto.subtle.importKey("spki", publicKeyInfo(der), how, false, ["verify"]);
      const signed = new TextEncoder().encode(`${header}.${payload}`);
      if (!await crypto.subtle.verify(how, key, fromBase64(value), signed)) throw new No("list_not_signed");
      return JSON.parse(new TextDecoder().decode(fromBase64(payload)));
    } catch {
      throw new No("list_not_signed");
    }
  }

  const keyList = (text, pins) => signedList(text, pins, "hocba-khoa-ma-in+jws");
  const statusList = (text, pins) => signedList(text, pins, "hocba-tinh-trang+jws");

  // §15: gaps in Golomb-Rice coding. Places have 40 bits: numbers of this language hold 53.
  function hasPlace(places, wanted) {
    const gaps = fromBase64(places.gaps);
    let at = 0, place = -1;
    const bit = () => {
      if (at >= gaps.length * 8) throw new No("list_not_signed");
      const found = gaps[at >> 3] >> (7 - (at & 7)) & 1;
      at += 1;
      return found;
    };
    for (let passed = 0; passed < places.count; passed += 1) {
      let gap = 0;
      while (bit()) gap += 1;
      for (let width = 0; width < places.rice; width += 1) gap = gap * 2 + bit();
      place += 1 + gap;
      if (place >= wanted) return place === wanted;
    }
    return false;
  }

  // What a status list says of a code: "current", "superseded", "withdrawn", or "" where it is not its list.
  function status(code, list) {
    const digest = code.held.get(107);
    const isItsOwn = list.environment === code.held.get(108) && list.school_year === code.held.get(101)
      && list.place_bytes === 5;
    if (!isItsOwn) return "";
    if (list.spared.includes(hex(digest.slice(0, 16)))) return "current";
    const place = digest.slice(0, 5).reduce((sum, byte) => sum * 256 + byte, 0);
    if (hasPlace(list.withdrawn, place)) return "withdrawn";
    return hasPlace(list.superseded, place) ? "superseded" : "current";
  }

  async function judge(code, list, now) {
    const findings = [];
    const key = list.keys.find((each) => each.kid === code.keyId);
    if (!key) return { outcome: "INDETERMINATE", findings: ["unknown_key"], key };
    const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const { kty, crv, x, y } = key;
    const own = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, how, false, ["verify"]);
    const made = code.held.get(6) * 1000;
    if (!await crypto.subtle.verify(how, own, code.signature, code.signed)) findings.push("signature_wrong");
    if (!key.offices.includes(code.held.get(1))) findings.push("office_not_entitled");
    const isLate = key.until !== null && made > Date.parse(key.until);
    if (made > now || made < Date.parse(key.since) || isLate) findings.push("key_out_of_time");
    if (code.held.get(108) !== list.environment) findings.push("other_world");
    // Whoever holds a lost key writes the date: without a repository nobody can tell the two apart.
    if (!findings.length && key.lost) return { outcome: "INDETERMINATE", findings: ["key_lost"], key };
    return { outcome: findings.length ? "FAILED" : "PASSED", findings, key };
  }

  return { read, keyList, statusList, status, judge, hex };
})();
