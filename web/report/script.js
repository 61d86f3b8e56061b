// Everything works without this; it keeps the place when the language changes, and opens folds for print.
(function () {
  var link = document.getElementById("language");
  var file = link.getAttribute("href");
  function place() {
    var here = "";
    document.querySelectorAll("main [id]").forEach(function (element) {
      if (element.getClientRects().length && element.getBoundingClientRect().top <= 120) here = element.id;
    });
    link.setAttribute("href", here ? file + "#" + here : file);
  }
  link.addEventListener("pointerdown", place);
  link.addEventListener("focus", place);
  link.addEventListener("click", place);
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (target) target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (fold) { fold.open = true; opened.push(fold); });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; });
    opened = [];
  });
  var contents = document.querySelector(".contents-fold");
  if (contents && window.matchMedia("(max-width: 68rem)").matches) contents.open = false;
})();
