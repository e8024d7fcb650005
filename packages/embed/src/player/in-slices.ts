/** Long courses of the playground, gone through in slices that leave the page alive. */

/** Under a frame: the page draws and listens between two slices. */
const SLICE_MS = 10;

/** Asked between slices; where it says yes the answer is null. */
export type Outdated = () => boolean;

/** Goes on with something a slice at a time. */
export async function inSlices<Progress, T>(
  course: Generator<Progress, T, void>,
  outdated: Outdated,
  progress: (progress: Progress) => void,
): Promise<T | null> {
  let began = performance.now();
  let turn = course.next();
  for (; turn.done !== true; turn = course.next()) {
    if (performance.now() - began < SLICE_MS) continue;
    progress(turn.value);
    await new Promise((resume) => setTimeout(resume));
    if (outdated()) return null;
    began = performance.now();
  }
  return turn.value;
}

/** Takes in everything that a course yields, and goes on with it. */
export function* collecting<Yielded, Result>(
  course: Generator<Yielded, Result, void>,
  take: (yielded: Yielded) => void,
): Generator<void, Result, void> {
  let turn = course.next();
  for (; turn.done !== true; turn = course.next()) {
    take(turn.value);
    yield;
  }
  return turn.value;
}
