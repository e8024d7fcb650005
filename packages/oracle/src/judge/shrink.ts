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
  let kept: readonly ScriptCall[] = [...script.setup, ...script.calls];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = nextSize(size)) {
    let shrunk = await without(kept, size, (calls) => shows(scriptOf(calls)));
    while (size === 1 && shrunk.length < kept.length) {
      kept = shrunk;
      shrunk = await without(kept, size, (calls) => shows(scriptOf(calls)));
    }
    kept = shrunk;
  }
  return scriptOf(kept);
}

const nextSize = (size: number): number => (size === 1 ? 0 : Math.ceil(size / 2));

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
