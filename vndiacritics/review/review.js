"use strict";
// The review page's own script: no library, no network, nothing but what stands in this file.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const [AT, START, END, OLD, NEW, SURE, KIND, OTHERS, SPOT] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const marks = rows(data.marks);
  const shown = document.querySelectorAll("main u");
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

  function rows({ at, length, start, end, old, sure, kind, others, spots }) {
    const none = [];
    return at.map((place, n) => {
      const text = data.text.slice(place, place + length[n]);
      const was = old[n] === 0 ? text : old[n];
      return [place, start[n], end[n], was, text, sure[n], kind[n], others[n] ?? none, spots[n] ?? none];
    });
  }

  // --- text ------------------------------------------------------------------------------------

  const textOf = (n) => (decisions.has(n) ? decisions.get(n)[1] : marks[n][NEW]);
  const visible = (text) => text || "∅";

  function wholeText() {
    const pieces = [];
    let done = 0;
    marks.forEach((mark, n) => {
      pieces.push(data.text.slice(done, mark[AT]), textOf(n));
      done = mark[AT] + mark[NEW].length;
    });
    pieces.push(data.text.slice(done));
    return pieces.join("");
  }

  function around(n) {
    const mark = marks[n];
    const before = data.text.slice(Math.max(0, mark[AT] - 80), mark[AT]);
    const behind = data.text.slice(mark[AT] + mark[NEW].length).slice(0, 80);
    const cut = (text) => text.split(/\s+/).filter(Boolean);
    const blank = /\n\s*\n|\f/; // what stands beyond is another paragraph
    return [cut(before.split(blank).pop()).slice(-3), cut(behind.split(blank)[0]).slice(0, 3)];
  }

  function draw(n) {
    const element = shown[n];
    const decided = decisions.get(n);
    element.textContent = visible(textOf(n));
    element.classList.toggle("done", decided !== undefined);
    element.classList.toggle("back", decided !== undefined && decided[0] === "rejected");
    element.classList.toggle("own", decided !== undefined && ["chosen", "typed"].includes(decided[0]));
    if (buttons.has(n)) name(n);
  }

  function name(n) {
    const mark = marks[n];
    const said = [visible(textOf(n))];
    if (mark[OLD] !== mark[NEW]) said.push(`${words.was} ${visible(mark[OLD])}`);
    said.push(decisions.has(n) ? words[`is${capital(decisions.get(n)[0])}`] : sureness(mark));
    shown[n].setAttribute("aria-label", said.join(", "));
  }

  function makeButton(n) {
    if (buttons.has(n)) return;
    buttons.add(n);
    shown[n].setAttribute("role", "button");
    shown[n].tabIndex = -1;
  }

  const capital = (word) => word[0].toUpperCase() + word.slice(1);

  function sureness(mark) {
    // Rounded down: a word under the bound is not said to reach it, none to be quite sure.
    const [hundredths, digits] = [Math.min(9999, Math.round(10000 * mark[SURE])), mark[SURE] > 0.99 ? 1 : 0];
    const step = digits ? 10 : 100;
    return `${((Math.floor(hundredths / step) * step) / 100).toFixed(digits)} % ${words.sureBy}`;
  }

  // --- which marks -----------------------------------------------------------------------------

  function filter() {
    const sure = byId("sure").value;
    const kind = byId("kind").value;
    const bound = sure === "check" ? data.below : data.levels[sure] ?? 2;
    return (mark) => mark[SURE] < bound && (kind === "" || mark[KIND] === Number(kind));
  }

  function matches(n) {
    const state = byId("state").value;
    return state === "both" || decisions.has(n) === (state === "done");
  }

  function refilter() {
    const isUnder = filter();
    list = [];
    marks.forEach((mark, n) => isUnder(mark) && list.push(n));
    last = -1;
    count();
    if (current < 0 || !isUnder(marks[current])) move(1, current, false);
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
    const mark = marks[current];
    const section = shown[current].closest("section");
    const label = data.pictures.length || section.querySelector("h2") ? words.page : words.part;
    byId("where").textContent = `${label} ${section.id.slice(1)} · ${words[`kind_${data.kinds[mark[KIND]]}`]}`;
    byId("old").textContent = mark[OLD] === mark[NEW] ? words.kept : visible(mark[OLD]);
    byId("new").textContent = visible(textOf(current));
    const decided = decisions.get(current);
    byId("level").textContent = sureness(mark) + (decided ? ` · ${words[`is${capital(decided[0])}`]}` : "");
    byId("others").replaceChildren(...mark[OTHERS].map(other));
    byId("noOthers").hidden = mark[OTHERS].length > 0;
    byId("othersTitle").hidden = byId("others").hidden = !mark[OTHERS].length;
    byId("reject").disabled = mark[OLD] === mark[NEW];
    stopTyping();
    showAlike();
    showPicture(mark[SPOT]);
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
    return [n, ...(decisions.get(n) ?? ["accepted", marks[n][NEW]])];
  }

  function alike(n) {
    const found = [];
    marks.forEach((mark, other) => {
      if (mark[OLD] === marks[n][OLD] && mark[NEW] === marks[n][NEW]) found.push(other);
    });
    return found;
  }

  function showAlike() {
    const [n, , text] = whatAlike();
    const others = alike(n).filter((other) => !decisions.has(other)).length;
    const was = marks[n][OLD] === text ? "" : `${visible(marks[n][OLD])} → `;
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
    const mark = marks[current];
    if (what === "rejected" && mark[OLD] === mark[NEW]) {
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

  function change(numbers, what, text) {
    past.push(numbers.map((n) => [n, decisions.get(n)]));
    for (const n of numbers) {
      decisions.set(n, [what, text]);
      draw(n);
    }
    keep();
    count();
  }

  function toAll() {
    if (current < 0) return;
    const [n, what, text] = whatAlike();
    const numbers = alike(n).filter((other) => !decisions.has(other));
    if (!numbers.length) return;
    change(numbers, what, text);
    tell(`${numbers.length} ${words.alikeDone}: ${visible(text)}`);
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
      Number.isInteger(n) && n in marks && KNOWN.includes(value?.[0]) && typeof value[1] === "string";
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
    marks.forEach((mark, n) => {
      const decided = decisions.get(n);
      if (!decided && mark[OLD] === mark[NEW]) return;
      const row = { start: mark[START], end: mark[END], old: mark[OLD], proposed: mark[NEW] };
      Object.assign(row, { new: textOf(n), decision: decided ? decided[0] : null });
      row.confidence = mark[SURE];
      if (decided) [row.before, row.behind] = around(n);
      if (mark[SPOT].length) Object.assign(row, { page: mark[SPOT][0] + 1, box: shares(mark[SPOT]) });
      changes.push(row);
    });
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
      const numbers = new Map(marks.map((mark, n) => [`${mark[START]} ${mark[END]}`, n]));
      const rows = found.changes.filter((row) => row.decision);
      take(rows.map((row) => [numbers.get(`${row.start} ${row.end}`), [row.decision, row.new]]));
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
    a: () => decide("accepted", marks[current]?.[NEW]),
    r: () => decide("rejected", marks[current]?.[OLD]),
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
    if (number >= 0 && current >= 0 && number in marks[current][OTHERS]) {
      decide("chosen", marks[current][OTHERS][number]);
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
    if (!element) return;
    last = -1;
    select(Array.prototype.indexOf.call(shown, element));
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
  marks.forEach((mark, n) => {
    if (!mark[NEW]) draw(n);
    if (mark[SURE] >= data.below) return;
    makeButton(n);
  });
  remembered();
  list = [];
  const isUnder = filter();
  marks.forEach((mark, n) => isUnder(mark) && list.push(n));
  speak(navigator.language.startsWith("vi") ? "vi" : "en");
  tell(words.keptHere);
  move(1, -1, false);
  scrollTo(0, 0);
})();
