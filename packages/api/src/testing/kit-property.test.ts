import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { vmFlags } from '../vm-flags.ts';
import { casesOf, type KitProperty } from './kit-property.ts';
import { forAll } from './smallest-example.ts';

const property = (group: string, title: string, check: () => void = () => {}): KitProperty => ({
  ...{ of: 'toy', group, title, check },
});
const broken = (): never => {
  throw new RangeError('12 is not 13\nand more');
};

/** What came of each case: nothing where it passes, why it is skipped, or what it throws. */
async function verdicts(properties: readonly KitProperty[], notYet: readonly string[] = []): Promise<unknown[]> {
  const told: unknown[] = [];
  for (const { title, run } of casesOf(properties, notYet))
    told.push([title, await run().catch((error: unknown) => String(error))]);
  return told;
}

describe('a kit', () => {
  it('names what is broken with the plugin and the group', async () => {
    expect(await verdicts([property('leaves', 'hold'), property('swap', 'is read back', broken)])).toEqual([
      ['hold', null],
      ['is read back', 'RangeError: 12 is not 13\nand more\n\nbroken: toy swap: is read back'],
    ]);
  });

  it('skips what is marked by its title or by its group, and says why', async () => {
    const properties = [property('swap', 'a', broken), property('swap', 'b'), property('leaves', 'c', broken)];
    expect(await verdicts(properties, ['swap', 'c'])).toEqual([
      ['a', 'not yet: 12 is not 13'],
      ['b', null],
      ['c', 'not yet: 12 is not 13'],
      ['swap', null],
      ['c', null],
    ]);
  });

  it('fails for a mark behind which everything holds, in every configuration', async () => {
    expect(await verdicts([property('swap', 'a'), { ...property('swap', 'a'), of: 'other' }], ['a'])).toEqual([
      ['a', null],
      ['a', null],
      ['a', 'Error: "a" holds now: take the mark away'],
    ]);
  });

  it('fails for a mark that names nothing', async () => {
    expect(await verdicts([property('swap', 'a')], ['swaps'])).toEqual([
      ['a', null],
      ['swaps', 'Error: no property and no group of the kit is called "swaps"'],
    ]);
  });

  it('checks each property once, whoever asks', async () => {
    let checks = 0;
    await verdicts([property('swap', 'a', () => void checks++)], ['a', 'swap']);
    expect(checks).toBe(1);
  });
});

describe('the smallest example', () => {
  const leaf = fc.record({ level: fc.nat(3), frame: fc.nat(2 ** 20), flags: fc.constant(vmFlags('READ', 'EXEC')) });

  it('is drawn as a line with words in hex and flags by name', () => {
    const holds = ({ frame }: { readonly frame: number }): void => {
      if (frame >= 0x300) throw new Error('a frame is lost');
    };
    expect(() => forAll(leaf, holds)).toThrow(
      /a frame is lost\n\nsmallest example \(seed 1, shrunk \d+ times\):\n {2}level 0 {2}frame 0x300 {2}flags READ\|EXEC$/,
    );
  });

  it('is a line for each part of a list, or what the kit draws', () => {
    const list = fc.array(fc.bigInt({ min: 0n, max: 0xffffn }), { minLength: 2, maxLength: 4 });
    expect(() => forAll(list, broken)).toThrow(/:\n {2}0x0\n {2}0x0$/);
    expect(() => forAll(list, broken, { draw: ({ length }) => 'x'.repeat(length) })).toThrow(/:\n {2}xx$/);
  });

  it('is made of as many cases as are asked for, the same ones each time', () => {
    const seen = (): number[] => {
      const values: number[] = [];
      forAll(fc.nat(), (n) => void values.push(n), { runs: 7, seed: 5 });
      return values;
    };
    expect(seen()).toEqual(seen());
    expect(seen()).toHaveLength(7);
  });
});
