import { expect, test } from 'vitest';
import type { Outcome } from './campaign.ts';
import { type CampaignOrigin, CampaignTally, readRecords, withRecord } from './results.ts';

const ORIGIN: CampaignOrigin = {
  ...{ boot: null, release: '6.18.44', build: '#1 SMP', arch: 'x86_64', pageSize: 4096 },
  ...{ date: '2026-11-26', commit: 'abc' },
};
const PLAN = {
  count: 4,
  seed: 7,
  profiles: ['vma', 'fork'],
  machine: { pageSize: 4096, taskSize: 1n << 47n },
} as const;

/** A trial of two calls that ended so; `differs` with one divergence. */
function outcome(name: string, kind: Outcome['verdict']['kind']): Outcome {
  const call = { id: 1, name: 'munmap', args: [] } as const;
  const script = { pageSize: 4096, setup: [], calls: [call, call] };
  const divergence = { file: '', line: 9, what: 'munmap', recorded: '0', model: '-1 EINVAL' };
  const report = {
    ...{ file: name, calls: 3, checkpoints: 2, inferences: [], skipped: [] },
    divergences: kind === 'differs' ? [divergence] : [],
    stopped: kind === 'unmodelled' ? { why: 'unmodelled', message: 'x is not modelled' } : null,
  } as unknown as Outcome['verdict']['report'];
  return {
    trial: { name, seed: 7, profile: 'vma', script },
    verdict: { kind, report, script },
    finding: null,
  };
}

test('what a campaign came to is its origin, its plan, the sums and what did not agree', () => {
  const tally = new CampaignTally(ORIGIN, PLAN);
  tally.add(outcome('vma-7', 'agrees'));
  tally.add(outcome('fork-7', 'differs'));
  tally.add(outcome('vma-8', 'unmodelled'));
  tally.add(outcome('fork-8', 'unconfirmed'));
  expect(tally.record()).toEqual({
    ...ORIGIN,
    ...{ profiles: ['vma', 'fork'], seed: 7, count: 4 },
    ...{ tried: 8, files: 4, calls: 12, checkpoints: 8, divergences: 1 },
    findings: [
      { name: 'fork-7', kind: 'differs', what: 'munmap: recorded 0, model -1 EINVAL' },
      { name: 'vma-8', kind: 'unmodelled', what: 'x is not modelled' },
      { name: 'fork-8', kind: 'unconfirmed', what: 'after call 2, munmap' },
    ],
  });
});

test('a campaign that is run again takes the place of its former result, another one comes besides', () => {
  const first = new CampaignTally(ORIGIN, PLAN).record();
  const again = { ...first, tried: 4, commit: 'def' };
  const other = { ...first, seed: 8 };
  const text = [first, other, again].reduce(withRecord, '');
  expect(readRecords(text)).toEqual([again, other]);
});

test('a file that holds no campaigns is refused', () => {
  expect(() => readRecords('{}')).toThrow(SyntaxError);
  expect(() => readRecords('x')).toThrow(SyntaxError);
});
