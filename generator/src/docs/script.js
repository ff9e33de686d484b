// Without this script the pages are whole: all samples show, and there is no search.
"use strict";

const root = document.documentElement;
root.classList.add("scripted");

// What is remembered is a convenience; a browser may refuse to.
const remembered = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is asked for again.
  }
};

// Where there is no room beside the page, what stands above it is closed.
const contents = document.querySelector(".contents");
const isWide = matchMedia("(min-width: 60rem)");
contents.open = isWide.matches;
isWide.addEventListener("change", () => {
  contents.open = isWide.matches;
});

const theme = document.getElementById("theme");
const themes = ["auto", "light", "dark"];
const show = (name) => {
  if (name === "auto") {
    root.removeAttribute("data-theme");
  } else {
    root.dataset.theme = name;
  }
  theme.textContent = `Theme: ${name}`;
};
let current = themes.includes(remembered("theme")) ? remembered("theme") : "auto";
show(current);
theme.addEventListener("click", () => {
  current = themes[(themes.indexOf(current) + 1) % themes.length];
  remember("theme", current);
  show(current);
});

const language = document.getElementById("language");
if (language) {
  const choose = (id) => {
    for (const sample of document.querySelectorAll(".sample")) {
      sample.classList.toggle("chosen", sample.id === `sample-${id}`);
    }
    language.value = id;
  };
  const known = [...language.options].map((option) => option.value);
  const linked = location.hash.replace("#sample-", "");
  const first = [linked, remembered("language")].find((id) => known.includes(id));
  choose(first ?? known[0]);
  language.addEventListener("change", () => {
    remember("language", language.value);
    choose(language.value);
  });
  const copy = document.getElementById("copy");
  copy.addEventListener("click", async () => {
    const code = document.querySelector(".sample.chosen code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = "Copied";
    } catch {
      // A browser may keep files from the clipboard: the code is selected instead.
      getSelection().selectAllChildren(code);
    }
    setTimeout(() => {
      copy.textContent = "Copy";
    }, 2000);
  });
}

const search = document.getElementById("search");
const results = document.getElementById("results");
const found = document.getElementById("found");
const MOST = 30;

// Every word must be found; a title or an id that begins with the first stands above others.
const matches = (text) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [];
  }
  const rows = [];
  for (const row of window.searchIndex ?? []) {
    const [title, about, id] = row;
    const whole = `${title} ${about} ${id}`.toLowerCase();
    if (words.every((word) => whole.includes(word))) {
      const starts = [title, id].map((name) => name.toLowerCase().indexOf(words[0]));
      const rank = starts.includes(0) ? 0 : starts[0] > 0 ? 1 : 2;
      rows.push([rank, row]);
    }
  }
  rows.sort((one, other) => one[0] - other[0]);
  return rows.map(([, row]) => row);
};

const close = () => {
  results.hidden = true;
  results.replaceChildren();
  found.textContent = "";
};

search.addEventListener("input", () => {
  const rows = matches(search.value);
  if (search.value.trim() === "") {
    close();
    return;
  }
  const links = rows.slice(0, MOST).map(([title, about, , page]) => {
    const link = document.createElement("a");
    link.href = page;
    link.textContent = title;
    const small = document.createElement("small");
    small.textContent = about;
    link.append(small);
    return link;
  });
  results.replaceChildren(...links);
  results.hidden = links.length === 0;
  found.textContent = rows.length === 1 ? "1 result" : `${rows.length} results`;
});

const step = (event, by) => {
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = links[at + by];
  event.preventDefault();
  (next ?? (by < 0 ? search : links[at] ?? search)).focus();
};
document.querySelector(".search").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") {
    step(event, 1);
  } else if (event.key === "ArrowUp") {
    step(event, -1);
  } else if (event.key === "Escape") {
    close();
    search.focus();
  } else if (event.key === "Enter" && document.activeElement === search) {
    results.querySelector("a")?.click();
  }
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".search")) {
    close();
  }
});
