/**
 * Full screen on request.  The document stays while its pages change, so this listens once, whatever page is in it.
 *
 * The root says how it stands (data-fullscreen): offered, then left once somebody has left it.  While the screen is
 * filled, and where a browser cannot fill it, the style sheet shows no button.  Escape always leaves.
 */
export function offerFullscreen(page = document) {
  const root = page.documentElement;
  if (!page.fullscreenEnabled || !root.requestFullscreen) return;
  root.dataset.fullscreen = "offered";
  page.addEventListener("fullscreenchange", () => {
    if (!page.fullscreenElement) root.dataset.fullscreen = "left";
  });
  page.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-fill]")) return;
    try {
      await root.requestFullscreen({ navigationUI: "hide" });
    } catch {
      delete root.dataset.fullscreen; // a browser that will not: the study goes on without
    }
  });
}

if (typeof document !== "undefined") offerFullscreen();
