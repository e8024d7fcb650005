import { pfn, vpn, type TablePage } from '@mm-playground/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageState } from '../table-reader.ts';
import { toyArch, toyLeaf, toySwap, toyTable } from '../testing/toy-arch.ts';
import { accessOf, EntryLooks } from './entry-looks.ts';

const tableOf = (words: readonly bigint[], level = 3): TablePage => ({
  pfn: pfn(1),
  level,
  start: vpn(0),
  pages: words.length,
  words: BigUint64Array.from(words),
});

const leaf = fc
  .record({
    pfn: fc.nat(0xff_ffff),
    write: fc.boolean(),
    dirty: fc.boolean(),
    young: fc.boolean(),
    special: fc.boolean(),
  })
  .map((state) => toyLeaf(state));
const swap = fc.tuple(fc.nat(31), fc.nat(0xffff)).map(([type, offset]) => toySwap(type, offset));

it('every entry has the look that it would have alone', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(leaf, swap, fc.constant(0n)), { minLength: 1, maxLength: 64 }), (words) => {
      const looks = new EntryLooks(toyArch);
      const ids = looks.of(tableOf(words));
      words.forEach((word, i) => {
        const entry = toyArch.decode(3, word);
        const look = looks.look(ids[i] ?? 0);
        expect(look.state).toBe(word === 0n ? 'empty' : pageState({ entry }));
        expect([look.access, look.entry.young, look.entry.dirty]).toEqual([accessOf(entry), entry.young, entry.dirty]);
      });
    }),
  );
});

it('entries that differ in nothing but their frames have one look', () => {
  const looks = new EntryLooks(toyArch);
  const words = Array.from({ length: 512 }, (_, i) => toyLeaf({ pfn: i * 977, write: true, dirty: i % 2 === 0 }));
  expect(new Set(looks.of(tableOf(words))).size).toBe(2);
  expect([...looks.sumOf(tableOf(words))]).toEqual([
    ['dirty', 256],
    ['writable', 256],
  ]);
});

it('tables and leaves of a level above are told apart', () => {
  const looks = new EntryLooks(toyArch);
  const words = [toyTable(7), toyLeaf({ pfn: 512, write: true, dirty: true }, 2), 0n, toyTable(8)];
  const upper = tableOf(words, 2);
  expect([...looks.of(upper)].map((id) => looks.look(id).state)).toEqual(['touched', 'dirty', 'empty', 'touched']);
  expect(looks.usedIn(upper)).toBe(3);
});
