/** On a page that takes no answer: sends what the page before could not. */

import { Outbox } from "./outbox.mjs";

new Outbox().sendLeft();
