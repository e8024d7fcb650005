/** Reading holds nobody up, and tells what goes wrong when nobody is there to catch it. */

import type { RunSource, Step } from '@mm-playground/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultReader } from './reader.ts';

/** A page's element, as far as a reader needs one. */
class Host extends EventTarget {
  readonly updateComplete = Promise.resolve(true);
  updated: () => void = () => undefined;
  addController(): void {}
  removeController(): void {}
  requestUpdate(): void {
    this.updated();
  }
}

const calls = (count: number): RunSource['calls'] =>
  Array.from({ length: count }, (_, line) => ({ text: 'store', task: '', line }));

const FAULT: readonly Step[] = [
  { kind: 'tracepoint', name: 'exceptions:page_fault_user', depth: 1, detail: { address: 0x10000n }, mark: 0 },
];

afterEach(() => void vi.restoreAllMocks());

describe('a reader', () => {
  it('reads no longer in a frame than a part of it, and all of it in the end', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const [host, read] = [new Host(), [] as number[]];
    const reader = new FaultReader(host);
    // Each call takes a millisecond.
    const run: RunSource = { calls: calls(100), stepsOf: () => ((now += 1), read.push(now), FAULT) };
    const turns: number[] = [];
    const done = new Promise<void>((resolve) => {
      host.updated = () => {
        turns.push(read.length);
        if (reader.progress === 1) resolve();
      };
    });
    reader.adopt(run, 12);
    expect([read.length, reader.progress]).toEqual([8, 0.08]);
    await done;
    expect(turns.map((count, at) => count - (turns[at - 1] ?? 8))).toEqual([...Array.from({ length: 11 }, () => 8), 4]);
    expect(reader.faults).toHaveLength(100);
  });

  it('begins anew with another run, and not with the same', () => {
    const reader = new FaultReader(new Host());
    const stepsOf = vi.fn<RunSource['stepsOf']>(() => FAULT);
    const run = { calls: calls(3), stepsOf };
    reader.adopt(run, 12);
    reader.adopt(run, 12);
    expect([stepsOf.mock.calls.length, reader.faults.length]).toEqual([3, 3]);
    reader.adopt({ calls: calls(1), stepsOf: () => [] }, 12);
    expect(reader.faults).toEqual([]);
  });

  it('fires an error event where a run cannot be read later', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const host = new Host();
    const told = new Promise<unknown>((resolve) =>
      host.addEventListener('error', (event) => resolve((event as ErrorEvent).error)),
    );
    const stepsOf = (call: number): readonly Step[] => {
      now += 5;
      if (call === 5) throw new Error('no steps');
      return FAULT;
    };
    new FaultReader(host).adopt({ calls: calls(9), stepsOf }, 12);
    expect(String(await told)).toBe('Error: no steps');
  });
});
