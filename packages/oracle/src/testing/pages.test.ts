/** The generated pages of docs/ against what their generators write. */
import { readFileSync } from 'node:fs';
import { createPlayground } from 'mm-playground';
import { expect, test } from 'vitest';
import type { CampaignRecord } from '../judge/results.ts';
import { failuresPage, PAGE as FAILURES_PAGE } from './failures-page.ts';
import { campaigns, mmuComparisons, PAGE as RESULTS_PAGE, oracleResultsPage } from './oracle-results-page.ts';
import { PAGE as THREAD_PAGE, reviewThreadPage } from './review-thread-page.ts';
import { PAGE as SUPPORT_PAGE, supportPage } from './support-page.ts';

test('docs/oracle-results.md is current', () => {
  expect(readFileSync(RESULTS_PAGE, 'utf8')).toBe(oracleResultsPage(campaigns(), mmuComparisons()));
});

test('docs/review-thread.md is current', () => {
  expect(readFileSync(THREAD_PAGE, 'utf8')).toBe(reviewThreadPage());
});

test('docs/failures.md is current', { timeout: 60_000 }, () => {
  expect(readFileSync(FAILURES_PAGE, 'utf8')).toBe(failuresPage());
});

test('docs/support.md is current', () => {
  expect(readFileSync(SUPPORT_PAGE, 'utf8')).toBe(supportPage());
});

test('docs/support.md names every kernel, and every row of every matrix', () => {
  const page = supportPage();
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  for (const { id, support } of createPlayground().plugins().kernels) {
    expect(page).toMatch(new RegExp(`[|,] ${id}\\b`));
    const missing = support.filter(
      ({ call, item }) => !rows.some((line) => line.startsWith(`| ${item === undefined ? call : item} |`)),
    );
    expect(missing).toEqual([]);
  }
});

const CAMPAIGN: CampaignRecord = {
  ...{ boot: '6.1', release: '6.1.0-50-cloud-amd64', build: '#1 SMP Debian 6.1.176-1 (2026-07-01)', arch: 'x86_64' },
  ...{ pageSize: 4096, date: '2026-11-26', commit: 'abc', profiles: ['vma'], seed: 7, count: 320 },
  ...{ tried: 320, files: 2, calls: 340, checkpoints: 350, divergences: 3 },
  findings: [{ name: 'vma-8', kind: 'differs', what: 'munmap: recorded 0, model -1 EINVAL' }],
};

test('a campaign is a row with the command that repeats it, and what it found stands below', () => {
  const lines = oracleResultsPage([CAMPAIGN], []).split('\n');
  expect(lines).toContain(
    '| 6.1.176-1 (Debian) | `mm oracle --boot 6.1 --profile vma --count 320 --seed 7` | 320 | 320 | 8 | 2026-11-26 | abc |',
  );
  expect(lines).toContain('- 6.1.176-1 (Debian) (x86_64): munmap: recorded 0, model -1 EINVAL: `vma-8`');
});

test('campaigns on one kernel are added up', () => {
  const lines = oracleResultsPage([CAMPAIGN, { ...CAMPAIGN, seed: 1000, findings: [] }], []).split('\n');
  expect(lines).toContain('| 6.1.176-1 (Debian) | x86_64, 4 KiB pages | booted in QEMU | 640 | 4 | 700 | 1 | 0 | 0 |');
});

test('a comparison of page tables is a row, and says how often a known difference of the emulator was met', () => {
  const comparison = {
    ...{ arch: 'x86-64:levels=4', emulator: '7.2.22', seed: 1, count: 3000, sets: 1, probes: 3200, faults: 2000 },
    ...{
      words: 4096,
      marked: 300,
      quirks: { 'x86-rsvd-without-p': 12 },
      mismatches: 0,
      date: '2026-11-26',
      commit: 'abc',
    },
  };
  const lines = oracleResultsPage([], [comparison]).split('\n');
  expect(lines).toContain('| `x86-64:levels=4` | 7.2.22 | 3,200 | 2,000 | 4,096 | 300 | 0 | 2026-11-26 | abc |');
  expect(lines.find((line) => line.startsWith('- `x86-rsvd-without-p`'))).toMatch(/ 12 probes\.$/);
});
