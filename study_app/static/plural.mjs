/** Texts that depend on a number: their forms stand in `data-words` of an element, as JSON by plural category. */

/** The text of `element` for `n`, in the form that the language of the element has for it. */
export function counted(element, n) {
  const forms = JSON.parse(element.dataset.words);
  const { lang } = element.closest("[lang]");
  return (forms[categoryOf(n, lang)] ?? forms.other).replace("{n}", n.toLocaleString(lang));
}

/** A language that the browser does not know has the forms of English. */
function categoryOf(n, lang) {
  return new Intl.PluralRules(Intl.PluralRules.supportedLocalesOf(lang)[0] ?? "en").select(n);
}
