import assert from "node:assert/strict";
import { test } from "node:test";

import { offerCopies } from "../../study_app/static/copy.mjs";

function buttonBeside(value) {
  const button = new EventTarget();
  return Object.assign(button, {
    hidden: true,
    firstChild: { textContent: "Copy" },
    dataset: { wordsDone: "Copied" },
    parentElement: { querySelector: () => ({ value }) },
  });
}

test("a button copies the text beside it and says so for a while", async () => {
  const button = buttonBeside("https://example.org/s/gulls");
  const copied = [];
  let over = null;
  offerCopies({ querySelectorAll: () => [button] }, { clipboard: { writeText: async (text) => copied.push(text) } }, (act) => (over = act));
  assert.equal(button.hidden, false);
  button.dispatchEvent(new Event("click"));
  await new Promise(setImmediate);
  assert.deepEqual([copied, button.firstChild.textContent], [["https://example.org/s/gulls"], "Copied"]);
  over();
  assert.equal(button.firstChild.textContent, "Copy");
});

test("a browser without a clipboard shows no button", () => {
  const button = buttonBeside("");
  offerCopies({ querySelectorAll: () => [button] }, {});
  assert.equal(button.hidden, true);
});
