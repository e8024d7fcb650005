import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { toyArch, toyLeaf, toySwap } from '../testing/toy-arch.ts';
import { bitsOf, cellRows, changeOf, fieldsOf, sentenceOf, wordOf, wordText } from './pte-fields.ts';
import { pte } from './plugin.ts';
import type { MmPte } from './pte.ts';

const WORD = toyLeaf({ pfn: 0x8031, write: true, dirty: true });
const BEFORE = toyLeaf({ pfn: 0x8030, young: false });

/** An element as a page of text has it, once somebody brought the architecture along. */
async function written(attributes: Readonly<Record<string, string>>): Promise<ShadowRoot> {
  await pte.define();
  const element = document.createElement('mm-pte');
  element.architecture = toyArch;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.replaceChildren(element);
  await frames();
  if (element.shadowRoot === null) throw new TypeError('no shadow root');
  return element.shadowRoot;
}

const textOf = (root: ShadowRoot, selector: string): string => root.querySelector(selector)?.textContent?.trim() ?? '';

describe('mm-pte', () => {
  it('shows an entry alone, without a view', async () => {
    const entry = await mount<MmPte>(pte, { architecture: toyArch, level: 3, word: WORD });
    expect(entry.find('.word').textContent).toBe('0x8000_0000_0803_1067');
    expect(entry.find('.sentence').textContent).toBe('Maps frame 0x8031: user code may read, write; dirty, young.');
    expect(entry.root.querySelectorAll('tbody tr')).toHaveLength(toyArch.fields(3, 'leaf').length);
    expect(entry.root.querySelectorAll('.moved')).toHaveLength(0);
  });

  it('marks the bits that differ from the word before, and says which fields do', async () => {
    const entry = await mount<MmPte>(pte, { architecture: toyArch, level: 3, word: WORD, previousWord: BEFORE });
    expect(entry.find('.change').textContent).toBe('Changed: RW 0 → 1, A 0 → 1, D 0 → 1, PFN 0x8030 → 0x8031');
    expect(entry.root.querySelectorAll('i.moved')).toHaveLength(4);
    expect([...entry.root.querySelectorAll('tr.moved th')].map((th) => th.textContent)).toEqual([
      'PFN',
      'D',
      'A',
      'RW',
    ]);
  });

  it('takes its words from attributes, too', async () => {
    const root = await written({ value: '0x8000000008031067', previous: '0x8000000008031025' });
    expect(textOf(root, '.headline')).toMatch(/^pte0x8000_0000_0803_1067/);
    expect(textOf(root, '.change')).toBe('Changed: RW 0 → 1, D 0 → 1');
    expect(textOf(await written({ level: 'pmd', value: '0x1027' }), '.headline')).toMatch(/^pmd/);
  });

  it('says what it cannot show', async () => {
    const empty = async (attributes: Readonly<Record<string, string>>): Promise<string> =>
      textOf(await written(attributes), '.empty');
    expect(await empty({ value: '0x1_0000_0000_0000_0000' })).toContain('is no entry');
    expect(await empty({ level: 'p4d', value: '1' })).toBe('Toy, 4 levels has no level “p4d”.');
    expect(await empty({})).toBe('No entry is selected.');
  });

  it.each([360, 900])('has nothing that axe objects to at %d pixels', async (width) => {
    const entry = await mount<MmPte>(pte, { architecture: toyArch, level: 3, word: WORD, previousWord: BEFORE }, width);
    expect(await violations(entry.element)).toEqual([]);
    expect(entry.element.scrollWidth).toBeLessThanOrEqual(width);
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
    expect([wordOf('0x8000_0000_0803_1067'), wordOf(' 103 '), wordOf('0x'), wordOf('-1'), wordOf('abc')]).toEqual([
      WORD,
      103n,
      null,
      null,
      null,
    ]);
  });

  it('are told apart by kind where there was another kind of entry', () => {
    expect(changeOf(toyArch, 3, WORD, 0n)).toBe('was empty 0x0000_0000_0000_0000, is a leaf');
    expect(changeOf(toyArch, 3, WORD, WORD)).toBe('');
    expect(changeOf(toyArch, 3, WORD, null)).toBe('');
  });

  it('are summed up in a sentence', () => {
    expect(sentenceOf(toyArch.decode(3, toySwap(1, 77)), 'pte')).toContain('type 1, offset 77');
    expect(sentenceOf(toyArch.decode(3, 0n), 'pte')).toBe('Empty pte entry: nothing is mapped here.');
  });
});
