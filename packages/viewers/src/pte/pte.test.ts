import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { mount } from '../testing/mount.ts';
import { toyArch, toyLeaf, toySwap } from '../testing/toy-arch.ts';
import { bitsOf, cellRows, fieldsOf, sentenceOf, wordText } from './pte-fields.ts';
import { pte, type MmPte } from './pte.ts';

const WORD = toyLeaf({ pfn: 0x8031, write: true, dirty: true });

describe('mm-pte', () => {
  it('shows an entry alone, without a view', async () => {
    const entry = await mount<MmPte>(pte, { arch: toyArch, level: 3, word: WORD });
    expect(entry.find('.word').textContent).toBe('0x8000_0000_0803_1067');
    expect(entry.find('.sentence').textContent).toBe('Maps frame 0x8031: user code may read, write; dirty, young.');
    expect(entry.root.querySelectorAll('tbody tr')).toHaveLength(toyArch.fields(3, 'leaf').length);
  });

  it('has nothing that axe objects to', async () => {
    const entry = await mount<MmPte>(pte, { arch: toyArch, level: 3, word: WORD });
    expect(await violations(entry.element)).toEqual([]);
    expect([...entry.root.querySelectorAll('[style]')]).toEqual([]);
  });
});

describe('fields of an entry', () => {
  it('have the values that the word has at their bits', () => {
    const fields = fieldsOf(toyArch, 3, WORD);
    const value = (name: string): bigint | undefined => fields.find((field) => field.spec.name === name)?.value;
    expect([value('P'), value('D'), value('NX'), value('PFN')]).toEqual([1n, 1n, 1n, 0x8031n]);
    expect(fields.find((field) => field.spec.name === 'NX')?.words).toBe('no execute');
  });

  it('cover all 64 bits once, in rows of any width', () => {
    for (const perRow of [16, 32, 64]) {
      const rows = cellRows(fieldsOf(toyArch, 3, WORD), perRow);
      expect(rows).toHaveLength(64 / perRow);
      for (const row of rows) expect(row.reduce((sum, cell) => sum + cell.hi - cell.lo + 1, 0)).toBe(perRow);
    }
  });

  it('are printed highest bit first', () => {
    expect(bitsOf(0b1011n, 3, 0)).toBe('1011');
    expect(wordText(0x1067n)).toBe('0x0000_0000_0000_1067');
  });

  it('are summed up in a sentence', () => {
    expect(sentenceOf(toyArch.decode(3, toySwap(1, 77)), 'pte')).toContain('type 1, offset 77');
    expect(sentenceOf(toyArch.decode(3, 0n), 'pte')).toBe('Empty pte entry: nothing is mapped here.');
  });
});
