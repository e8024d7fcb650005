import { SMAPS_SIZES } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, test } from 'vitest';
import { nativeTarget } from '../native/native-target.ts';
import { generate } from '../native/generate.ts';
import { runnerObstacle } from '../native/runner.ts';
import { runScript } from '../native/run-script.ts';
import { Digest, ModelDigests } from './digest.ts';

const digestOf = (...texts: string[]): string => {
  const digest = new Digest();
  for (const text of texts) digest.add(text);
  return digest.toString();
};

test('a digest is that of the bytes, however they were added', () => {
  expect(digestOf('')).toBe('9e3779b9811c9dc5');
  expect(digestOf('10000000-10001000 rw-p', ' é')).toBe(digestOf('10000000-10001000 rw-p é'));
  expect(digestOf('ab')).not.toBe(digestOf('ba'));
});

async function viewOf(text: string): Promise<ReturnType<NonNullable<Loaded['session']>['view']>> {
  const { session } = await createPlayground({ record: 'off' }).load(text);
  session?.run();
  if (session === undefined) throw new Error('a scenario with a mistake');
  return session.view();
}
type Loaded = Awaited<ReturnType<ReturnType<typeof createPlayground>['load']>>;

const mapped = (protection: string): string =>
  `mmap(0x10000000, 2*PAGE, ${protection}, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n`;

const EVERYWHERE = { complete: [{ start: 0n, end: 0x2000_0000n }], countsResident: true };

test('a digest of the model tells mappings, flags, pages and sizes from another', async () => {
  const texts = [
    mapped('PROT_READ'),
    mapped('PROT_READ|PROT_WRITE'),
    `${mapped('PROT_READ')}madvise(0x10000000, 2*PAGE, MADV_DONTFORK)\n`,
    `${mapped('PROT_READ')}load(0x10000000)\n`,
    `${mapped('PROT_READ|PROT_WRITE')}store(0x10001000)\n`,
    `${mapped('PROT_READ|PROT_WRITE')}store(0x10001000)\nmlock(0x10001000, PAGE)\n`,
  ];
  const digests = await Promise.all(texts.map(async (text) => new ModelDigests(EVERYWHERE).of(await viewOf(text))));
  expect(new Set(digests).size).toBe(texts.length);
  expect(new ModelDigests(EVERYWHERE).of(await viewOf(mapped('PROT_READ')))).toBe(digests[0]);
});

test('what is resident in mappings of the process itself is not digested, nor are page tables once those move', async () => {
  const FAR = mapped('PROT_READ|PROT_WRITE').replaceAll('0x10000000', '0x40000000');
  const after = async (...texts: string[]): Promise<string[]> => {
    const digests = new ModelDigests(EVERYWHERE);
    const { session } = await createPlayground({ record: 'off' }).load(texts.join(''));
    const seen: string[] = [];
    for (const _ of texts) {
      session?.next();
      if (session !== undefined) seen.push(digests.of(session.view()));
    }
    return seen;
  };
  const [before, stored] = await after(FAR, 'store(0x40000000)\n');
  expect(stored).not.toBe(before);
  const [, , moved, again] = await after(
    FAR,
    'store(0x40000000)\n',
    'mprotect(0x40000000, PAGE, PROT_READ)\n',
    'store(0x40001000)\n',
  );
  expect(again).toBe(moved);
});

const why = runnerObstacle('/var/tmp');

describe.skipIf(why !== null)(`the runner${why === null ? '' : ` (skipped: ${why})`}`, { timeout: 60_000 }, () => {
  test('makes the digest of the words that its source says', async () => {
    const script = { ...generate(1, 'vma', 0), calls: [{ id: 50, name: 'store', args: [0x1000_0000n] } as const] };
    const target = { ...nativeTarget(), newPath: () => '/var/tmp/mm-playground-digest-test' };
    const { digests } = await runScript(script, target, { checkpoints: 'digests' });
    const { capture } = await runScript(script, target, { detailEvery: 1 });
    expect(digests[1]).not.toBe(digests[0]);
    expect(digests).toHaveLength(2);
    expect(digests[1]).toBe(digestOf(wordsOf(capture)));
  });
});

/** The sizes that are digested, in order. */
const SIZES = SMAPS_SIZES.filter((size) => !/^(?:Size|KernelPageSize|MMUPageSize|Referenced|LazyFree)$/.test(size));

/** The text that is digested, from the last checkpoint of a capture whose counters moved by one page of its arena alone. */
function wordsOf(capture: string): string {
  const body = (name: string): string =>
    /^(?:#\| .*\n?)*/m
      .exec(capture.slice(capture.lastIndexOf(`#@ ${name}`)).replace(/^.*\n/, ''))?.[0]
      .replaceAll('#| ', '') ?? '';
  const mappings = body('smaps')
    .split(/^(?=[0-9a-f]+-)/m)
    .flatMap((text) => {
      const [, head, name] = /^([0-9a-f]+-\S+ \S+ \S+) \S+ \d+ *(.*)$/m.exec(text) ?? [];
      const field = (size: string): string => new RegExp(`^${size}: *(.*?)(?: kB)? *$`, 'm').exec(text)?.[1] ?? '';
      const sizes = SIZES.map((size) => `${field(size)} `).join('');
      return [`${head} ${name}`, field('VmFlags'), ...(head?.startsWith('10000000-') === true ? [sizes] : [])];
    });
  const arenaKb = 128;
  const moved = { VmSize: arenaKb, VmLck: 0, VmPin: 0, VmData: arenaKb, VmStk: 0, VmExe: 0, VmLib: 0 };
  const counters = Object.entries({ ...moved, VmRSS: 4, RssAnon: 4, VmPTE: 4 }).map(
    ([name, value]) => `${name} ${value}`,
  );
  return `${[...mappings, ...counters].join('\n')}\n${body('pagemap').trim()}`;
}
