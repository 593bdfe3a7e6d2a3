/**
 * The button among `buttons` that the pressed key chooses, or null: held keys, combinations, text fields and keys that
 * something else has used choose nothing.
 */
export function chosenBy(event, buttons) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return null;
  if (event.target?.matches?.("input:not([type=checkbox]), textarea, select")) return null;
  const pressed = keysOf(event);
  return buttons.find(({ dataset }) => pressed.includes(dataset.key)) ?? null;
}

/**
 * What a press may stand for: the letter or number it types; where it types none (letters of another script, the upper
 * row of a French keyboard), the one that is in its place on a common keyboard.
 */
function keysOf({ key, code = "" }) {
  const typed = key.toLowerCase();
  if (/^[a-z0-9]$/.test(typed)) return [typed];
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code);
  return place && key.length === 1 ? [place[1].toLowerCase()] : [];
}

const KEPT = "number-keys";

/** Lets the participant switch answer keys off; the storage that `memory` returns keeps the choice.  Returns whether they are on, as a function. */
export function keySwitch(label, form, memory = () => localStorage) {
  const hint = form.querySelector("[data-without-keys]");
  if (!label) return () => true;
  const box = label.querySelector("input");
  const withKeys = hint?.textContent;
  const draw = () => {
    form.dataset.keys = box.checked ? "on" : "off";
    if (hint) hint.textContent = box.checked ? withKeys : hint.dataset.withoutKeys;
  };
  box.checked = recall(memory) !== "off";
  box.addEventListener("change", () => {
    keep(memory, box.checked ? "on" : "off");
    draw();
  });
  label.hidden = false;
  draw();
  return () => box.checked;
}

function recall(memory) {
  try {
    return memory().getItem(KEPT);
  } catch {
    return null; // a browser that forbids storage: the switch lasts for this page
  }
}

function keep(memory, value) {
  try {
    memory().setItem(KEPT, value);
  } catch {
    // as above
  }
}
