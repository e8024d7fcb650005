/**
 * `mm oracle --record FILE`: the sums of a campaign in a file that keeps those of others, too, with what is needed to repeat it:
 * the kernel, the seeds, the day, and the commit of the model where this is a checkout.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { machine } from 'node:os';
import { type CampaignOrigin, type CampaignRecord, readRecords, type Target, withRecord } from '@mm-playground/oracle';
import { problem, InputError } from '../exit.ts';

const wordOf = (target: Target, file: string): string | undefined =>
  target.machine.read(`/proc/sys/kernel/${file}`)?.trim();

/** The release of a target's kernel. */
export const releaseOf = (target: Target): string => wordOf(target, 'osrelease') ?? 'unknown';

/** A release without the local version, which whoever built the running kernel chose. */
const withoutLocalVersion = (release: string): string => /^\d+(?:\.\d+)*/.exec(release)?.[0] ?? release;

/** Where a campaign runs. */
export function originOf(
  target: Target,
  boot: string | undefined,
): Pick<CampaignOrigin, 'boot' | 'release' | 'build' | 'arch' | 'pageSize'> {
  return {
    boot: boot ?? null,
    release: boot === undefined ? withoutLocalVersion(releaseOf(target)) : releaseOf(target),
    build: wordOf(target, 'version') ?? '',
    arch: wordOf(target, 'arch') ?? machine(),
    pageSize: target.pageSize,
  };
}

/** The model that is judged, and when. */
export const thisModel = (): Pick<CampaignOrigin, 'date' | 'commit'> => ({
  date: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
  commit: commit(),
});

/** What decides what is tried, and what the model answers. */
const SOURCES = ['packages/*/src/', 'packages/oracle/native/'];

function commit(): string | null {
  const git = (...args: string[]): string | null => {
    const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  };
  const head = git('rev-parse', '--short=12', 'HEAD');
  if (head === null) return null;
  const changes = git('status', '--porcelain', '--', ...SOURCES.map((path) => `:(top)${path}`));
  return changes === '' ? head : `${head}+`;
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Fails before a long run and not after it. @throws InputError where the file holds something else. */
export function demandRecords(file: string | undefined): void {
  if (file === undefined) return;
  try {
    readRecords(textOf(file));
  } catch (error) {
    throw new InputError([problem(file, `no campaigns: ${(error as Error).message}`)]);
  }
}

/** Writes the file anew, with this campaign in it. */
export function keepRecord(file: string, record: CampaignRecord): void {
  writeFileSync(file, withRecord(textOf(file), record));
}
