// Says along, while rows are ticked and unticked, how many the consent and its button are about.
// Without scripts the page says so when it comes back; what counts is what is ticked.
(() => {
  "use strict";
  const picks = [...document.querySelectorAll("input[type=checkbox][form=xac-nhan]")];
  const told = document.querySelectorAll("[data-counts]");
  const first = [...told].map((each) => each.textContent);
  const before = picks.filter((each) => each.defaultChecked).length || picks.length;
  const number = new RegExp(`(^|\\s)${before}(?=\\s)`);
  const tell = () => {
    const now = picks.filter((each) => each.checked).length;
    told.forEach((each, at) => { each.textContent = first[at].replace(number, `$1${now}`); });
  };
  picks.forEach((each) => each.addEventListener("change", tell));
  tell();
})();
