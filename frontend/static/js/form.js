// The application form: counters, rows, sums, and autosave with a local copy. Without it the form still saves.
"use strict";

const ZH = document.documentElement.lang.startsWith("zh");
const WORDS = ZH
  ? { saved: "已保存", typing: "正在输入……", offline: "离线，内容已保存在本机", restored: "已找回本机未保存的内容", more: (n) => `还差 ${n} 字`, over: (n) => `超出 ${n} 字` }
  : { saved: "Saved", typing: "Typing…", offline: "Offline: kept on this computer", restored: "What was kept on this computer was restored", more: (n) => `${n} more needed`, over: (n) => `${n} too many` };

function countCharacters(area) {
  const counter = document.querySelector(`[data-counter-for="${area.id}"]`);
  const least = Number(area.dataset.least), most = Number(area.dataset.most);
  const show = () => {
    const length = [...area.value.trim()].length;
    const remark = length > most ? WORDS.over(length - most) : length && length < least ? WORDS.more(least - length) : "";
    counter.textContent = `${length} / ${least}–${most}${remark ? ` · ${remark}` : ""}`;
    counter.classList.toggle("error", length > most);
  };
  area.addEventListener("input", show);
  show();
}

function addUp(form) {
  const cents = (name) => Math.round(Number((form.elements[name]?.value || "").replace(/[,，\s]/g, "")) * 100) || 0;
  for (const output of form.querySelectorAll("output[data-sum]")) {
    const sum = output.dataset.sum.split(" ").reduce((total, name) => total + cents(name), 0);
    output.textContent = (sum / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
}

function watchSums(form) {
  const panel = form.querySelector("[data-sums]");
  if (!panel) return;
  let timer, asked = 0;
  form.addEventListener("input", () => {
    addUp(form);
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = ++asked;
      try {
        const answer = await fetch(panel.dataset.sums, { method: "POST", body: new FormData(form) });
        const said = await answer.text();
        if (answer.ok && turn === asked) panel.innerHTML = said;
      } catch { /* offline: the sums stay as they were */ }
    }, 300);
  });
}

function rowsOf(form) {
  const table = form.querySelector("[data-rows]");
  if (!table) return null;
  const body = table.tBodies[0], prefix = table.dataset.rows;
  const total = form.elements[`${prefix}-TOTAL_FORMS`];
  const shown = () => [...body.rows].filter((row) => !row.hidden);
  const number = () => shown().forEach((row, place) => { row.querySelector("[data-number]").textContent = place + 1; });

  function add(focus = true) {
    const made = form.querySelector("[data-row-template]").innerHTML
      .replaceAll("__prefix__", total.value).replaceAll("__number__", String(Number(total.value) + 1));
    body.insertAdjacentHTML("beforeend", made);
    total.value = Number(total.value) + 1;
    dress(body.lastElementChild);
    number();
    if (focus) body.lastElementChild.querySelector("input, select, textarea").focus();
  }
  function dress(row) {
    const box = row.querySelector(".row-remove input[type=checkbox]");
    box?.addEventListener("change", () => {
      const after = shown()[shown().indexOf(row) + 1] || shown()[shown().indexOf(row) - 1];
      row.hidden = box.checked;
      number();
      after?.querySelector("input, select, textarea").focus();
    });
  }
  for (const row of body.rows) dress(row);
  table.classList.add("rows-live");
  form.querySelector("[data-add-row]").addEventListener("click", (event) => { event.preventDefault(); add(); });
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-row] td");
    if (!cell) return;
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); add(); return; }
    const down = event.key === "Enter" && event.target.matches("input:not([type=checkbox])") || event.key === "ArrowDown" && event.altKey;
    const up = event.key === "ArrowUp" && event.altKey;
    if (!down && !up) return;
    event.preventDefault();
    const rows = shown(), place = rows.indexOf(cell.parentElement) + (down ? 1 : -1);
    rows[place]?.cells[cell.cellIndex]?.querySelector("input, select, textarea")?.focus();
  });
  return { add, count: () => Number(total.value) };
}

function autosave(form, rows) {
  const state = document.querySelector("[data-saved]");
  const version = form.elements.base_version;
  const store = `keheng:${form.dataset.key}`;
  const fields = () => [...form.elements].filter((each) => each.name && !["hidden", "submit", "file"].includes(each.type));
  const typed = () => Object.fromEntries(fields().map((each) => [each.name, each.type === "checkbox" ? each.checked : each.value]));
  const say = (text, kind) => { state.textContent = text; state.dataset.state = kind || ""; };
  let timer, busy = false, again = false, left = false;

  const kept = localStorage.getItem(store);
  if (kept) {
    const copy = JSON.parse(kept), now = JSON.stringify(typed());
    if (copy.version === version.value && JSON.stringify(copy.typed) !== now) {
      while (rows && rows.count() < (copy.rows || 0)) rows.add(false);
      for (const [name, value] of Object.entries(copy.typed || {})) {
        const field = form.elements[name];
        if (!field) continue;
        if (field.type === "checkbox") { if (field.checked !== value) field.click(); } else field.value = value;
      }
      say(WORDS.restored);
      addUp(form);
      timer = setTimeout(save, 1200);
    } else localStorage.removeItem(store);
  }

  async function save() {
    if (left) return;
    if (busy) { again = true; return; }
    busy = true;
    const sent = JSON.stringify(typed());
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        version.value = said.version;
        if (sent === JSON.stringify(typed())) localStorage.removeItem(store);
        say(`${WORDS.saved} ${said.saved_at}`);
      } else say(said.words || String(answer.status), "error");
    } catch {
      say(WORDS.offline, "error");
      timer = setTimeout(save, 5000);
    }
    busy = false;
    if (again) { again = false; save(); }
  }
  form.addEventListener("input", () => {
    localStorage.setItem(store, JSON.stringify({ version: version.value, typed: typed(), rows: rows?.count() }));
    say(WORDS.typing);
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  });
  form.addEventListener("submit", () => { left = true; clearTimeout(timer); });
}

for (const area of document.querySelectorAll("textarea[data-most]")) countCharacters(area);
const here = document.querySelector(".sections [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - 16;
const section = document.getElementById("section");
if (section) {
  const rows = rowsOf(section);
  watchSums(section);
  if (section.matches("[data-autosave]")) autosave(section, rows);
}
