"use strict";
// Lights up fields that belong together and shows what the one pointed at is. Everything it shows stands in the page already.
(function () {
  var panel = document.getElementById("panel");
  var lit = [];
  var pinned = null;

  function rowOf(region) {
    return document.getElementById(region.getAttribute("href").slice(1));
  }

  function regionsWith(region) {
    var words = (region.getAttribute("data-t") || "").split(" ").filter(Boolean);
    var found = [region];
    words.forEach(function (word) {
      document.querySelectorAll('.hex .b[data-t~="' + word + '"]').forEach(function (other) {
        found.push(other);
      });
    });
    return found;
  }

  function describe(region) {
    var cells = rowOf(region).cells;
    var names = ["field", "offset", "size", "value", "purpose", "source"];
    var list = document.createElement("dl");
    for (var i = 0; i < cells.length; i++) {
      var term = document.createElement("dt");
      var text = document.createElement("dd");
      term.textContent = names[i];
      text.textContent = cells[i].innerText || cells[i].textContent;
      list.append(term, text);
    }
    panel.replaceChildren(list);
    panel.hidden = false;
  }

  function clear() {
    lit.forEach(function (region) { region.classList.remove("lit"); });
    lit = [];
    panel.hidden = true;
  }

  function show(region) {
    clear();
    lit = regionsWith(region);
    lit.forEach(function (other) { other.classList.add("lit"); });
    describe(region);
  }

  function regionOf(event) {
    if (!(event.target instanceof Element)) { return null; }
    var named = event.target.closest(".legend li");
    return named
      ? document.querySelector(".hex .b[href='#" + named.getAttribute("data-r") + "']")
      : event.target.closest(".hex .b");
  }

  document.addEventListener("mouseover", function (event) {
    var region = regionOf(event);
    if (region) { show(region); } else if (pinned) { show(pinned); } else { clear(); }
  });
  document.addEventListener("focusin", function (event) {
    pinned = regionOf(event);
    if (pinned) { show(pinned); } else { clear(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { pinned = null; clear(); }
  });

  // A link into a folded part opens it; what is printed is unfolded.
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") { part.open = true; }
    }
    var inside = target.querySelector(":scope > details");
    if (inside) { inside.open = true; }
    target.scrollIntoView({ block: target.matches("tr, li") ? "center" : "start" });
  }
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
  // On a narrow screen the list of what was said is easier to read than its picture.
  if (matchMedia("(max-width: 640px)").matches) {
    document.querySelectorAll("details.narrow").forEach(function (part) { part.open = true; });
  }
  reveal();
})();
