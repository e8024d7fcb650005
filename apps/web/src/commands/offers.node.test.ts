import { describe, expect, it } from 'vitest';
import { initialState } from '../state.ts';
import type { Command, Desk } from './command.ts';
import { matchOf } from './fuzzy.ts';
import { choiceOffers, commandOffers, fewChoiceOffers, found } from './offers.ts';
import { withNewest } from './recent.ts';

/** A text with what was found of it in brackets. */
function drawn(typed: string, text: string): string | null {
  const match = matchOf(typed, text);
  if (match === null) return null;
  return [...text]
    .map((letter, at) => (match.at.includes(at) ? `[${letter}]` : letter))
    .join('')
    .replaceAll('][', '');
}

describe('finding', () => {
  it('takes words wherever they stand, beginnings of words first', () => {
    expect(drawn('call', 'Recall a call')).toBe('Recall a [call]');
    expect(drawn('ca ne', 'Next call')).toBe('[Ne]xt [ca]ll');
    expect(drawn('all', 'Next call')).toBe('Next c[all]');
  });

  it('takes letters in order where the first begins a word', () => {
    expect(drawn('ncl', 'Next call')).toBe('[N]ext [c]a[l]l');
    expect(drawn('xtc', 'Next call')).toBeNull();
    expect(drawn('zz', 'Next call')).toBeNull();
  });

  it('takes everything where nothing was typed', () => {
    expect(drawn('  ', 'Next call')).toBe('Next call');
  });
});

const quiet = { section: 'View', run: () => undefined } as const;
const MANY = Array.from({ length: 100 }, (_, at) => ({ id: `vma-${at}`, title: `VMA ${at}`, run: () => undefined }));

const COMMANDS: readonly Command[] = [
  { ...quiet, id: 'view.maps', title: 'Show the maps' },
  { ...quiet, id: 'time.next', title: 'Next call', section: 'Time', keys: ['j'] },
  { ...quiet, id: 'view.never', title: 'Never there', when: () => false },
  { id: 'selection.vma', title: 'Select a VMA', section: 'Selection', choices: () => MANY },
  {
    id: 'machine.kernel',
    title: 'Kernel',
    section: 'Machine',
    choices: async () => [
      { id: '6.12', title: '6.12', isCurrent: true, run: () => undefined },
      { id: 'newest', title: 'Newest', run: () => undefined },
    ],
  },
  { ...quiet, id: 'machine.newest', title: 'Kernel: newest' },
];

const desk: Desk = { state: initialState, facts: null, dispatch: () => undefined };

describe('what the palette lists', () => {
  const listed = async (typed: string, recent: readonly string[] = []): Promise<readonly string[]> =>
    found([...commandOffers(COMMANDS, desk), ...(await fewChoiceOffers(COMMANDS, desk))], typed, recent).map(
      ({ offer }) => `${offer.group}: ${offer.title}`,
    );

  it('is every command that is there, by section, and first what was used recently', async () => {
    expect(await listed('')).toEqual([
      'Time: Next call',
      'Selection: Select a VMA',
      'Machine: Kernel',
      'View: Show the maps',
      'View: Kernel: newest',
    ]);
    expect(await listed('', ['view.maps', 'gone.long-ago', 'machine.kernel/6.12'])).toEqual([
      'Recently used: Show the maps',
      'Recently used: Kernel: 6.12',
      'Time: Next call',
      'Selection: Select a VMA',
      'Machine: Kernel',
      'View: Kernel: newest',
    ]);
  });

  it('lists once what is a choice and a command', async () => {
    expect(await listed('newest')).toEqual(['View: Kernel: newest']);
  });

  it('finds few choices beside the commands, and many only on their own page', async () => {
    expect(await listed('6.1')).toEqual([': Kernel: 6.12']);
    expect(await listed('VMA 7')).toEqual([]);
    const [, , , choosing] = COMMANDS;
    if (choosing === undefined || !('choices' in choosing)) throw new Error('the fourth has choices');
    const page = found(await choiceOffers(choosing, desk), '77', []);
    expect(page.map(({ offer }) => offer.title)).toEqual(['VMA 77']);
    expect(found(await choiceOffers(choosing, desk), '', [])).toHaveLength(100);
  });

  it('prefers what was used recently among what fits alike', async () => {
    const [best] = await listed('s', ['view.maps']);
    expect(best).toBe('View: Show the maps');
  });

  it('notes the newest first, each once, and not too many', () => {
    expect(withNewest(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(withNewest(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'i')).toHaveLength(8);
  });
});
