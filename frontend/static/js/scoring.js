// The scoring workbench: live total, grades by key, autosave with a local copy, next and previous item.
"use strict";

(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const zh = document.documentElement.lang.startsWith("zh");
  const editable = !form.querySelector("fieldset.plain").disabled;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const input = (criterion) => criterion.querySelector("input");
  const comment = form.elements.comment;
  const version = form.elements.base_version;
  const store = `keheng:sheet:${form.dataset.sheet}`;
  const state = form.querySelector("[data-saved]");
  const apart = new Set(["csrfmiddlewaretoken", "base_version", "request_key", "then"]);
  const typed = () => [...new FormData(form)].filter(([name]) => !apart.has(name));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const say = (text, kind) => { state.textContent = text; state.dataset.state = kind || ""; };
  let timer, sent = typed(), busy = null, restored = false;

  // What it adds up to, and what is missing.
  function show() {
    let total = 0;
    const missing = [];
    for (const each of criteria) {
      const given = input(each).value, points = Number(given);
      const wrong = given !== "" && (points < 0 || points > Number(each.dataset.points));
      each.classList.toggle("wrong", wrong);
      each.classList.toggle("given", given !== "" && !wrong);
      input(each).setAttribute("aria-invalid", wrong ? "true" : "false");
      if (given === "") missing.push(each.getAttribute("aria-label"));
      total += points;
      for (const band of each.querySelectorAll("[data-low]")) {
        const low = Number(band.dataset.low), inside = given !== "" && points >= low && points < Number(band.dataset.high) + 1;
        band.setAttribute("aria-pressed", inside ? "true" : "false");
      }
    }
    form.querySelector("[data-total]").textContent = String(Math.round(total * 100) / 100);
    for (const name of ["familiarity", "recommendation"]) {
      const group = form.querySelector(`[name=${name}]`).closest("fieldset");
      if (!form.querySelector(`[name=${name}]:checked`)) missing.push(group.querySelector("legend").textContent.trim());
    }
    const least = Number(form.dataset.least), length = [...comment.value.trim()].length;
    const count = form.querySelector("[data-count]"), words = form.querySelector("[data-missing]");
    count.textContent = `${length} / ${least}`;
    count.classList.toggle("error", length > 0 && length < least);
    if (length < least) missing.push(`${words.dataset.wordsComment} ${least - length}`);
    words.textContent = missing.length ? words.dataset.wordsCriteria + missing.join(zh ? "、" : ", ") : words.dataset.wordsWhole;
    form.querySelector("[name=then][value=submit]")?.classList.toggle("not-yet", missing.length > 0);
  }

  // Autosave: over the version that is known; a copy stays here until the server has it.
  function keep() {
    localStorage.setItem(store, JSON.stringify({ version: version.value, typed: typed() }));
  }
  function later(wait) { clearTimeout(timer); timer = setTimeout(save, wait); }
  function save() {
    clearTimeout(timer);
    if (busy) return busy.then(() => (same(sent, typed()) ? null : save()));
    if (same(sent, typed())) return Promise.resolve();
    busy = send().finally(() => { busy = null; });
    return busy;
  }
  async function send() {
    const now = typed(), body = new FormData(form);
    body.set("request_key", "");
    body.delete("then");
    try {
      const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        version.value = said.version;
        sent = now;
        if (same(now, typed())) localStorage.removeItem(store); else { keep(); later(800); }
        say(`${zh ? "已保存" : "Saved"} ${said.saved_at}`);
      } else say(said.words || String(answer.status), "error");
    } catch {
      say(zh ? "离线，已保存在本机" : "Offline: kept on this computer", "error");
      later(5000);
    }
  }
  function changed(wait) {
    keep();
    show();
    say(zh ? "正在输入……" : "Typing…");
    later(wait);
  }
  function restore() {
    const kept = localStorage.getItem(store);
    if (!kept) return;
    const copy = JSON.parse(kept);
    if (same(copy.typed, sent)) { localStorage.removeItem(store); return; }
    if (copy.version !== version.value || form.closest(".sheet").querySelector(".theirs-card")) {
      const box = form.querySelector("[data-kept]");
      box.querySelector("span").textContent = copy.typed.map(([, text]) => text).filter(Boolean).join(" · ");
      box.hidden = false;
      return;
    }
    for (const [name, text] of copy.typed) {
      const field = form.elements[name];
      if (field instanceof RadioNodeList || (field && field.type === "radio")) {
        const radio = form.querySelector(`[name="${name}"][value="${CSS.escape(text)}"]`);
        if (radio) radio.checked = true;
      } else if (field) field.value = text;
    }
    restored = true;
  }

  // Keys: grades, criteria, items.
  let current = criteria.find((each) => input(each).value === "") || criteria[0];
  function choose(criterion, focus) {
    if (!criterion) return;
    current = criterion;
    for (const each of criteria) each.classList.toggle("current", each === current);
    if (focus) { current.focus({ preventScroll: true }); current.scrollIntoView({ block: "nearest" }); }
  }
  function grade(criterion, place) {
    const band = criterion.querySelectorAll("[data-low]")[place];
    if (!band || band.disabled) return;
    input(criterion).value = band.dataset.high;
    changed(400);
  }
  async function go(rel) {
    const link = document.querySelector(`a[rel=${rel}]`);
    if (!link) return;
    if (editable) await save();
    location.href = link.href;
  }
  const keys = document.querySelector("[data-keys-list]"), button = document.querySelector("[data-keys]");
  const toggle = () => (keys.open ? keys.close() : keys.showModal());
  button.hidden = false;
  button.addEventListener("click", toggle);

  document.addEventListener("keydown", (event) => {
    const target = event.target, key = event.key;
    if ((event.ctrlKey || event.metaKey) && key === "Enter" && editable) {
      event.preventDefault();
      form.querySelector("[name=then][value=submit]").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = target.matches("textarea, select, input:not([type=radio])");
    if (typing) {
      if (key === "Escape") { event.preventDefault(); choose(target.closest("[data-criterion]") || current, true); }
      if (key === "Enter" && target.closest("[data-criterion]")) {
        event.preventDefault();
        const at = criteria.indexOf(target.closest("[data-criterion]"));
        choose(criteria[Math.min(at + 1, criteria.length - 1)], true);
      }
      return;
    }
    if (key === "?") { event.preventDefault(); toggle(); return; }
    if (keys.open) return;
    if (key === "j" || key === "k") { event.preventDefault(); go(key === "j" ? "next" : "prev"); return; }
    if (!editable) return;
    if (key === "c") { event.preventDefault(); comment.focus(); return; }
    if (key === "Enter" && target.matches("[data-criterion]")) { event.preventDefault(); input(current).select(); input(current).focus(); return; }
    const at = criteria.indexOf(current);
    if (["1", "2", "3", "4"].includes(key)) {
      event.preventDefault();
      grade(current, Number(key) - 1);
      choose(criteria[Math.min(at + 1, criteria.length - 1)], true);
    } else if ((key === "ArrowDown" || key === "ArrowUp") && !target.matches("input[type=radio]")) {
      if (!target.closest("[data-criterion]")) return;
      event.preventDefault();
      choose(criteria[at + (key === "ArrowDown" ? 1 : -1)], true);
    }
  });
  for (const each of criteria) {
    each.addEventListener("focusin", () => choose(each));
    each.querySelectorAll("[data-low]").forEach((band, place) => band.addEventListener("click", () => grade(each, place)));
  }
  form.addEventListener("input", (event) => changed(event.target.type === "radio" ? 400 : 1200));
  form.addEventListener("submit", () => { clearTimeout(timer); });
  document.querySelectorAll("a[rel=next], a[rel=prev]").forEach((link) => link.addEventListener("click", (event) => {
    if (!editable || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(link.rel);
  }));

  if (editable) { restore(); choose(current); }
  show();
  if (restored) { say(zh ? "已找回本机未保存的内容" : "What was kept on this computer was restored"); later(800); }
})();
