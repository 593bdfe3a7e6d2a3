/** Decodes the pictures of `stimulus`; one that fails is fetched again, `retries` times; rejects when it stays away. */
export async function decoded(stimulus, { retries = 2, pause = sleep } = {}) {
  await Promise.all([...stimulus.querySelectorAll("img")].map((image) => decodedImage(image, retries, pause)));
}

/**
 * Shows `stimulus` in one frame; resolves to its onset in ms: the start of the frame after the one that revealed it,
 * when the revealing frame has been handed to the screen.  The pictures must be decoded.
 */
export function reveal(stimulus, nextFrame = requestAnimationFrame) {
  return new Promise((resolve) => {
    nextFrame(() => {
      stimulus.dataset.shown = "";
      nextFrame(resolve);
    });
  });
}

async function decodedImage(image, retries, pause) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await image.decode();
    } catch (fault) {
      if (attempt === retries) throw fault;
      await pause(500 * 2 ** attempt);
      image.src = image.getAttribute("src");
    }
  }
}

function sleep(duration_ms) {
  return new Promise((resolve) => setTimeout(resolve, duration_ms));
}
