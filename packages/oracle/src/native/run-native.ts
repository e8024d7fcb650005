/** A script on the running kernel, as a capture. */
import { nativeTarget, type NativeTargetOptions } from './native-target.ts';
import type { RunOptions } from './plan.ts';
import { runScript } from './run-script.ts';
import type { NativeScript } from './script.ts';

/** How to run a script. Nothing is needed. */
export type RunNativeOptions = NativeTargetOptions & RunOptions;

/**
 * Runs `script` on this machine's kernel and returns the capture: the initial state, the calls with their results, `maps`
 * after each call and the rest of the state after every `detailEvery`.
 *
 * @throws RunnerError when there is no compiler, or when the runner died under the script.
 * @throws RangeError when `directory` holds a blank.
 */
export async function runNative(script: NativeScript, options: RunNativeOptions = {}): Promise<string> {
  const { capture } = await runScript(script, nativeTarget(options), options);
  return capture;
}
