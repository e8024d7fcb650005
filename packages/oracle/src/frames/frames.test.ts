import { release } from 'node:os';
import { chooseKernel, pageFlags } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, test } from 'vitest';
import { generate } from '../native/generate.ts';
import { nativeTarget } from '../native/native-target.ts';
import { ARENA_START, type NativeScript, type ScriptCall } from '../native/script.ts';
import type { Target } from '../native/target.ts';
import { differencesOf, keptDifferences, parseFrames, type FrameSnapshot } from './frame-snapshot.ts';
import { FramesJudge } from './frames-judge.ts';
import { framesObstacle } from './frames-obstacle.ts';

/** uptodate, mmap, anonymous, swapbacked. */
const PRIVATE = '5828';

describe('frames of two sides', () => {
  const kernel = parseFrames(`10 aa ${PRIVATE} 1 2\n12 cc ${PRIVATE} 2 1\n13 cc ${PRIVATE} 2 1\n`);

  test('are read in runs, page by page', () => {
    expect(kernel.map(({ page, frame, count }) => [page, frame, count])).toEqual([
      [0x10, 0xaa, 1],
      [0x11, 0xab, 1],
      [0x12, 0xcc, 2],
      [0x13, 0xcc, 2],
    ]);
  });

  const changed = (at: number, change: Partial<FrameSnapshot[number]>): FrameSnapshot =>
    kernel.map((page, index) => (index === at ? { ...page, ...change } : page));
  const whatOf = (model: FrameSnapshot): string[] => differencesOf(kernel, model).map(({ what }) => what);

  test('agree whatever the frames are called, and differ in who shares them', () => {
    expect(whatOf(kernel.map((page) => ({ ...page, frame: page.frame + 1000 })))).toEqual([]);
    expect(whatOf(changed(3, { frame: 1 }))).toEqual(['sharing']);
  });

  test('differ in what is mapped, how often, by whom alone, and in flags', () => {
    expect(whatOf(kernel.slice(1))).toEqual(['present']);
    expect(whatOf(changed(0, { count: 2 }))).toEqual(['count']);
    expect(whatOf(changed(0, { exclusive: true }))).toEqual(['exclusive']);
    expect(whatOf(changed(0, { flags: pageFlags('uptodate', 'mmap', 'anonymous', 'swapbacked', 'thp') }))).toEqual([
      'flags',
    ]);
  });

  test('differ in which frame a page keeps over a call', () => {
    const copied = changed(0, { frame: 1 });
    const kept = (model: FrameSnapshot): number =>
      keptDifferences({ before: kernel, now: kernel }, { before: kernel, now: model }).length;
    expect([kept(kernel), kept(copied)]).toEqual([0, 1]);
  });
});

const playground = createPlayground({ record: 'off', assume: 'untouched' });
const modelled = chooseKernel(playground.registry.kernels, release())?.exact === true;
const why = framesObstacle() ?? (modelled ? null : `the model has no Linux ${release()}`);

/** The kernel that runs here, as if it had copied a page at fork. */
function copying(): Target {
  const honest = nativeTarget();
  return {
    ...honest,
    perform: async (commands) => {
      const replies = await honest.perform(commands);
      return replies.map((reply, at) =>
        commands[at] === '0 frames' && reply.kind === 'body'
          ? { ...reply, text: reply.text.replace(/ 2 1$/gm, ' 1 1') }
          : reply,
      );
    },
  };
}

const call = (id: number, name: ScriptCall['name'], ...args: readonly bigint[]): ScriptCall => ({ id, name, args });
const PAGE = 4096n;
const FORKED: NativeScript = {
  pageSize: Number(PAGE),
  setup: [call(1, 'mmap', ARENA_START, 2n * PAGE, 3n, 0x32n, -1n, 0n)],
  calls: [
    call(2, 'store', ARENA_START),
    call(3, 'load', ARENA_START + PAGE),
    call(4, 'fork'),
    call(5, 'store', ARENA_START),
  ],
};

describe.skipIf(why !== null)(`frames of a kernel and the model${why === null ? '' : ` (skipped: ${why})`}`, () => {
  const judge = (): FramesJudge => new FramesJudge(nativeTarget(), playground);

  test('agree over a fork and a copy', { timeout: 60_000 }, async () => {
    const { differences, compared, pages, stopped } = await judge().judge(FORKED);
    expect(differences).toEqual([]);
    expect(stopped).toBeNull();
    expect([compared, pages]).toEqual([5, 7]);
  });

  test('agree after random calls of every profile that touches memory', { timeout: 120_000 }, async () => {
    for (const profile of ['fault', 'fork', 'thp', 'shm', 'file'] as const) {
      const { differences, stopped } = await judge().judge(generate(1, profile, 60));
      expect([profile, differences, stopped]).toEqual([profile, [], null]);
    }
  });

  test('are shrunk to the calls that matter where they differ', { timeout: 60_000 }, async () => {
    const lied = new FramesJudge(copying(), playground);
    const verdict = await lied.judge(FORKED);
    expect(verdict.differences.map(({ what }) => what)).toEqual(['count']);
    const { script } = await lied.shrink(verdict);
    expect([...script.setup, ...script.calls].map(({ name }) => name)).toEqual(['mmap', 'store', 'fork']);
  });
});
