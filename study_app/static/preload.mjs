/** The addresses in a list written with spaces between. */
export function addresses(list) {
  return (list ?? "").split(/\s+/).filter(Boolean);
}

/** Fetches and decodes pictures quietly, one after the other; the kept Image objects hold them in memory. */
export async function preload(list, makeImage = () => new Image()) {
  const kept = [];
  for (const address of addresses(list)) {
    const image = makeImage();
    image.src = address;
    kept.push(image);
    await image.decode().catch(() => {}); // the page that shows it fetches it again, and tells
  }
  return kept;
}
