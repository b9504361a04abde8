// Asks the device for a passkey when its form is sent, and sends the answer along.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  const show = (which) => form.querySelectorAll("[data-told]").forEach((each) => { each.hidden = each.dataset.told !== which; });
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const named = (each) => ({ ...each, id: bytes(each.id) });

  function asked() {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = options.excludeCredentials.map(named);
    if (options.allowCredentials) options.allowCredentials = options.allowCredentials.map(named);
    return options;
  }

  // By hand: browsers that schools still use lack toJSON of a credential.
  function written(made) {
    const { response } = made;
    const given = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) given.attestationObject = text(response.attestationObject);
    if (response.authenticatorData) given.authenticatorData = text(response.authenticatorData);
    if (response.signature) given.signature = text(response.signature);
    if (response.userHandle) given.userHandle = text(response.userHandle);
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: given, clientExtensionResults: {} });
  }

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    if (!window.PublicKeyCredential) { show("none"); return; }
    show("");
    try {
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey: asked() });
      form.elements.answer.value = written(made);
      form.requestSubmit();
    } catch {
      // Closed by the person, or refused by the device: nothing is lost, the form stands.
      show("failed");
    }
  });
})();
