"use strict";
{
  const form = document.querySelector(".filters");
  const place = document.querySelector(".cards");
  const count = document.querySelector(".count");
  const nothing = document.querySelector(".nothing");
  const nExplanations = Number(place.style.getPropertyValue("--shown"));
  const cards = [...place.children].map((element, order) => ({
    element,
    order,
    name: element.querySelector("h3").textContent,
    facts: element.dataset,
    warned: JSON.parse(element.dataset.warned),
    numbers: JSON.parse(element.dataset.numbers),
    figures: [...element.querySelectorAll("[data-explanation]")],
  }));
  const words = new Intl.Collator(undefined, { numeric: true });

  const chosen = () => Object.fromEntries(new FormData(form));

  function fits(card, wanted) {
    const same = (key) => !wanted[key] || card.facts[key] === wanted[key];
    const warned = wanted.explanation ? card.warned.includes(wanted.explanation) : card.warned.length > 0;
    return same("class") && same("split") && same("right") && (!wanted.warned || warned);
  }

  // Smaller first; an image without the score comes last in both directions.
  function comparison(wanted) {
    const sign = wanted.descending ? -1 : 1;
    if (wanted.sort === "order") return (a, b) => sign * (a.order - b.order);
    if (wanted.sort === "name") return (a, b) => sign * words.compare(a.name, b.name);
    const cut = wanted.sort.indexOf("/");
    const value = (card) => card.numbers[wanted.sort.slice(0, cut)]?.[wanted.sort.slice(cut + 1)];
    return (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined) || a.order - b.order;
      return sign * (x - y) || a.order - b.order;
    };
  }

  function apply() {
    const wanted = chosen();
    let shown = 0;
    for (const card of cards) {
      card.element.hidden = !fits(card, wanted);
      shown += !card.element.hidden;
      for (const figure of card.figures) {
        figure.hidden = Boolean(wanted.explanation) && figure.dataset.explanation !== wanted.explanation;
      }
    }
    place.style.setProperty("--shown", wanted.explanation ? 1 : nExplanations);
    place.append(...[...cards].sort(comparison(wanted)).map((card) => card.element));
    count.textContent = `${shown} of ${cards.length} images`;
    nothing.hidden = shown > 0;
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}
