// Behaviour on data- attributes: send once, the palette, filters, countdowns.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});

// The palette: Ctrl/Cmd-K finds everything one may see, and the lists of the role. Without JavaScript: the search page.
const palette = document.querySelector("[data-palette]");
if (palette) {
  const box = palette.querySelector("input"), answer = palette.querySelector("[data-palette-answer]");
  const home = palette.querySelector("[data-palette-home]");
  let timer, asked = 0;
  const lines = () => [...palette.querySelectorAll("a.found")].filter((line) => line.offsetParent);
  const open = () => { if (!palette.open) palette.showModal(); box.select(); };
  async function ask() {
    const words = box.value.trim(), turn = ++asked;
    home.hidden = Boolean(words);
    if (!words) { answer.innerHTML = ""; return; }
    try {
      const said = await fetch(`${palette.dataset.palette}?q=${encodeURIComponent(words)}`, { headers: { "X-Part": "palette" } });
      const found = await said.text();
      if (said.ok && turn === asked) answer.innerHTML = found;
    } catch { /* offline: Enter still leads to the search page */ }
  }
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 180); });
  palette.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const all = [box, ...lines()], place = all.indexOf(document.activeElement) + moves[event.key];
    (all[place] || box).focus();
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
  for (const link of document.querySelectorAll("[data-palette-open]")) link.addEventListener("click", (event) => { event.preventDefault(); open(); });
}
for (const link of document.querySelectorAll("[data-side-open]")) {
  link.addEventListener("click", (event) => { event.preventDefault(); document.getElementById("side").classList.toggle("side-open"); });
}
for (const form of document.querySelectorAll("[data-filter]")) {
  form.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
}

// Countdowns go by the server's clock, as it was when the page was made.
const clockLag = (new Date(document.body.dataset.now) - Date.now()) || 0;
function countDown() {
  const zh = document.documentElement.lang.startsWith("zh");
  for (const time of document.querySelectorAll("[data-countdown]")) {
    const left = Math.floor((new Date(time.getAttribute("datetime")) - Date.now() - clockLag) / 60000);
    const days = Math.floor(left / 1440), hours = Math.floor((left % 1440) / 60), minutes = left % 60;
    let said = "";
    if (left >= 1440) said = zh ? `还有 ${days} 天 ${hours} 小时` : `${days} d ${hours} h left`;
    else if (left >= 0) said = zh ? `还有 ${hours} 小时 ${minutes} 分` : `${hours} h ${minutes} min left`;
    let shown = time.nextElementSibling;
    if (!shown || !shown.matches(".countdown")) {
      shown = document.createElement("span");
      shown.className = "countdown";
      time.after(shown);
    }
    shown.textContent = said && left < 60480 ? (zh ? `（${said}）` : ` (${said})`) : "";
    shown.classList.toggle("countdown-near", left < 2880);
  }
}

for (const button of document.querySelectorAll("[data-choose]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const radio of button.closest("form").querySelectorAll(`input[type=radio][value="${button.dataset.choose}"]`)) radio.checked = true;
  });
}
countDown();
setInterval(countDown, 30000);
