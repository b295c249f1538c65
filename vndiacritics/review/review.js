"use strict";
// The review page's own script: no library, no network, nothing but what stands in this file.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const marks = columns(data.marks);
  const sections = [...document.querySelectorAll("main section")];
  const ends = places(data.sections);
  const shown = []; // the element of each mark that is drawn
  const numbers = new Map(); // of these elements, the numbers of their marks
  const KEY = `vnfix review ${data.source.sha256} ${data.restored.sha256}`;
  const decisions = new Map(); // number of a mark -> [what was decided, text]
  const past = []; // what decisions were before each step, for undo
  const buttons = new Set(); // numbers of marks that are buttons to a screen reader
  let list = []; // marks under the filter, ascending
  let current = -1;
  let last = -1; // the mark decided just now, which "all alike" refers to
  let language = "en";
  let words = data.words.en;
  let picture = -1;

  function columns({ gap, length, old, sure, kind, others, spots }) {
    // What stands between marks is the same in the source and in the restored text.
    const size = gap.length;
    const [at, start, end] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
    const astral = /[\ud800-\udfff]/.test(data.text);
    const points = (from, to) => (astral ? [...data.text.slice(from, to)].length : to - from);
    let [done, before] = [data.bom, 0];
    for (let n = 0; n < size; n += 1) {
      at[n] = done + gap[n];
      start[n] = before + points(done, at[n]);
      done = at[n] + length[n];
      before = end[n] = start[n] + (old[n] === 0 ? points(at[n], done) : [...old[n]].length);
    }
    return { size, at, start, end, length, old, sure, kind, others, spots };
  }

  function mark(n) {
    const now = data.text.slice(marks.at[n], marks.at[n] + marks.length[n]);
    const old = marks.old[n] === 0 ? now : marks.old[n];
    return { old, now, changed: old !== now, others: marks.others[n] ?? [], spot: marks.spots[n] ?? [] };
  }

  function places(rows) {
    // Where each section ends: in the text, and among the marks.
    const found = { text: [data.bom], marks: [0] };
    rows.forEach(([length, count]) => {
      found.text.push(found.text.at(-1) + length);
      found.marks.push(found.marks.at(-1) + count);
    });
    return found;
  }

  // --- text ------------------------------------------------------------------------------------

  const textOf = (n) => (decisions.has(n) ? decisions.get(n)[1] : mark(n).now);
  const visible = (text) => text || "∅";

  function wholeText() {
    const pieces = [];
    let done = 0;
    for (let n = 0; n < marks.size; n += 1) {
      pieces.push(data.text.slice(done, marks.at[n]), textOf(n));
      done = marks.at[n] + marks.length[n];
    }
    pieces.push(data.text.slice(done));
    return pieces.join("");
  }

  function around(n) {
    const [from, to] = [marks.at[n], marks.at[n] + marks.length[n]];
    const before = data.text.slice(Math.max(0, from - 80), from);
    const behind = data.text.slice(to, to + 80);
    const cut = (text) => text.split(/\s+/).filter(Boolean);
    const blank = /\n\s*\n|\f/; // what stands beyond is another paragraph
    return [cut(before.split(blank).pop()).slice(-3), cut(behind.split(blank)[0]).slice(0, 3)];
  }

  function draw(n) {
    const element = shown[n];
    if (!element) return;
    const decided = decisions.get(n);
    element.textContent = visible(textOf(n));
    element.classList.toggle("done", decided !== undefined);
    element.classList.toggle("back", decided !== undefined && decided[0] === "rejected");
    element.classList.toggle("own", decided !== undefined && ["chosen", "typed"].includes(decided[0]));
    if (buttons.has(n)) name(n);
  }

  function name(n) {
    const row = mark(n);
    const said = [visible(textOf(n))];
    if (row.changed) said.push(`${words.was} ${visible(row.old)}`);
    said.push(decisions.has(n) ? words[`is${capital(decisions.get(n)[0])}`] : sureness(n));
    shown[n].setAttribute("aria-label", said.join(", "));
  }

  function makeButton(n) {
    if (buttons.has(n)) return;
    buttons.add(n);
    shown[n].setAttribute("role", "button");
    shown[n].tabIndex = -1;
  }

  const capital = (word) => word[0].toUpperCase() + word.slice(1);

  function sureness(n) {
    // Rounded down: a word under the bound is not said to reach it, none to be quite sure.
    const tenThousandths = Math.min(9999, marks.sure[n]);
    const [step, digits] = tenThousandths > 9900 ? [10, 1] : [100, 0];
    return `${((Math.floor(tenThousandths / step) * step) / 100).toFixed(digits)} % ${words.sureBy}`;
  }

  // --- drawn: at once what is in sight, the rest as time allows --------------------------------
  //
  // The page comes with its text and with what is doubtful. Elements of sure changes are made here,
  // section by section, or hundreds of pages would open slowly.

  const AT_ONCE = 1000; // marks

  function sectionOf(n) {
    let [low, high] = [0, sections.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (n < ends.marks[middle + 1]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function build(s) {
    const [first, last] = [ends.marks[s], ends.marks[s + 1]];
    if (first === last || shown[first]) return;
    const there = sections[s].querySelectorAll("u");
    for (let n = first; n < last; n += 1) {
      shown[n] = there.length === last - first ? there[n - first] : markElement(n);
      numbers.set(shown[n], n);
      if (marks.sure[n] < 10000 * data.below) makeButton(n);
      if (decisions.has(n) || !marks.length[n]) draw(n);
      else if (buttons.has(n)) name(n);
    }
    if (there.length === last - first) return;
    sections[s].querySelector("div").replaceChildren(...pieces(s));
  }

  function markElement(n) {
    const row = mark(n);
    const element = document.createElement("u");
    const level = data.levels.filter((bound) => marks.sure[n] >= 10000 * bound).length;
    if (level < 3) element.className = `c${level}`;
    if (level < 2 && row.changed && row.old) element.dataset.o = row.old;
    element.textContent = legible(row.now);
    return element;
  }

  function pieces(s) {
    const made = [];
    let done = ends.text[s];
    for (let n = ends.marks[s]; n < ends.marks[s + 1]; n += 1) {
      made.push(legible(data.text.slice(done, marks.at[n])), shown[n]);
      done = marks.at[n] + marks.length[n];
    }
    const end = ends.text[s + 1];
    made.push(legible(data.text.slice(done, data.text[end - 1] === "\f" ? end - 1 : end)));
    return made;
  }

  // As HTML reads what stands in the page.
  const legible = (text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd");

  const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 30));
  let ahead = 0; // the section to be drawn next

  function drawOn(deadline) {
    const until = performance.now() + Math.min(8, deadline?.timeRemaining() ?? 8);
    do build(ahead++);
    while (ahead < sections.length && performance.now() < until);
    if (ahead < sections.length) whenIdle(drawOn);
  }

  function drawAll() {
    while (ahead < sections.length) build(ahead++);
  }

  const nearby = new IntersectionObserver(
    (rows) => rows.forEach((row) => row.isIntersecting && build(sections.indexOf(row.target))),
    { rootMargin: "100% 0px" },
  );

  // --- which marks -----------------------------------------------------------------------------

  function filter() {
    const sure = byId("sure").value;
    const kind = byId("kind").value;
    const bound = 10000 * (sure === "check" ? data.below : data.levels[sure] ?? 2);
    return (n) => marks.sure[n] < bound && (kind === "" || marks.kind[n] === kind);
  }

  function under(isUnder) {
    const found = [];
    for (let n = 0; n < marks.size; n += 1) if (isUnder(n)) found.push(n);
    return found;
  }

  function matches(n) {
    const state = byId("state").value;
    return state === "both" || decisions.has(n) === (state === "done");
  }

  function refilter() {
    const isUnder = filter();
    list = under(isUnder);
    last = -1;
    count();
    if (current < 0 || !isUnder(current)) move(1, current, false);
    else show();
  }

  function count() {
    const left = list.reduce((sum, n) => sum + !decisions.has(n), 0);
    byId("left").textContent = left;
    byId("ratio").textContent = `${words.of} ${list.length}; ${decisions.size} ${words.decided}`;
    byId("progress").value = list.length ? 1 - left / list.length : 1;
    if (list.length && !left) tell(words.allDone);
  }

  function move(step, from, focus = true) {
    const start = list.findIndex((n) => (step > 0 ? n > from : n >= from));
    const size = list.length;
    let place = start < 0 ? (step > 0 ? 0 : size - 1) : step > 0 ? start : (start - 1 + size) % size;
    for (let tried = 0; tried < size; tried += 1) {
      if (matches(list[place])) return select(list[place], focus);
      place = (place + step + size) % size;
    }
    if (!size) tell(words.noneFound);
    else if (byId("state").value === "open") tell(words.allDone);
    if (!matches(current)) show();
    return undefined;
  }

  // --- the mark that is looked at --------------------------------------------------------------

  function select(n, focus = true) {
    if (current >= 0) {
      shown[current].classList.remove("now");
      shown[current].tabIndex = -1;
      shown[current].removeAttribute("aria-current");
    }
    current = n;
    build(sectionOf(n));
    const element = shown[n];
    makeButton(n);
    element.setAttribute("aria-current", "true");
    element.tabIndex = 0;
    name(n);
    element.classList.add("now");
    if (focus) element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
    show();
  }

  function show() {
    byId("card").hidden = current < 0;
    byId("piece").hidden = true;
    if (current < 0) return;
    const row = mark(current);
    const section = shown[current].closest("section");
    const label = data.pictures.length || section.querySelector("h2") ? words.page : words.part;
    byId("where").textContent = `${label} ${section.id.slice(1)} · ${words[`kind_${data.kinds[marks.kind[current]]}`]}`;
    byId("old").textContent = !row.changed ? words.kept : visible(row.old);
    byId("new").textContent = visible(textOf(current));
    const decided = decisions.get(current);
    byId("level").textContent = sureness(current) + (decided ? ` · ${words[`is${capital(decided[0])}`]}` : "");
    byId("others").replaceChildren(...row.others.map(other));
    byId("noOthers").hidden = row.others.length > 0;
    byId("othersTitle").hidden = byId("others").hidden = !row.others.length;
    byId("reject").disabled = !row.changed;
    stopTyping();
    showAlike();
    showPicture(row.spot);
  }

  function other(text, place) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const key = document.createElement("kbd");
    key.textContent = place + 1;
    button.type = "button";
    button.setAttribute("aria-keyshortcuts", String(place + 1));
    button.append(key, ` ${text}`);
    button.addEventListener("click", () => decide("chosen", text));
    item.append(button);
    return item;
  }

  function whatAlike() {
    const n = last >= 0 ? last : current;
    return [n, ...(decisions.get(n) ?? ["accepted", mark(n).now])];
  }

  function alike(n) {
    const [{ old, length }, text] = [marks, mark(n).now];
    const same = (other) => old[other] === old[n] && length[other] === length[n];
    return under((other) => same(other) && mark(other).now === text);
  }

  function showAlike() {
    const [n, , text] = whatAlike();
    const others = alike(n).filter((other) => !decisions.has(other)).length;
    const before = mark(n).old;
    const was = before === text ? "" : `${visible(before)} → `;
    byId("same").textContent = `${was}${visible(text)} (${others})`;
    byId("alike").disabled = others === 0;
  }

  function showPicture(spot) {
    byId("sheet").hidden = !spot.length;
    if (!spot.length) return;
    const [page, left, top, right, bottom] = spot;
    const [width, height] = data.pictures[page];
    if (page !== picture) {
      const source = byId(`p${page}`).textContent;
      for (const id of ["picture", "stripPicture"]) byId(id).src = source;
      picture = page;
    }
    byId("picture").alt = `${words.picture} ${page + 1}`;
    byId("stripPicture").alt = `${words.pieceOf}: ${visible(textOf(current))}`;
    const box = byId("box").style;
    [box.left, box.width] = [`${(100 * left) / width}%`, `${(100 * (right - left)) / width}%`];
    [box.top, box.height] = [`${(100 * top) / height}%`, `${(100 * (bottom - top)) / height}%`];
    const frame = byId("frame");
    frame.style.aspectRatio = `${width} / ${height}`;
    byId("sheet").scrollTop = (top / height) * frame.clientHeight - byId("sheet").clientHeight / 2;
    showPiece(width, height, left, top, right, bottom);
  }

  function showPiece(width, height, left, top, right, bottom) {
    const strip = byId("strip");
    byId("piece").hidden = false;
    const scale = Math.min(3, Math.max(0.3, 26 / Math.max(8, bottom - top)));
    const seen = strip.clientWidth / scale;
    const from = Math.max(0, Math.min(width - seen, (left + right - seen) / 2));
    const over = top - (strip.clientHeight / scale - (bottom - top)) / 2;
    const image = byId("stripPicture").style;
    [image.width, image.height] = [`${width * scale}px`, `${height * scale}px`];
    [image.left, image.top] = [`${-from * scale}px`, `${-over * scale}px`];
    const box = byId("stripBox").style;
    [box.left, box.width] = [`${(left - from) * scale}px`, `${(right - left) * scale}px`];
    [box.top, box.height] = [`${(top - over) * scale}px`, `${(bottom - top) * scale}px`];
    place();
  }

  function place() {
    const figure = byId("piece");
    if (figure.hidden || current < 0) return;
    const word = shown[current].getBoundingClientRect();
    const text = byId("text").getBoundingClientRect();
    const middle = (word.left + word.right - figure.offsetWidth) / 2;
    const most = Math.max(text.left, text.right - figure.offsetWidth);
    figure.style.left = `${Math.min(most, Math.max(text.left, middle)) + scrollX}px`;
    figure.style.top = `${word.top - figure.offsetHeight - 6 + scrollY}px`;
  }

  // --- deciding --------------------------------------------------------------------------------

  function decide(what, text) {
    if (current < 0) return;
    if (what === "rejected" && !mark(current).changed) {
      tell(words.notChanged);
      return;
    }
    change([current], what, text);
    tell(`${visible(text)}: ${words[`is${capital(what)}`]}`);
    const decided = current;
    move(1, current);
    last = decided;
    if (current >= 0) showAlike();
  }

  function change(these, what, text) {
    past.push(these.map((n) => [n, decisions.get(n)]));
    for (const n of these) {
      decisions.set(n, [what, text]);
      draw(n);
    }
    keep();
    count();
  }

  function toAll() {
    if (current < 0) return;
    const [n, what, text] = whatAlike();
    const these = alike(n).filter((other) => !decisions.has(other));
    if (!these.length) return;
    change(these, what, text);
    tell(`${these.length} ${words.alikeDone}: ${visible(text)}`);
    if (decisions.has(current)) move(1, current);
    else show();
  }

  function undo() {
    const step = past.pop();
    if (!step) {
      tell(words.nothingToUndo);
      return;
    }
    for (const [n, before] of step) {
      if (before) decisions.set(n, before);
      else decisions.delete(n);
      draw(n);
    }
    keep();
    last = -1;
    count();
    select(step[0][0]);
    tell(words.undone);
  }

  function startTyping() {
    if (current < 0) return;
    byId("typing").hidden = false;
    byId("typed").value = textOf(current);
    byId("typed").select();
    byId("typed").focus();
  }

  function stopTyping() {
    byId("typing").hidden = true;
  }

  function tell(text) {
    byId("message").textContent = text;
  }

  // --- kept by the browser, saved to files -----------------------------------------------------

  let waiting = 0;
  function keep() {
    clearTimeout(waiting);
    waiting = setTimeout(write, 100);
  }

  function write() {
    clearTimeout(waiting);
    try {
      localStorage.setItem(KEY, JSON.stringify([...decisions]));
    } catch {
      tell(words.noStorage);
    }
  }

  const KNOWN = ["accepted", "rejected", "chosen", "typed"];
  function take(rows) {
    const valid = ([n, value]) =>
      Number.isInteger(n) && n >= 0 && n < marks.size && KNOWN.includes(value?.[0]) && typeof value[1] === "string";
    for (const [n, value] of rows.filter(valid)) {
      decisions.set(n, value);
      draw(n);
    }
  }

  function remembered() {
    try {
      take(JSON.parse(localStorage.getItem(KEY)) ?? []);
    } catch {
      // Nothing was kept, or not by this page.
    }
  }

  function record() {
    const changes = [];
    for (let n = 0; n < marks.size; n += 1) {
      const { old, now, changed, spot } = mark(n);
      const decided = decisions.get(n);
      if (!decided && !changed) continue;
      const row = { start: marks.start[n], end: marks.end[n], old, proposed: now };
      Object.assign(row, { new: textOf(n), decision: decided ? decided[0] : null });
      row.confidence = marks.sure[n] / 10000;
      if (decided) [row.before, row.behind] = around(n);
      if (spot.length) Object.assign(row, { page: spot[0] + 1, box: shares(spot) });
      changes.push(row);
    }
    const { file, program, source, restored } = data;
    return { format: "vnfix decisions", version: 1, program, file, source, restored, changes };
  }

  function shares([page, ...edges]) {
    const [width, height] = data.pictures[page];
    return edges.map((edge, n) => Number((edge / (n % 2 ? height : width)).toFixed(5)));
  }

  async function open(file) {
    try {
      const found = JSON.parse(await file.text());
      if (found.source.sha256 !== data.source.sha256) throw new Error(words.wrongFile);
      const placed = new Map();
      for (let n = 0; n < marks.size; n += 1) placed.set(`${marks.start[n]} ${marks.end[n]}`, n);
      const rows = found.changes.filter((row) => row.decision);
      take(rows.map((row) => [placed.get(`${row.start} ${row.end}`), [row.decision, row.new]]));
      keep();
      refilter();
      tell(`${rows.length} ${words.loaded}`);
    } catch (error) {
      tell(error.message === words.wrongFile ? error.message : words.wrongFile);
    }
  }

  function save(text, kind, ending) {
    const stem = data.file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "text";
    const link = document.createElement("a");
    link.download = `${stem}.${ending}`;
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell(`${words.saved} ${link.download}`);
  }

  // --- language, keys, start -------------------------------------------------------------------

  function speak(code) {
    language = code;
    words = data.words[code];
    document.documentElement.lang = code;
    for (const element of document.querySelectorAll("[data-w]")) {
      element.textContent = words[element.dataset.w];
    }
    for (const element of document.querySelectorAll("[data-l]")) {
      element.setAttribute("aria-label", words[element.dataset.l]);
    }
    byId("language").lang = code === "en" ? "vi" : "en";
    buttons.forEach(name);
    count();
    show();
  }

  const KEYS = {
    j: () => move(1, current),
    k: () => move(-1, current),
    a: () => decide("accepted", current >= 0 ? mark(current).now : ""),
    r: () => decide("rejected", current >= 0 ? mark(current).old : ""),
    e: startTyping,
    A: toAll,
    u: undo,
    "?": () => byId("keys").showModal(),
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && !byId("typing").hidden) {
      stopTyping();
      shown[current].focus({ preventScroll: true });
      return;
    }
    if (field || (!byId("keysOn").checked && event.key !== "?")) return;
    const number = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const act = KEYS[event.key];
    const others = current >= 0 ? mark(current).others : [];
    if (number >= 0 && number in others) {
      decide("chosen", others[number]);
    } else if (act) {
      if (event.key === "j" || event.key === "k") last = -1;
      act();
    } else {
      return;
    }
    event.preventDefault();
  }

  function click(id, act) {
    byId(id).addEventListener("click", act);
  }

  document.addEventListener("keydown", onKey);
  addEventListener("resize", place);
  new ResizeObserver(([row]) => {
    const height = getComputedStyle(row.target).position === "sticky" ? row.target.offsetHeight : 0;
    document.documentElement.style.setProperty("--head", `${height}px`);
  }).observe(document.querySelector("header"));
  addEventListener("pagehide", write);
  byId("text").addEventListener("click", (event) => {
    const element = event.target.closest("u");
    if (!numbers.has(element)) return;
    last = -1;
    select(numbers.get(element));
  });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("u")) startTyping();
  });
  for (const id of ["sure", "kind", "state"]) byId(id).addEventListener("change", refilter);
  click("next", () => ((last = -1), move(1, current, false)));
  click("previous", () => ((last = -1), move(-1, current, false)));
  click("accept", KEYS.a);
  click("reject", KEYS.r);
  click("edit", startTyping);
  click("alike", toAll);
  click("undo", undo);
  click("help", KEYS["?"]);
  click("language", () => speak(language === "en" ? "vi" : "en"));
  click("saveText", () => save(wholeText(), "text/plain;charset=utf-8", "checked.txt"));
  click("saveDecisions", () => save(`${JSON.stringify(record(), null, 1)}\n`, "application/json", "decisions.json"));
  click("load", () => byId("file").click());
  click("cancel", () => (stopTyping(), shown[current].focus({ preventScroll: true })));
  byId("file").addEventListener("change", (event) => event.target.files[0] && open(event.target.files[0]));
  byId("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    decide("typed", byId("typed").value.normalize("NFC"));
  });
  addEventListener("beforeprint", drawAll);
  remembered();
  list = under(filter());
  while (ahead < sections.length && ends.marks[ahead] < AT_ONCE) build(ahead++);
  speak(navigator.language.startsWith("vi") ? "vi" : "en");
  tell(words.keptHere);
  move(1, -1, false);
  scrollTo(0, 0);
  if (ahead < sections.length) {
    sections.forEach((section) => nearby.observe(section));
    whenIdle(drawOn);
  }
})();
