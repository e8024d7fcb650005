import { release } from 'node:os';
import { chooseKernel, MADV } from '@mm-playground/api';
import { createPlayground, formatDivergence } from 'mm-playground';
import { describe, expect, test } from 'vitest';
import { generate } from '../native/generate.ts';
import { nativeTarget } from '../native/native-target.ts';
import { runnerObstacle } from '../native/runner.ts';
import { ARENA_START, type NativeScript, type ScriptCall } from '../native/script.ts';
import type { Reply } from '../native/strace-text.ts';
import type { Target } from '../native/target.ts';
import { campaign, type Outcome, trialsOf } from './campaign.ts';
import { Judge, type Verdict } from './judge.ts';

const MACHINE = { pageSize: 4096, taskSize: 0x7fff_ffff_f000n };

test('the trials of a campaign are a function of its plan: profiles take turns, then comes the next seed', () => {
  const plan = { count: 400, seed: 5, profiles: ['vma', 'fork'], machine: MACHINE } as const;
  const outline = [...trialsOf(plan)].map(({ name, script }) => `${name} ${script.calls.length}`);
  expect(outline).toEqual(['vma-5 160', 'fork-5 160', 'vma-6 80']);
  expect([...trialsOf(plan)]).toEqual([...trialsOf(plan)]);
});

const playground = createPlayground({ record: 'off', assume: 'untouched' });
const modelled = chooseKernel(playground.registry.kernels, release())?.exact === true;
const why = runnerObstacle('/var/tmp') ?? (modelled ? null : `the model has no Linux ${release()}`);

/** The kernel that runs here, but for some of its replies. */
function lying(lie: (command: string, reply: Reply) => Reply): Target {
  const honest = nativeTarget();
  return {
    ...honest,
    perform: async (commands) => {
      const replies = await honest.perform(commands);
      return replies.map((reply, at) => lie(commands[at] ?? '', reply));
    },
  };
}

/** A kernel that takes munmap() for a mistake. */
const withoutMunmap = (): Target =>
  lying((command, reply) =>
    / munmap /.test(command) && reply.kind === 'result' && reply.value === 0n ? { ...reply, value: -22n } : reply,
  );

async function verdictOn(target: Target, script: NativeScript): Promise<Verdict> {
  const judge = new Judge(target, playground);
  return judge.judge(script, await judge.perform(script), 'it.strace');
}

describe.skipIf(why !== null)(`a kernel and the model${why === null ? '' : ` (skipped: ${why})`}`, () => {
  test('agree, and every call was compared', { timeout: 60_000 }, async () => {
    const script = generate(3, 'vma', 80);
    const { kind, report } = await verdictOn(nativeTarget(), script);
    expect(report.divergences.map(formatDivergence)).toEqual([]);
    expect(kind).toBe('agrees');
    expect(report.calls).toBe(script.setup.length + 80);
    // A digest after each call, and maps, smaps, status and pagemap after every fortieth.
    expect(report.checkpoints).toBe(80 + 2 * 4);
  });

  test('differ at the first call that the kernel answers otherwise', { timeout: 60_000 }, async () => {
    const script = generate(3, 'vma', 80);
    const { kind, report, script: cut } = await verdictOn(withoutMunmap(), script);
    expect(kind).toBe('differs');
    expect(cut.calls.at(-1)?.name).toBe('munmap');
    expect(report.divergences[0]).toMatchObject({ what: 'munmap', model: '0' });
  });

  test('differ in the end on one call, and its capture shows that by itself', { timeout: 60_000 }, async () => {
    const judge = new Judge(withoutMunmap(), playground);
    const { script, capture, report } = await judge.shrink(generate(3, 'vma', 40), 'it.strace');
    expect([...script.setup, ...script.calls].map(({ name }) => name)).toEqual(['munmap']);
    expect(capture).toMatch(/^# munmap: recorded -1 EINVAL \(Invalid argument\), model 0\n#@ system /);
    const { session } = await createPlayground().load(capture, { file: 'it.strace' });
    session?.run();
    expect(session?.divergences.map(formatDivergence)).toEqual(report.divergences.map(formatDivergence));
    expect(report.divergences).toHaveLength(1);
  });

  test('agree up to a call that is not modelled, however far that one came', { timeout: 60_000 }, async () => {
    const { setup, pageSize } = generate(1, 'vma', 0);
    const shared = (id: number, page: bigint, fd: bigint): ScriptCall[] => [
      { id, name: 'mmap', args: [ARENA_START + page * 4096n, 4096n, 3n, 0x11n, fd, 0n] },
      { id: id + 1, name: 'store', args: [ARENA_START + page * 4096n] },
    ];
    // Of a memfd and, behind it, of a file on a disk: the second is not modelled.
    const pageout = { id: 99, name: 'madvise', args: [ARENA_START, 8192n, MADV.values.MADV_PAGEOUT] } as const;
    const calls = [...shared(90, 0n, 3n), ...shared(92, 1n, 4n), pageout];
    const { kind, report } = await verdictOn(nativeTarget(), { pageSize, setup, calls });
    expect(kind).toBe('unmodelled');
    expect(report.stopped?.message).toContain('MADV_PAGEOUT');
  });

  test('that differ by a digest alone are told apart from those that differ', { timeout: 60_000 }, async () => {
    const target = lying((_, reply) => (reply.kind === 'digest' ? { ...reply, digest: '0'.repeat(16) } : reply));
    const { kind, report } = await verdictOn(target, generate(3, 'vma', 10));
    expect(kind).toBe('unconfirmed');
    expect(report.divergences).toEqual([]);
  });

  test('are tried script by script; what differs in one way is shrunk once', { timeout: 60_000 }, async () => {
    const plan = { count: 480, seed: 1, profiles: ['vma'], machine: MACHINE } as const;
    const outcomes: Outcome[] = [];
    for await (const outcome of campaign(new Judge(withoutMunmap(), playground), plan)) outcomes.push(outcome);
    expect(outcomes.map(({ trial }) => trial.name)).toEqual(['vma-1', 'vma-2', 'vma-3']);
    expect(outcomes.map(({ verdict }) => verdict.kind)).toEqual(['differs', 'differs', 'differs']);
    expect(outcomes.map(({ finding }) => finding !== null)).toEqual([true, false, false]);
  });
});
