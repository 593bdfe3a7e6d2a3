import assert from "node:assert/strict";
import { test } from "node:test";

import { counted } from "../../study_app/static/plural.mjs";

const element = (lang, forms) => ({ dataset: { words: JSON.stringify(forms) }, closest: () => ({ lang }) });

test("a text has the form that its language has for the number", () => {
  const polish = element("pl", { one: "{n} sekunda", few: "{n} sekundy", many: "{n} sekund" });
  assert.deepEqual([1, 2, 5, 22].map((n) => counted(polish, n)), ["1 sekunda", "2 sekundy", "5 sekund", "22 sekundy"]);
});

test("numbers are written as the language writes them", () => {
  assert.equal(counted(element("de", { one: "{n} Zeichen", other: "noch {n} Zeichen" }), 2000), "noch 2.000 Zeichen");
});

test("a language that nobody knows has the forms of English; a form that is not there is the general one", () => {
  const forms = { one: "{n} a", other: "{n} b" };
  assert.deepEqual([1, 2].map((n) => counted(element("tlh", forms), n)), ["1 a", "2 b"]);
  assert.equal(counted(element("ar", forms), 3), "3 b");
});
