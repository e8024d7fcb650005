/** Any state is drawn as a strip, and its strip makes a script that makes the state. */
import { formatStrip, parseStrip, stripOf, stripScript } from '@mm-playground/script';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlayground } from './builtin-plugins.ts';
import type { MmView } from '@mm-playground/api';

/** What can be drawn lies below this page: what a program is born with lies above. */
const ARENA_END = 0x2_0000;

async function play(script: string): Promise<MmView> {
  const { session, diagnostics } = await createPlayground({ record: 'off' }).load(script);
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  session.run();
  if (session.stopped !== null) throw new Error(session.stopped.message);
  return session.view();
}

const drawn = (view: MmView): string => formatStrip(stripOf(view, undefined, ({ end }) => end <= ARENA_END)).join('\n');

/** Everything that is seen of the arena's VMAs. Which file is which tells only whether two are one. */
function seen(view: MmView): unknown[] {
  const files: (number | null)[] = [null];
  return view.vmas
    .filter(({ end }) => end <= ARENA_END)
    .map(({ start, end, flags, perms, pgoff, name, kind, anonVma, file }) => {
      if (!files.includes(file)) files.push(file);
      return {
        start,
        end,
        flags: flags.toSmaps(),
        perms,
        pgoff,
        name,
        kind,
        written: anonVma !== null,
        file: files.indexOf(file),
      };
    });
}

const scriptOf = (strip: string): string => {
  const { strip: read, diagnostics } = parseStrip(strip);
  const { text, refused } = read === undefined ? { text: undefined, refused: [] } : stripScript(read);
  if (text === undefined) throw new Error([...diagnostics.map(({ message }) => message), ...refused].join('; '));
  return text;
};

const prots = fc.constantFrom('PROT_NONE', 'PROT_READ', 'PROT_READ|PROT_WRITE', 'PROT_READ|PROT_EXEC');
const range = fc
  .tuple(fc.nat(11), fc.integer({ min: 1, max: 5 }))
  .map(([page, pages]) => `0x${(0x10000 + page).toString(16)}000, ${pages}*PAGE`);
const advice = fc.constantFrom(
  'DONTFORK',
  'DOFORK',
  'DONTDUMP',
  'HUGEPAGE',
  'NOHUGEPAGE',
  'RANDOM',
  'NORMAL',
  'POPULATE_WRITE',
);
const call = fc.oneof(
  fc.tuple(range, prots).map(([where, prot]) => `mmap(${where}, ${prot}, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)`),
  fc.tuple(range, prots).map(([where, prot]) => `mmap(${where}, ${prot}, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0)`),
  fc
    .tuple(range, prots, fc.constantFrom('fd', 'other', 'memfd'), fc.nat(9), fc.constantFrom('PRIVATE', 'SHARED'))
    .map(([where, prot, fd, page, how]) => `mmap(${where}, ${prot}, MAP_${how}|MAP_FIXED, ${fd}, ${page}*PAGE)`),
  range.map((where) => `munmap(${where})`),
  fc.tuple(range, prots).map(([where, prot]) => `mprotect(${where}, ${prot})`),
  fc.tuple(range, advice).map(([where, what]) => `madvise(${where}, MADV_${what})`),
  range.map((where) => `store(${where.split(',')[0]})`),
  range.map((where) => `mseal(${where}, 0)`),
);
const OPENED = [
  'fd = openat(AT_FDCWD, "/data", O_RDWR)',
  'other = openat(AT_FDCWD, "/data", O_RDWR)',
  'memfd = memfd_create("m", 0)',
  'ftruncate(memfd, 100*PAGE)',
];

describe('a strip of a state', () => {
  it('makes a script that makes the same VMAs, or says what no call makes', async () => {
    const refusals = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), async (calls) => {
        const view = await play([...OPENED, ...calls, ''].join('\n'));
        if (seen(view).length === 0) return;
        const strip = drawn(view);
        let script: string;
        try {
          script = scriptOf(strip);
        } catch (error) {
          refusals.add(String(error).replaceAll(/^.*: /g, ''));
          return;
        }
        const again = await play(script);
        expect(drawn(again)).toBe(strip);
        expect(seen(again)).toEqual(seen(view));
      }),
      { seed: 1, numRuns: 150 },
    );
    expect([...refusals]).toEqual([]);
  }, 60_000);
});
