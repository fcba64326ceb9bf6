// <form data-passkey="get|create">: asks the browser for a passkey, puts it into the field "credential" and sends the form.
// The options are in the JSON script [data-options=id], or come from the address [data-options-from].
const CANCELLED = "Nothing was chosen, or it took too long. Try again.";
const FAILED = "The passkey did not work: ";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withId = (key) => ({ ...key, id: bytes(key.id) });

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}. Wait a minute, then try again.`);
  return answer.json();
}

async function create(form) {
  const { publicKey } = (await options(form)).creation_options;
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  const made = await navigator.credentials.create({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: withId(publicKey.user),
    excludeCredentials: (publicKey.excludeCredentials ?? []).map(withId),
    authenticatorSelection: selection,
  } });
  return [made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  }];
}

async function get(form) {
  const { publicKey } = (await options(form)).request_options;
  const used = await navigator.credentials.get({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: (publicKey.allowCredentials ?? []).map(withId),
  } });
  const { authenticatorData, signature, userHandle } = used.response;
  return [used, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  }];
}

async function run(form) {
  const [credential, response] = await (form.dataset.passkey === "create" ? create : get)(form);
  form.elements.credential.value = JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });
  form.submit();
}

function say(form, problem) {
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = problem;
  place.hidden = !problem;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey]")) return;
  event.preventDefault();
  say(form, "");
  run(form).catch((problem) => say(form, problem.name === "NotAllowedError" ? CANCELLED : FAILED + problem.message));
});

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey][hidden]")) form.hidden = false;
}
for (const place of document.querySelectorAll("[data-passkey-problem]")) {
  place.hidden = !place.textContent.trim();
}
