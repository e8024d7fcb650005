/* The machine on which the file is played, instead of the one that it names. */
import type { Choice as Machine } from '../state.ts';
import { does, type Choice, type Command, type Desk } from './command.ts';

const PARTS: readonly { readonly part: keyof Machine; readonly title: string; readonly keys: readonly string[] }[] = [
  { part: 'kernel', title: 'Kernel', keys: ['v'] },
  { part: 'arch', title: 'Architecture', keys: ['a'] },
  { part: 'index', title: 'Index of the VMAs', keys: ['i'] },
];

/** Chooses kernel, architecture and index. */
export const machineCommands: readonly Command[] = [
  ...PARTS.map(({ part, title, keys }): Command => ({
    id: `machine.${part}`,
    title,
    section: 'Machine',
    keys,
    when: ({ facts }) => facts !== null,
    detail: ({ state }) => state.played?.machine[part] ?? '',
    choices: (desk) => [asInFile(part, desk), ...optionsOf(part, desk)],
  })),
  {
    id: 'machine.as-in-file',
    title: 'The machine that the file names',
    section: 'Machine',
    when: ({ state: { choice } }) => PARTS.some(({ part }) => choice[part] !== ''),
    run: does({ type: 'chosen', choice: { kernel: '', arch: '', index: '' } }),
  },
  {
    id: 'machine.skip',
    title: 'Skip what is not modelled, and go on',
    section: 'Machine',
    when: ({ state }) => state.played?.stopped !== null && state.played !== null,
    run: does({ type: 'skip', skip: true }),
  },
];

const asInFile = (part: keyof Machine, { state }: Desk): Choice => ({
  id: 'as-in-file',
  title: 'as in the file',
  isCurrent: state.choice[part] === '',
  run: does({ type: 'chosen', choice: { [part]: '' } }),
});

const optionsOf = (part: keyof Machine, { state, facts }: Desk): readonly Choice[] =>
  (facts?.[part] ?? []).map(({ id, title }) => ({
    id,
    title,
    isCurrent: state.choice[part] === id,
    run: does({ type: 'chosen', choice: { [part]: id } }),
  }));
