/** Decodes the pictures of `stimulus`; one that fails is fetched again, `retries` times; rejects when it stays away. */
export async function decoded(stimulus, { retries = 2, pause = sleep } = {}) {
  await Promise.all([...stimulus.querySelectorAll("img")].map((image) => decodedImage(image, retries, pause)));
}

const LONGEST_GAP_MS = 100; // between two frames; where they are further apart, the onset is somewhere between

/**
 * Shows `stimulus` in one frame; resolves to its onset in ms: the start of the frame after the one that revealed it,
 * when the revealing frame has been handed to the screen.  The pictures must be decoded.  Null: nothing is to be shown,
 * the onset is the next frame.  isPrompt: the two frames followed each other.
 */
export function reveal(stimulus, nextFrame = requestAnimationFrame) {
  return new Promise((resolve) => {
    nextFrame((revealed_ms) => {
      if (!stimulus) return resolve({ onset_ms: revealed_ms, isPrompt: true });
      stimulus.dataset.shown = "";
      nextFrame((onset_ms) => resolve({ onset_ms, isPrompt: onset_ms - revealed_ms <= LONGEST_GAP_MS }));
    });
  });
}

/** Resolves when the picture is loaded and decoded; tries again, then rejects. */
export async function decodedImage(image, retries = 2, pause = sleep) {
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
