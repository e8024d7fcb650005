/**
 * The order of the model's steps against that of a 6.18 kernel: mmap_lock, the maple tree, resident pages and the TLB, in mmap,
 * munmap, mprotect and mremap. A recording is judged everywhere; the running kernel where it can be traced.
 */

import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { tracingObstacle, inMountNamespace } from '../maple/tracefs.ts';
import { runnerObstacle } from '../native/runner.ts';
import { isOrdered, modelOrder, readRecordedOrder, type OrderLine } from './order-events.ts';

const RECORDING = readFileSync(join(import.meta.dirname, '..', '..', 'captures', 'order', 'calls.strace'), 'utf8');

/** Per call of a recording: what it is, and the lines of the kernel and of the model. */
async function compared(
  recording: string,
): Promise<{ readonly call: string; readonly kernel: readonly OrderLine[]; readonly model: readonly OrderLine[] }[]> {
  const { session } = await createPlayground({ record: 'steps', kernel: '6.18' }).load(recording);
  if (session === undefined) throw new Error('no session');
  session.run();
  expect([session.stopped, session.divergences]).toEqual([null, []]);
  const kernel = readRecordedOrder(recording);
  const model = modelOrder(session.calls);
  return session.calls.flatMap(({ item }, at) =>
    isOrdered(item) ? [{ call: item.text, kernel: kernel.get(item.span.line) ?? [], model: model[at] ?? [] }] : [],
  );
}

const expectSameOrder = async (recording: string): Promise<void> => {
  for (const { call, kernel, model } of await compared(recording)) expect([call, ...model]).toEqual([call, ...kernel]);
};

describe('the order of steps', () => {
  it('is that of the kernel that was recorded', async () => {
    await expectSameOrder(RECORDING);
  });

  it('shows the old pages gone before the new mapping is in the tree, and a munmap that lets readers in', () => {
    const lines = [...readRecordedOrder(RECORDING).values()];
    const fixed = lines.find((each) => each.some((line) => line.startsWith('tlb_flush 3'))) ?? [];
    expect(fixed.findIndex((line) => line.startsWith('tlb_flush'))).toBeLessThan(
      fixed.findLastIndex((line) => line.startsWith('ma_write')),
    );
    expect(lines.some((each) => each.join(' ').includes('mmap_lock read'))).toBe(true);
  });

  const obstacle =
    tracingObstacle() ?? runnerObstacle('/var/tmp') ?? (release().startsWith('6.18.') ? null : `this is ${release()}`);
  it.skipIf(obstacle !== null)('is that of the running kernel', { timeout: 60_000 }, async () => {
    const { output, status } = await inMountNamespace(join(import.meta.dirname, 'main.ts'), ['--inside']);
    expect(status).toBe(0);
    await expectSameOrder(output);
  });
});
