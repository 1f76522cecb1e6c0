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
