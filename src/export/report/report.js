
"use strict";
// Shows and hides quotes by the numbers in their data- values. Everything is in the page already.
(function () {
  var form = document.getElementById("controls");
  var found = document.getElementById("found");
  if (!form || !found) return;
  var quotes = Array.from(document.querySelectorAll("article.quote"));
  var withheld = Array.from(document.querySelectorAll(".withheld"));
  var sections = Array.from(document.querySelectorAll("details.theme"));
  var fields = ["theme", "group", "coder", "words"].map(function (id) { return document.getElementById(id); });

  function value(at) { return fields[at] ? fields[at].value : ""; }
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'").toLowerCase(); }
  function has(list, number) { return number === "" || (" " + list + " ").indexOf(" " + number + " ") >= 0; }
  var texts = quotes.map(function (quote) { return plain(quote.textContent); });

  function fits(one, theme, group, coder) {
    // A passage joined from codes beneath a theme is a passage of that theme alone.
    if (theme === "" && one.classList.contains("joined")) return false;
    return has(one.dataset.t, theme) && has(one.dataset.g, group) && has(one.dataset.c, coder);
  }

  function count(number, noun) { return number + " " + noun + (number === 1 ? "" : "s"); }

  function choose() {
    var theme = value(0), group = value(1), coder = value(2), words = plain(value(3).trim());
    var any = theme !== "" || group !== "" || coder !== "" || words !== "";
    var shown = 0, people = new Set();
    quotes.forEach(function (quote, at) {
      var show = fits(quote, theme, group, coder) && (words === "" || texts[at].indexOf(words) >= 0);
      quote.hidden = !show;
      quote.classList.toggle("chosen", any && show);
      if (show) {
        shown += 1;
        if (quote.dataset.p) people.add(quote.dataset.p);
      }
    });
    var kept = words === "" ? withheld.filter(function (one) { return fits(one, theme, group, coder); }).length : 0;
    sections.forEach(function (section) {
      var hits = section.querySelectorAll("article.quote:not([hidden])").length;
      section.hidden = hits === 0;
      section.open = any;
    });
    document.body.classList.toggle("choosing", any);
    found.textContent = count(shown, "passage") + (people.size > 0 ? " of " + count(people.size, found.dataset.unit) : "") +
      (any ? "" : ", by theme") +
      (kept > 0 ? "; " + kept + " more kept back: somebody in " + (kept === 1 ? "it" : "them") + " has not agreed to be quoted" : "");
    document.querySelectorAll("a[data-t][aria-current]").forEach(function (cell) { cell.removeAttribute("aria-current"); });
    if (theme !== "" && coder === "" && words === "") {
      var cell = document.querySelector('.heat a[data-t="' + theme + '"]' + (group === "" ? ":not([data-g])" : '[data-g="' + group + '"]'));
      if (cell) cell.setAttribute("aria-current", "true");
    }
  }

  document.addEventListener("click", function (event) {
    var cell = event.target.closest("a[data-t]");
    if (!cell) return;
    event.preventDefault();
    form.reset();
    fields[0].value = cell.dataset.t;
    if (fields[1]) fields[1].value = cell.dataset.g || "";
    choose();
    form.scrollIntoView();
    found.focus({ preventScroll: true });
  });
  form.addEventListener("input", choose);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(choose); });
  // What is chosen is printed, and nothing of it is folded away.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.dataset.was = one.open ? "1" : ""; one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = one.dataset.was === "1"; });
  });
  form.hidden = false;
  choose();
})();
