// The code of an invitation, from the link of its mail: what stands behind "#" never leaves the
// browser, so that no server writes it down. Without scripts the code is typed.
(() => {
  "use strict";
  const field = document.getElementById("ma");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || field.value || !/^[0-9A-Za-z-]{8,40}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname);
  document.getElementById("mat-khau").focus();
})();
