/** Cutting a script down to what still shows something, by leaving out calls. */
import type { NativeScript, ScriptCall } from '../native/script.ts';

/**
 * The shortest script found that `shows` still holds for, of the calls of `script` in their order, its setup included. No
 * single call of it can be left out. Deterministic where `shows` is.
 *
 * Requires that `shows(script)` holds. It is asked about n log n scripts where little matters, n² at worst.
 */
export async function shrink(
  script: NativeScript,
  shows: (script: NativeScript) => Promise<boolean>,
): Promise<NativeScript> {
  const setup = new Set(script.setup);
  const scriptOf = (calls: readonly ScriptCall[]): NativeScript => ({
    pageSize: script.pageSize,
    setup: calls.filter((call) => setup.has(call)),
    calls: calls.filter((call) => !setup.has(call)),
  });
  const isGood = (calls: readonly ScriptCall[]): Promise<boolean> => shows(scriptOf(calls));
  let kept: readonly ScriptCall[] = [...script.setup, ...script.calls];
  for (let before = Infinity; kept.length < before;) {
    before = kept.length;
    for (const size of sizesFor(kept.length)) kept = await without(kept, size, isGood);
  }
  return scriptOf(kept);
}

/** All of them, half of them, a quarter, and so on to one. */
const sizesFor = (count: number): number[] => (count < 2 ? [1] : [count, ...sizesFor(Math.ceil(count / 2))]);

/** Leaves out stretches of `size` calls, the last first, wherever what is left is still good. */
async function without(
  calls: readonly ScriptCall[],
  size: number,
  isGood: (calls: readonly ScriptCall[]) => Promise<boolean>,
): Promise<readonly ScriptCall[]> {
  let kept = calls;
  for (let end = calls.length; end > 0; end -= size) {
    const rest = kept.toSpliced(Math.max(0, end - size), Math.min(size, end));
    if (await isGood(rest)) kept = rest;
  }
  return kept;
}
