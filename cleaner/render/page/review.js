// The review page: unpacks the JSON beside it and shows it. Texts only ever become text nodes; nothing is parsed as HTML.
"use strict";
(async () => {
  const $ = (id) => document.getElementById(id);
  const letters = atob($("data").textContent);
  const packed = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) packed[i] = letters.charCodeAt(i);
  const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  const LABELS = data.labels.map(([name]) => name);
  const RULES = data.rules.map(([name]) => name);
  const WAYS = data.directions;
  const WAY_NAMES = { removed: "now removed", kept: "now kept", cut: "cut otherwise", label: "other label" };
  const THEMES = { auto: "as the system", light: "light", dark: "dark" };
  const EFFECTS = { drop: "removes", cut: "cuts out", hint: "hints at", keep: "keeps" };
  const FACTS = { author_bio: "about the author" };
  const STORY = new Set(["body", "headline", "standfirst", "subheading"]);
  const NONE = [];
  const PLAIN = { kept: true, label: "body", cuts: NONE, evidence: NONE };
  const FEW = 3; // proofs shown at once, and blocks at each end of a long run
  const LONG = 14; // more removed blocks in a row, such as the menus of a page, are folded
  const CHUNK = 100; // rows that are made at once
  const AROUND = data.against ? 2 : 1; // lines shown around one that matches
  const count = (number) => number.toLocaleString("en");
  const some = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

  /* ---- from compact values to objects ---- */

  function outcome([kept, label, cuts, evidence], length) {
    const spans = [];
    for (let i = 0; i < cuts.length; i += 2) spans.push([cuts[i], cuts[i + 1]]);
    return {
      kept: kept === 1,
      label: LABELS[label],
      cuts: spans,
      evidence: evidence.map(([claim, start = 0, size = length]) => {
        const [rule, said, effect, note] = data.claims[claim];
        return { rule, label: LABELS[said], effect, note, start, end: start + size };
      }),
    };
  }

  const overlaps = ({ start, end }, spans) => spans.some(([low, high]) => start < high && low < end);

  function labelsOf({ kept, label, cuts, evidence }) {
    if (!kept) return [label];
    return cuts.length ? evidence.filter((e) => e.effect === "cut" && overlaps(e, cuts)).map((e) => e.label) : NONE;
  }

  const speakers = (evidence) => evidence.map(([claim]) => data.claims[claim][0]);

  /** One block. What only some views need is made when asked for: a page can hold a hundred thousand blocks. */
  class Block {
    constructor(row, number, source, start) {
      Object.assign(this, { row, number, source, start, made: null });
    }
    get text() { return this.source.substr(this.start, this.row[1]); }
    get now() { return (this.made ??= this.row.length > 2 ? outcome(this.row.slice(2, 6), this.row[1]) : PLAIN); }
    get before() { return this.row.length > 6 ? (this.made_before ??= outcome(this.row[7], this.row[1])) : null; }
    get way() { return this.row.length > 6 ? WAYS[this.row[6]] : null; }
    get removed() { return this.row.length > 2 && this.row[2] === 0; }
    get shortened() { return this.row.length > 2 && this.row[2] === 1 && this.row[4].length > 0; }
    get touched() { return data.against ? this.row.length > 6 : this.removed || this.shortened; }
    get labels() {
      if (this.row.length > 6) return [...labelsOf(this.now), ...labelsOf(this.before)];
      return this.removed ? [LABELS[this.row[3]]] : this.shortened ? labelsOf(this.now) : NONE;
    }
    get rulesNow() { return this.row.length > 2 ? speakers(this.row[5]) : NONE; }
    get rulesBefore() { return this.row.length > 6 ? speakers(this.row[7][3]) : NONE; }
    get rules() { return this.row.length > 6 ? [...this.rulesNow, ...this.rulesBefore] : this.rulesNow; }
  }

  /** How many letters all names begin with alike, up to a folder's end: they need not be read three hundred times. */
  function sharedStart(names) {
    let end = names.length > 1 ? names[0].lastIndexOf("/") + 1 : 0;
    while (end > 0 && !names.every((name) => name.startsWith(names[0].slice(0, end)))) end = names[0].lastIndexOf("/", end - 2) + 1;
    return end;
  }
  const shared = sharedStart(data.documents.map((entry) => entry.name));

  const documents = data.documents.map((entry, number) => {
    let position = 0;
    const blocks = (entry.blocks || NONE).map((row, i) => {
      const block = new Block(row, i, entry.source, position + row[0]);
      position = block.start + row[1];
      return block;
    });
    return { ...entry, number, blocks, short: entry.name.slice(shared), source: entry.source || "", facts: entry.facts || NONE, warnings: entry.warnings || NONE };
  });

  const ruleCounts = RULES.map(() => ({ hits: 0, before: 0, spread: 0 }));
  const labelCounts = new Map(LABELS.map((name) => [name, 0]));
  const wayCounts = new Map(WAYS.map((name) => [name, 0]));
  const each = (list, act) => list.forEach((item, i) => { if (list.indexOf(item) === i) act(item); });
  for (const { blocks } of documents) {
    const here = new Set();
    for (const block of blocks) {
      if (block.row.length === 2 || (data.against && !block.before)) continue;
      each(block.labels, (label) => labelCounts.set(label, labelCounts.get(label) + 1));
      each(block.rulesNow, (rule) => { ruleCounts[rule].hits += 1; });
      each(block.rulesBefore, (rule) => { ruleCounts[rule].before += 1; });
      each(block.rules, (rule) => here.add(rule));
      if (block.way) wayCounts.set(block.way, wayCounts.get(block.way) + 1);
    }
    here.forEach((rule) => { ruleCounts[rule].spread += 1; });
  }
  data.claims.forEach(([rule, label, effect]) => { ruleCounts[rule].label = LABELS[label]; ruleCounts[rule].effect = effect; });

  /* ---- what is chosen: kept in the hash of the address ---- */

  const fresh = () => ({ labels: new Set(), rules: new Set(), ways: new Set(), doc: null, q: "", show: "all", tab: "documents", sort: "hits", theme: "auto" });
  let chosen = fresh();

  function readHash() {
    const given = new URLSearchParams(location.hash.slice(1));
    const list = (key, known) => new Set((given.get(key) || "").split(",").filter((name) => known.includes(name)));
    const one = (key, known, otherwise) => (known.includes(given.get(key)) ? given.get(key) : otherwise);
    const doc = Number(given.get("doc"));
    chosen = {
      labels: list("label", LABELS), rules: list("rule", RULES), ways: list("change", [...WAYS]),
      doc: Number.isInteger(doc) && doc >= 1 && doc <= documents.length ? doc - 1 : null,
      q: given.get("q") || "", show: one("show", ["all", "changes"], "all"), tab: one("tab", ["documents", "rules"], "documents"),
      sort: one("sort", ["rule", "before", "hits", "spread"], "hits"), theme: one("theme", Object.keys(THEMES), "auto"),
    };
  }

  function writeHash() {
    const usual = fresh();
    const out = new URLSearchParams();
    for (const [key, name] of [["label", "labels"], ["rule", "rules"], ["change", "ways"]]) if (chosen[name].size) out.set(key, [...chosen[name]].join(","));
    if (chosen.doc !== null) out.set("doc", chosen.doc + 1);
    for (const key of ["q", "show", "tab", "sort", "theme"]) if (chosen[key] !== usual[key]) out.set(key, chosen[key]);
    const hash = out.toString().replaceAll("%2C", ",");
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  }

  /* ---- which lines match ---- */

  const sought = () => new RegExp(chosen.q.trim().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
  const narrowed = () => data.against || chosen.labels.size || chosen.rules.size || chosen.q.trim() || chosen.show === "changes";
  const filtered = () => chosen.labels.size || chosen.rules.size || chosen.ways.size || chosen.q.trim() || chosen.doc !== null;

  function matcher() {
    const meets = (wanted, has) => !wanted.size || has.some((name) => wanted.has(name));
    const rules = new Set([...chosen.rules].map((name) => RULES.indexOf(name)));
    const pattern = chosen.q.trim() ? sought() : null;
    const touchedOnly = data.against || chosen.show === "changes";
    return (block) => {
      if (touchedOnly && !block.touched) return false;
      if (chosen.ways.size && !chosen.ways.has(block.way)) return false;
      if (!meets(chosen.labels, block.labels) || !meets(rules, block.rules)) return false;
      if (pattern) pattern.lastIndex = 0;
      return !pattern || pattern.test(block.text);
    };
  }

  /** Rows and gaps of a document: numbers of blocks, and pairs of numbers for runs that are folded away. */
  function entriesOf({ blocks }, matches) {
    if (!narrowed()) return { found: blocks.length, entries: whole(blocks) };
    const shown = new Set();
    let found = 0;
    blocks.forEach((block, i) => {
      if (!matches(block)) return;
      found += 1;
      for (let k = Math.max(0, i - AROUND); k <= Math.min(blocks.length - 1, i + AROUND); k += 1) shown.add(k);
    });
    return { found, entries: found ? folded(blocks.length, shown) : [] };
  }

  /** All blocks, but for the inner part of long runs of removed ones. */
  function whole(blocks) {
    const entries = [];
    for (let i = 0; i < blocks.length;) {
      let end = i;
      while (end < blocks.length && blocks[end].removed) end += 1;
      const fold = end - i > LONG ? [i + FEW, end - FEW] : null;
      for (end = Math.max(end, i + 1); i < end; i += 1) {
        if (fold && i === fold[0]) { entries.push(fold); i = fold[1]; }
        entries.push(i);
      }
    }
    return entries;
  }

  function folded(length, shown) {
    const entries = [];
    for (let i = 0, gap = -1; i <= length; i += 1) {
      if (i < length && !shown.has(i)) {
        if (gap < 0) gap = i;
      } else {
        if (gap >= 0) entries.push(i - gap === 1 ? gap : [gap, i]);
        gap = -1;
        if (i < length) entries.push(i);
      }
    }
    return entries;
  }

  /* ---- making elements ---- */

  function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    element.append(...children.flat().filter((child) => child !== null && child !== ""));
    return element;
  }

  const named = (label) => label.replaceAll("_", " ");
  const chip = (label, ...words) => h("span", { class: "chip", "data-label": label }, named(label), ...words);

  /** A text in pieces, each wrapped as the marks over it say. */
  function marked(text, marks) {
    if (!marks.length) return [text];
    const edges = [...new Set([0, text.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].filter((edge) => edge >= 0 && edge <= text.length);
    edges.sort((a, b) => a - b);
    const out = [];
    for (let i = 0; i + 1 < edges.length; i += 1) {
      const [low, high] = [edges[i], edges[i + 1]];
      const over = marks.filter((mark) => mark.start <= low && mark.end >= high);
      const piece = text.slice(low, high);
      const cut = over.find((mark) => mark.kind === "cut" || mark.kind === "was-cut");
      const names = [...new Set(over.map((mark) => mark.kind))];
      out.push(over.length ? h(cut && cut.kind === "cut" ? "del" : "span", { class: names.join(" "), "data-label": cut ? cut.label : null }, piece) : piece);
    }
    return out;
  }

  function cutMarks(side, kind) {
    return side.cuts.map(([start, end]) => {
      const by = side.evidence.find((e) => e.effect === "cut" && e.start < end && start < e.end);
      return { start, end, kind, label: by ? by.label : "body" };
    });
  }

  function marksOf(block) {
    const marks = block.before && block.way === "cut" ? cutMarks(block.before, "was-cut") : [];
    marks.push(...cutMarks(block.now, "cut"));
    const { length } = block.text;
    for (const { start, end, effect } of [...block.now.evidence, ...(block.before ? block.before.evidence : [])]) {
      const whole = start <= 0 && end >= length;
      if (!whole && end > 0 && start < length && effect !== "cut") marks.push({ start: Math.max(start, 0), end: Math.min(end, length), kind: "quote" });
    }
    if (chosen.q.trim()) for (const match of block.text.matchAll(sought())) if (match[0]) marks.push({ start: match.index, end: match.index + match[0].length, kind: "found" });
    return marks;
  }

  const stateOf = (side) => (side.kept ? (side.cuts.length ? "shortened" : "kept") : "removed");

  function row(doc, number, matches) {
    const block = doc.blocks[number];
    const { now, before } = block;
    const pieces = marked(block.text, marksOf(block));
    const spoken = now.evidence.length > 0 || before !== null;
    const words = h("p", { class: "text", dir: "auto" }, now.kept ? pieces : h("del", {}, pieces));
    const classes = ["row", stateOf(now), now.kept ? `is-${STORY.has(now.label) ? now.label : "body"}` : "", block.way ? `way-${block.way}` : "", spoken ? "has" : "", matches(block) ? "" : "beside"];
    const label = before && now.kept && !before.kept ? before.label : now.label;
    return h("div", { class: classes.filter(Boolean).join(" "), "data-doc": doc.number, "data-block": number, "data-label": label }, words, spoken ? margin(block) : null);
  }

  const cutChips = (side, words) => [...new Set(labelsOf(side))].map((label) => chip(label, h("i", {}, ` ${words}`)));

  function margin(block) {
    const { now, before, way } = block;
    const parts = [];
    if (way) parts.push(h("span", { class: `way ${way}` }, WAY_NAMES[way]));
    if (way === "label") parts.push(chip(before.label), "→", chip(now.label));
    else if (way === "kept") parts.push(chip(before.label));
    else if (way === "cut") parts.push(...cutChips(now, "cut"), ...cutChips(before, "cut before"));
    else if (!now.kept) parts.push(chip(now.label));
    else if (now.cuts.length) parts.push(...cutChips(now, "cut"));
    else if (!way) parts.push(h("span", { class: "quiet" }, now.evidence.some((e) => e.effect === "keep") ? `kept${now.label === "body" ? "" : `: ${named(now.label)}`}` : "hint only"));
    const speaking = way === "kept" ? before : now;
    const rules = [...new Set(deciding(speaking).map((e) => RULES[e.rule]))];
    const name = rules.length ? [h("span", { class: "by" }, rules[0]), rules.length > 1 ? h("span", { class: "more" }, `+${rules.length - 1}`) : ""] : "";
    return h("div", { class: "margin" }, h("button", { type: "button", class: block.touched ? "why" : "why faint", "data-do": "why", "aria-expanded": "false" }, [...parts, name].flat().filter((part) => part !== "")));
  }

  /** The evidence that made the outcome, what the block's own words say first; the rest spoke in vain. */
  function deciding(side) {
    const made = side.kept ? (e) => e.effect === "keep" || (e.effect === "cut" && overlaps(e, side.cuts)) : (e) => e.effect !== "keep";
    const fromContext = (e) => Number(RULES[e.rule].startsWith("context-"));
    return side.evidence.filter(made).sort((a, b) => fromContext(a) - fromContext(b));
  }

  /* ---- why: the explanation of one line ---- */

  function explanation(doc, block) {
    const parts = block.before
      ? [h("h3", {}, "Now"), ...side(doc, block, block.now), h("h3", {}, "Before"), ...side(doc, block, block.before)]
      : side(doc, block, block.now);
    return h("div", { class: "tip", id: "tip", role: "group", "aria-label": "Why" }, parts);
  }

  function side(doc, block, outcome) {
    const state = stateOf(outcome);
    const labels = [...new Set(state === "shortened" ? labelsOf(outcome) : state === "removed" || outcome.label !== "body" ? [outcome.label] : [])];
    const words = { removed: "Removed as ", shortened: "Kept, less a piece of ", kept: labels.length ? "Kept as " : "Kept" }[state];
    const said = deciding(outcome);
    const listed = (evidence) => h("ul", {}, evidence.map((e) => proof(doc, block, e)));
    const vain = outcome.evidence.filter((e) => !said.includes(e));
    const about = labels.length === 1 ? data.labels.find(([name]) => name === labels[0])[1] : "";
    return [
      h("p", { class: `verdict ${state}` }, words, labels.map((label) => chip(label))),
      about ? h("p", { class: "about" }, about) : null,
      listed(said.slice(0, FEW)),
      said.length > FEW ? h("details", {}, h("summary", {}, `${some(said.length - FEW, "more rule")} said so`), listed(said.slice(FEW))) : null,
      ...(vain.length ? [h("p", { class: "vain" }, outcome.kept && vain.every((e) => e.effect === "hint") ? "Hinted, but one hint removes nothing:" : "Also spoke, without effect:"), listed(vain)] : []),
    ].filter((part) => part !== null);
  }

  function proof(doc, block, { rule, label, effect, note, start, end }) {
    const [name, why, lang, file] = data.rules[rule];
    const low = Math.max(0, block.start + start);
    const quote = doc.source.slice(low, block.start + end);
    const long = quote.length > 320;
    const elsewhere = end <= 0 || start >= block.text.length;
    return h("li", { "data-label": label },
      h("p", { class: "speaker" }, h("button", { type: "button", class: "rule", "data-do": "rule", "data-value": name, title: `Show only lines on which ${name} speaks` }, name), h("span", {}, ` ${EFFECTS[effect]} `, named(label))),
      why ? h("p", { class: "reason", dir: "auto" }, why) : null,
      h("blockquote", { dir: "auto" }, h("mark", {}, long ? `${quote.slice(0, 200)} … ${quote.slice(-80)}` : quote), elsewhere ? h("span", { class: "where" }, "in another line") : null),
      note || file ? h("p", { class: "fine" }, [note, file, lang && !file ? lang : ""].filter(Boolean).join(" · ")) : null);
  }

  let open = null; // the row whose explanation is shown
  let pinned = false;

  function explain(element, pin) {
    if (open !== element) {
      dismiss();
      const doc = documents[element.dataset.doc];
      const block = doc.blocks[element.dataset.block];
      const tip = explanation(doc, block);
      element.append(tip);
      element.classList.add("on");
      element.querySelector(".why").setAttribute("aria-expanded", "true");
      for (const e of block.now.evidence) refer(doc, block, e, true);
      settle(element, tip);
      open = element;
    }
    pinned = pin;
    element.classList.toggle("pinned", pin);
  }

  /** Keeps an explanation inside the window: beside the text it is moved up, below the text it goes above. */
  function settle(element, tip) {
    const style = getComputedStyle(tip);
    const [box, frame] = [tip.getBoundingClientRect(), element.getBoundingClientRect()];
    if (style.position === "fixed") {
      if (frame.bottom > box.top - 12) scrollBy(0, frame.bottom - box.top + 12);
      return;
    }
    const over = box.bottom + 12 - innerHeight;
    if (over <= 0) return;
    if (style.getPropertyValue("--beside")) tip.style.top = `${box.top - frame.top - Math.min(over, box.top - 72)}px`;
    else if (frame.top > box.height + 80) tip.classList.add("above");
  }

  function dismiss() {
    if (!open) return;
    open.querySelector(".tip")?.remove();
    open.classList.remove("on", "pinned");
    open.querySelector(".why").setAttribute("aria-expanded", "false");
    document.querySelectorAll(".row.proof").forEach((element) => element.classList.remove("proof"));
    open = null;
    pinned = false;
  }

  /** Marks the line, where it is shown, that holds a quote for another one: the header over a list. */
  function refer(doc, block, { start, end }) {
    if (end > 0 && start < block.text.length) return;
    const place = block.start + start;
    const other = doc.blocks.findIndex((candidate) => candidate.start <= place && place < candidate.start + candidate.row[1]);
    document.querySelector(`.row[data-doc="${doc.number}"][data-block="${other}"]`)?.classList.add("proof");
  }

  /* ---- the texts, made when they come near the window ---- */

  const waiting = new WeakMap();
  const nearby = new IntersectionObserver((seen) => seen.forEach((entry) => { if (entry.isIntersecting) fill(entry.target); }), { rootMargin: "1200px 0px" });

  /** Makes what a section or chunk stands for; a section gets its heading and chunks that wait in turn. */
  function fill(element) {
    const make = waiting.get(element);
    if (!make) return;
    waiting.delete(element);
    nearby.unobserve(element);
    element.append(...make());
    element.style.minHeight = "";
    element.removeAttribute("data-waiting");
  }

  function later(element, height, make) {
    element.setAttribute("data-waiting", "");
    element.style.minHeight = `${height}px`;
    waiting.set(element, make);
    nearby.observe(element);
    return element;
  }

  /** About how tall entries will be, so that the scroll bar hardly moves when they are made. */
  const height = (doc, entries) => entries.reduce((sum, entry) => sum + (Array.isArray(entry) ? 44 : 14 + 28 * Math.ceil((doc.blocks[entry].row[1] + 1) / 72)), 0);

  function gap(doc, [low, high]) {
    return h("button", { type: "button", class: "gap", "data-do": "gap", "data-doc": doc.number, "data-low": low, "data-high": high }, `${some(high - low, doc.blocks.slice(low, high).every((block) => block.removed) ? "more removed block" : "more block")}`);
  }

  function chunks(doc, entries) {
    const matches = narrowed() ? matcher() : () => true;
    const out = [];
    for (let i = 0; i < entries.length; i += CHUNK) {
      const part = entries.slice(i, i + CHUNK);
      out.push(later(h("div", { class: "chunk" }), height(doc, part), () => part.map((entry) => (Array.isArray(entry) ? gap(doc, entry) : row(doc, entry, matches)))));
    }
    return out;
  }

  function sectionOf(doc, entries) {
    const section = h("section", { class: "doc", "data-doc": doc.number, "aria-labelledby": `d${doc.number}` });
    return later(section, 110 + height(doc, entries), () => [heading(doc), ...(entries.length ? chunks(doc, entries) : [h("p", { class: "nothing" }, "Holds no text.")])]);
  }

  function address(url) {
    return /^https?:\/\//i.test(url) ? h("a", { class: "url", href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, url) : h("span", { class: "url" }, url);
  }

  function heading(doc) {
    const removed = doc.blocks.filter((block) => block.removed).length;
    const cut = doc.blocks.filter((block) => block.shortened).length;
    const changed = doc.blocks.filter((block) => block.way).length;
    const [words, left] = doc.words;
    const figures = data.against ? [`${count(changed)} of ${some(doc.blocks.length, "block")} changed`] : [some(doc.blocks.length, "block"), `${count(removed)} removed`, ...(cut ? [`${count(cut)} shortened`] : []), `${words ? Math.round((100 * (words - left)) / words) : 0} % of ${some(words, "word")}`];
    const only = chosen.doc === doc.number;
    return h("header", {},
      h("div", { class: "line" }, h("h2", { id: `d${doc.number}`, tabindex: "-1" }, h("bdi", { title: doc.name }, doc.short)), h("span", { class: "figures" }, figures.join(" · ")),
        documents.length > 1 ? h("button", { type: "button", class: "only", "data-do": "only", "data-value": doc.number, "aria-pressed": String(only) }, only ? "Show all documents" : "Only this one") : null),
      doc.url ? h("p", { class: "where", dir: "ltr" }, address(doc.url)) : null,
      doc.facts.length ? h("dl", { class: "facts" }, doc.facts.map(([name, value]) => h("div", {}, h("dt", {}, FACTS[name] || named(name)), h("dd", { dir: "auto" }, value)))) : null,
      doc.warnings.map(([code, message]) => h("p", { class: "warning" }, h("b", {}, code), ` ${message}`)));
  }

  let sections = [];
  const current = new IntersectionObserver((seen) => {
    const top = seen.filter((entry) => entry.isIntersecting).map((entry) => Number(entry.target.dataset.doc));
    if (top.length) stand(Math.min(...top));
  }, { rootMargin: "-90px 0px -80% 0px" });

  function stand(number) {
    $("documents").querySelector("[aria-current]")?.removeAttribute("aria-current");
    const button = $("documents").querySelector(`[data-value="${number}"]`);
    if (!button) return;
    button.setAttribute("aria-current", "true");
    const list = $("panel-documents");
    const [box, frame] = [button.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
  }

  function showTexts() {
    dismiss();
    nearby.disconnect();
    current.disconnect();
    const matches = matcher();
    const found = documents.map((doc) => (chosen.doc === null || chosen.doc === doc.number ? entriesOf(doc, matches) : { found: 0, entries: null }));
    sections = documents.flatMap((doc) => {
      const { entries } = found[doc.number];
      if (!entries || (narrowed() && !entries.length)) return [];
      const section = sectionOf(doc, entries);
      current.observe(section);
      return [section];
    });
    const none = h("p", { class: "nothing" }, data.against && !documents.length ? "The two sets of rules do the same to all documents." : documents.length ? "Nothing matches. Take a filter off to see more." : "There are no documents.");
    $("texts").replaceChildren(...(sections.length ? sections : [none]));
    sections.slice(0, 1).forEach((section) => { fill(section); section.querySelectorAll(".chunk:first-of-type").forEach(fill); });
    showDocuments(found);
    showActive(found);
  }

  /* ---- lists, legend, what is on ---- */

  function showDocuments(found) {
    const there = new Set(sections.map((section) => Number(section.dataset.doc)));
    $("documents").replaceChildren(...documents.filter((doc) => there.has(doc.number) || chosen.doc !== null).map((doc) => {
      const [words, left] = doc.words;
      const bar = h("span", { class: "bar", "aria-hidden": "true" }, h("i"));
      bar.firstChild.style.width = `${words ? (100 * (words - left)) / words : 0}%`;
      const number = narrowed() && found[doc.number].entries ? found[doc.number].found : doc.blocks.filter((block) => block.touched).length;
      return h("li", {}, h("button", { type: "button", "data-do": "goto", "data-value": doc.number, class: chosen.doc === doc.number ? "alone" : "" },
        h("span", { class: "title", dir: "auto" }, (doc.title || doc.short).split("\n")[0]),
        h("span", { class: "count" }, doc.warnings.length ? h("b", { class: "alarm", title: doc.warnings.map(([, message]) => message).join("; ") }, "!") : null, count(number)),
        h("span", { class: "name" }, h("bdi", {}, doc.title ? doc.short : "")), bar));
    }));
    narrow();
  }

  function showRules() {
    const order = RULES.map((_, i) => i).filter((i) => ruleCounts[i].hits + ruleCounts[i].before > 0);
    $("rule-count").textContent = count(order.length);
    if (chosen.tab !== "rules") return;
    const key = { rule: (i) => RULES[i], hits: (i) => -ruleCounts[i].hits, before: (i) => -ruleCounts[i].before, spread: (i) => -ruleCounts[i].spread }[chosen.sort];
    order.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : RULES[a] < RULES[b] ? -1 : 1));
    const columns = data.against ? ["before", "hits"] : ["hits", "spread"];
    $("rules").tBodies[0].replaceChildren(...order.map((i) => {
      const { label, effect } = ruleCounts[i];
      return h("tr", { "data-label": label },
        h("th", { scope: "row" }, h("button", { type: "button", "data-do": "rule", "data-value": RULES[i], "aria-pressed": String(chosen.rules.has(RULES[i])), title: data.rules[i][1] }, h("span", { class: "id" }, RULES[i]), h("span", { class: "sub" }, `${EFFECTS[effect]} ${named(label)}`))),
        columns.map((column) => h("td", {}, count(ruleCounts[i][column]))));
    }));
    for (const button of $("rules").tHead.querySelectorAll("button")) {
      const cell = button.parentElement;
      if (button.dataset.value === chosen.sort) cell.setAttribute("aria-sort", chosen.sort === "rule" ? "ascending" : "descending");
      else cell.removeAttribute("aria-sort");
    }
    narrow();
  }

  /** What is typed above the list leaves only the entries that hold it. */
  function narrow() {
    const wanted = $("narrow").value.trim().toLowerCase();
    for (const entry of chosen.tab === "rules" ? $("rules").tBodies[0].rows : $("documents").children) entry.hidden = wanted !== "" && !entry.textContent.toLowerCase().includes(wanted);
  }

  function showControls() {
    document.documentElement.dataset.theme = chosen.theme;
    $("theme").textContent = THEMES[chosen.theme];
    if ($("find").value !== chosen.q) $("find").value = chosen.q;
    document.querySelectorAll('[data-do="show"]').forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.value === chosen.show)));
    document.querySelectorAll('[data-do="tab"]').forEach((button) => {
      const on = button.dataset.value === chosen.tab;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      $(`panel-${button.dataset.value}`).hidden = !on;
    });
    $("labels").replaceChildren(...data.order.map((i) => data.labels[i]).filter(([name]) => labelCounts.get(name) > 0).map(([name, about]) =>
      h("button", { type: "button", class: "key", "data-label": name, "data-do": "label", "data-value": name, "aria-pressed": String(chosen.labels.has(name)), title: about }, h("span", { class: "name" }, named(name)), h("b", {}, count(labelCounts.get(name))))));
    $("directions").replaceChildren(...WAYS.filter((way) => wayCounts.get(way) > 0).map((way) =>
      h("button", { type: "button", class: `key way ${way}`, "data-do": "way", "data-value": way, "aria-pressed": String(chosen.ways.has(way)) }, WAY_NAMES[way], h("b", {}, count(wayCounts.get(way))))));
  }

  function showActive(found) {
    const on = [];
    const off = (does, value, words, label) => on.push(h("button", { type: "button", class: "off", "data-do": does, "data-value": value, "data-label": label || null, title: "Take this filter off" }, words, h("span", { "aria-hidden": "true" }, " ×"), h("span", { class: "hidden" }, ", take off")));
    chosen.ways.forEach((way) => off("way", way, WAY_NAMES[way]));
    chosen.labels.forEach((label) => off("label", label, named(label), label));
    chosen.rules.forEach((rule) => off("rule", rule, rule));
    if (chosen.doc !== null) off("only", chosen.doc, documents[chosen.doc].short);
    if (chosen.q.trim()) off("unfind", "", `“${chosen.q.trim()}”`);
    const lines = found.reduce((sum, { found: number, entries }) => sum + (entries ? number : 0), 0);
    const words = `${some(lines, "block")} in ${some(sections.length, "document")}`;
    $("active").replaceChildren(...(on.length ? [h("span", { class: "result" }, words), ...on, ...(on.length > 1 ? [h("button", { type: "button", class: "clear", "data-do": "clear" }, "Clear all")] : [])] : []));
  }

  function update(anchor = null) {
    const controls = anchor?.focus ? `[data-do="${anchor.focus.dataset.do}"][data-value="${CSS.escape(anchor.focus.dataset.value)}"]` : null;
    writeHash();
    showControls();
    showRules();
    showTexts();
    if (controls) (anchor.within.isConnected ? anchor.within : document).querySelector(controls)?.focus({ preventScroll: true });
    const there = anchor?.doc !== undefined && sections.find((section) => Number(section.dataset.doc) === anchor.doc);
    if (there) reach(there, anchor.block);
    else if (scrollY > $("main").offsetTop) scrollTo(0, 0);
  }

  /** Bring a document, or one line of it, under the top bar. */
  function reach(section, block) {
    fill(section);
    section.querySelectorAll("[data-waiting]").forEach((chunk, i) => { if (i === 0 || block !== undefined) fill(chunk); });
    const target = (block !== undefined && section.querySelector(`.row[data-block="${block}"]`)) || section;
    target.scrollIntoView({ block: target === section ? "start" : "center" });
  }

  /* ---- what people do ---- */

  const toggle = (set, value) => (set.has(value) ? set.delete(value) : set.add(value));
  const flip = (name) => (button) => {
    const near = button.closest(".row");
    toggle(chosen[name], button.dataset.value);
    update(near ? { doc: Number(near.dataset.doc), block: near.dataset.block } : { focus: button, within: button.closest("#labels, #directions, #rules, #active") });
  };

  const does = {
    skip: () => $("main").focus(),
    menu: () => menu(!document.body.classList.contains("open")),
    theme: () => { const names = Object.keys(THEMES); chosen.theme = names[(names.indexOf(chosen.theme) + 1) % names.length]; writeHash(); showControls(); },
    help: () => $("help").showModal(),
    close: () => $("help").close(),
    show: (button) => { const doc = Number($("documents").querySelector("[aria-current]")?.dataset.value ?? 0); chosen.show = button.dataset.value; update(scrollY > 300 ? { doc } : null); },
    tab: (button) => { chosen.tab = button.dataset.value; $("narrow").value = ""; writeHash(); showControls(); showRules(); narrow(); },
    sort: (button) => { chosen.sort = button.dataset.value; writeHash(); showRules(); },
    label: flip("labels"),
    rule: flip("rules"),
    way: flip("ways"),
    only: (button) => { const doc = Number(button.dataset.value); chosen.doc = chosen.doc === doc ? null : doc; update({ doc }); },
    unfind: () => { chosen.q = ""; update(); $("find").focus(); },
    clear: () => { chosen = { ...fresh(), show: chosen.show, tab: chosen.tab, sort: chosen.sort, theme: chosen.theme }; update(); },
    goto: (button) => {
      const doc = Number(button.dataset.value);
      menu(false);
      if (chosen.doc !== null && chosen.doc !== doc) { chosen.doc = doc; update({ doc }); return; }
      const section = sections.find((candidate) => Number(candidate.dataset.doc) === doc);
      if (section) { reach(section); stand(doc); $(`d${doc}`).focus({ preventScroll: true }); }
    },
    gap: (button) => {
      const { doc, low, high } = button.dataset;
      const rows = [];
      for (let i = Number(low); i < Number(high); i += 1) rows.push(i);
      const holder = chunks(documents[doc], rows);
      button.replaceWith(...holder);
      fill(holder[0]);
    },
    why: (button) => { const element = button.closest(".row"); if (open === element && pinned) dismiss(); else explain(element, true); },
  };

  function menu(on) {
    document.body.classList.toggle("open", on);
    document.querySelector('[data-do="menu"]').setAttribute("aria-expanded", String(on));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) { does[button.dataset.do](button); return; }
    if (event.target.closest(".tip, a")) return;
    const element = event.target.closest(".row.has");
    if (element && getSelection().isCollapsed) { if (open === element && pinned) dismiss(); else explain(element, true); return; }
    if (!element) dismiss();
    if (document.body.classList.contains("open") && !event.target.closest("#side")) menu(false);
  });

  let soon = 0; // a moment's patience, so that a pointer passing over lines does not make explanations flicker
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || pinned) return;
    const element = event.target.closest?.(".row.has");
    clearTimeout(soon);
    if (element === open) return;
    soon = setTimeout(() => { if (!pinned) { if (element) explain(element, false); else dismiss(); } }, element ? 90 : 250);
  });
  document.addEventListener("focusin", (event) => {
    const element = event.target.closest(".row.has");
    if (element && event.target.matches(".why:focus-visible")) explain(element, pinned && open === element);
    else if (open && !open.contains(event.target) && event.target !== $("main")) dismiss();
  });

  let typing = 0;
  $("find").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => { chosen.q = $("find").value; update(); }, 150); });
  $("narrow").addEventListener("input", narrow);

  /** The next or previous line that something was done to; texts not yet made on the way are. */
  function step(by) {
    const at = document.activeElement.closest?.(".row")?.querySelector(".why") || open?.querySelector(".why") || null;
    for (;;) {
      const stops = [...$("texts").querySelectorAll(".why:not(.faint), [data-waiting]")];
      let place = stops.indexOf(at);
      if (place < 0) place = stops.findIndex((stop) => stop.getBoundingClientRect().bottom > 90) - (by > 0 ? 1 : 0);
      const next = stops[place + by];
      if (!next) return;
      if (next.matches("[data-waiting]")) { fill(next); continue; }
      next.closest(".row").scrollIntoView({ block: "center" }); // first: where an explanation fits depends on it
      next.focus({ preventScroll: true });
      explain(next.closest(".row"), false);
      return;
    }
  }

  function leaf(by) {
    const at = sections.findIndex((section) => section.getBoundingClientRect().bottom > 100);
    const next = sections[Math.max(0, by < 0 && at >= 0 && sections[at].getBoundingClientRect().top < 40 ? at : at + by)];
    if (next) does.goto({ dataset: { value: next.dataset.doc } });
  }

  const keys = { j: () => step(1), k: () => step(-1), n: () => leaf(1), p: () => leaf(-1), x: () => does.clear(), "?": () => does.help(), "/": () => { $("find").focus(); $("find").select(); } };
  document.addEventListener("keydown", (event) => {
    const inField = event.target.matches?.("input");
    if (event.key === "Escape") {
      if (open) { const button = open.querySelector(".why"); const back = open.contains(document.activeElement); dismiss(); if (back) button.focus({ preventScroll: true }); }
      else if (inField) event.target.blur();
      menu(false);
      return;
    }
    if (event.target.matches?.('[role="tab"]') && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const other = document.querySelector('[role="tab"][aria-selected="false"]');
      does.tab(other);
      other.focus();
      return;
    }
    if (inField || event.ctrlKey || event.metaKey || event.altKey || $("help").open || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  addEventListener("hashchange", () => { readHash(); update(); });
  addEventListener("beforeprint", () => { for (let next; (next = document.querySelector("[data-waiting]"));) fill(next); });

  readHash();
  update();
  document.documentElement.dataset.ready = "";
})().catch((error) => {
  document.getElementById("texts").textContent = `This browser cannot show the texts (${error}); a version of 2023 or later can.`;
  throw error;
});
