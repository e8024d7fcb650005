/** A script on the running kernel, as a capture with what its maple trees said during each call. */
import type { NativeScript } from '../native/script.ts';
import { mapleLine, mapleLineWithNode } from './maple-events.ts';
import { traceMaple } from './trace-maple.ts';

/** What a recording has besides the writes. Nothing is needed. */
export interface RecordMapleOptions {
  /** Whether lines name their nodes; no if missing. The same script then gives another text each time. */
  readonly nodes?: boolean;
  /** Whether `ma_read` is recorded, which the model does not say; no if missing. */
  readonly reads?: boolean;
  /** Whether `maps` follows each call, as in {@link runNative}; no if missing. */
  readonly checkpoints?: boolean;
}

/**
 * Performs a script and returns its capture, each call followed by the events of maple trees.
 * @throws what {@link traceMaple} throws.
 */
export async function recordMaple(script: NativeScript, options: RecordMapleOptions = {}): Promise<string> {
  const { nodes = false, reads = false, checkpoints = false } = options;
  const { capture, calls } = await traceMaple(script, { checkpoints: checkpoints ? 'maps' : 'none' });
  const lines = capture.split('\n').map((line) => [line]);
  for (const { line, events } of calls)
    for (const event of events)
      if (reads || event.name !== 'ma_read')
        lines[line - 1]?.push(`# ${nodes ? mapleLineWithNode(event) : mapleLine(event)}`);
  return lines.flat().join('\n');
}
