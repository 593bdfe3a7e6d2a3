import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenBy, keySwitch } from "../../study_app/static/keys.mjs";

const buttons = ["1", "2"].map((key) => ({ dataset: { key } }));

test("a number key chooses the button that shows it", () => {
  assert.equal(chosenBy({ key: "2" }, buttons), buttons[1]);
  assert.equal(chosenBy({ key: "7" }, buttons), null);
});

const letters = ["f", "j"].map((key) => ({ dataset: { key } }));

test("letters choose whether or not they are typed large", () => {
  assert.equal(chosenBy({ key: "j", code: "KeyJ" }, letters), letters[1]);
  assert.equal(chosenBy({ key: "F", code: "KeyF" }, letters), letters[0]);
});

test("on a keyboard of another script the key in the letter's place chooses", () => {
  assert.equal(chosenBy({ key: "а", code: "KeyF" }, letters), letters[0]); // Cyrillic
  assert.equal(chosenBy({ key: "u", code: "KeyF" }, letters), null); // Dvorak: its F is elsewhere
  assert.equal(chosenBy({ key: "f", code: "KeyY" }, letters), letters[0]);
});

test("where numbers need a shift, their keys choose without it", () => {
  assert.equal(chosenBy({ key: "&", code: "Digit1" }, buttons), buttons[0]); // French
  assert.equal(chosenBy({ key: "é", code: "Digit2" }, buttons), buttons[1]);
});

test("keys that move choose nothing, not even those of a number pad without numbers", () => {
  assert.equal(chosenBy({ key: "End", code: "Numpad1" }, buttons), null);
  assert.equal(chosenBy({ key: "Tab", code: "Tab" }, buttons), null);
});

test("held keys and combinations with other keys choose nothing", () => {
  for (const more of [{ repeat: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }]) {
    assert.equal(chosenBy({ key: "1", ...more }, buttons), null);
  }
});

test("a key that was used by something else chooses nothing", () => {
  assert.equal(chosenBy({ key: "1", defaultPrevented: true }, buttons), null);
});

test("a number typed into a text field chooses nothing", () => {
  assert.equal(chosenBy({ key: "1", target: { matches: () => true } }, buttons), null);
});

function switchParts() {
  const box = new EventTarget();
  box.checked = true;
  const hint = { textContent: "with keys", dataset: { withoutKeys: "without" } };
  return { box, hint, label: { hidden: true, querySelector: () => box }, form: { dataset: {}, querySelector: () => hint } };
}

test("answer keys can be switched off, and the choice is kept", () => {
  const kept = new Map();
  const memory = () => ({ getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) });
  const { box, hint, label, form } = switchParts();
  const areOn = keySwitch(label, form, memory);
  assert.deepEqual([areOn(), hint.textContent, label.hidden], [true, "with keys", false]);
  box.checked = false;
  box.dispatchEvent(new Event("change"));
  assert.deepEqual([areOn(), hint.textContent, form.dataset.keys], [false, "without", "off"]);
  const next = switchParts();
  assert.equal(keySwitch(next.label, next.form, memory)(), false);
});

test("a browser that forbids storage still lets keys be switched off", () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  const { box, label, form } = switchParts();
  const areOn = keySwitch(label, form, forbidden);
  box.checked = false;
  box.dispatchEvent(new Event("change"));
  assert.equal(areOn(), false);
});

test("a page without answer keys has nothing to switch", () => {
  assert.equal(keySwitch(null, { querySelector: () => null })(), true);
});
