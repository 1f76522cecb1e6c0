// Behaviour on data- attributes: send once, countdown, counters, autosave with a local copy.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.querySelector("[data-search]");
    if (box) { event.preventDefault(); box.focus(); }
  }
});

for (const area of document.querySelectorAll("textarea[data-most]")) {
  const counter = document.querySelector(`[data-counter-for="${area.id}"]`);
  const show = () => {
    const length = [...area.value.trim()].length;
    counter.textContent = `${length} / ${area.dataset.most}`;
    counter.classList.toggle("error", length > Number(area.dataset.most));
  };
  area.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = document.querySelector("[data-saved]");
  const version = form.elements.base_version;
  const store = `keheng:${form.dataset.key}`;
  const typed = () => Object.fromEntries([...form.querySelectorAll("textarea")].map((a) => [a.name, a.value]));
  const say = (text, kind) => { state.textContent = text; state.dataset.state = kind || ""; };
  const zh = document.documentElement.lang.startsWith("zh");
  let timer, busy = false, again = false;

  const kept = localStorage.getItem(store);
  if (kept) {
    const copy = JSON.parse(kept);
    if (copy.version === version.value && JSON.stringify(copy.text) !== JSON.stringify(typed())) {
      for (const [name, text] of Object.entries(copy.text)) if (form.elements[name]) form.elements[name].value = text;
      say(zh ? "已找回本机未保存的文字" : "Text kept on this computer was restored");
      timer = setTimeout(save, 1200);
    } else if (JSON.stringify(copy.text) === JSON.stringify(typed())) localStorage.removeItem(store);
  }
  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    const sent = JSON.stringify(typed());
    const body = new FormData(form);
    body.set("request_key", "");
    try {
      const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        version.value = said.version;
        if (sent === JSON.stringify(typed())) localStorage.removeItem(store);
        say(`${zh ? "已保存" : "Saved"} ${said.saved_at}`);
      } else say(said.words || String(answer.status), "error");
    } catch {
      say(zh ? "离线，文字已保存在本机" : "Offline: kept on this computer", "error");
      timer = setTimeout(save, 5000);
    }
    busy = false;
    if (again) { again = false; save(); }
  }
  form.addEventListener("input", () => {
    localStorage.setItem(store, JSON.stringify({ version: version.value, text: typed() }));
    say(zh ? "正在输入……" : "Typing…");
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  });
}

for (const time of document.querySelectorAll("[data-countdown]")) {
  const end = new Date(time.getAttribute("datetime"));
  const left = Math.floor((end - Date.now()) / 60000);
  if (left > 0 && left < 20160) {
    const zh = document.documentElement.lang.startsWith("zh");
    const days = Math.floor(left / 1440), hours = Math.floor((left % 1440) / 60), minutes = left % 60;
    time.append(zh ? `（还有 ${days} 天 ${hours} 小时 ${minutes} 分）` : ` (${days} d ${hours} h ${minutes} min left)`);
  }
}

for (const button of document.querySelectorAll("[data-choose]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const radio of button.closest("form").querySelectorAll(`input[type=radio][value="${button.dataset.choose}"]`)) radio.checked = true;
  });
}
