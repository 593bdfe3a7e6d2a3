/** What a browser says of itself and its screen, by the names of the fields that are posted. */
export function measured(view = window) {
  const first = (feature, values) => values.find((value) => view.matchMedia(`(${feature}: ${value})`).matches) ?? "";
  return {
    window_width_px: String(view.innerWidth),
    window_height_px: String(view.innerHeight),
    pointer: first("pointer", ["fine", "coarse", "none"]),
    hover: view.matchMedia("(hover: hover)").matches ? "yes" : "no",
    touch_points: String(view.navigator.maxTouchPoints ?? 0),
    browser: view.navigator.userAgent,
    color_gamut: first("color-gamut", ["rec2020", "p3", "srgb"]),
  };
}
