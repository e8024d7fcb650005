/* What is selected: a VMA by its name or address, or nothing. */
import type { VmaView } from '@mm-playground/api';
import { does, type Choice, type Command, type Desk } from './command.ts';

/** Selects, in all viewers at once. */
export const selectionCommands: readonly Command[] = [
  {
    id: 'selection.vma',
    title: 'Select a VMA',
    section: 'Selection',
    keys: ['@'],
    when: ({ state }) => state.played !== null,
    choices: vmaChoices,
  },
  {
    id: 'selection.nothing',
    title: 'Select nothing',
    section: 'Selection',
    keys: ['Escape'],
    run: does({ type: 'selected', selection: null }),
  },
];

function vmaChoices({ state: { played, position, selection } }: Desk): readonly Choice[] {
  if (played === null) return [];
  const hex = (page: number): string => (BigInt(page) << BigInt(played.pageShift)).toString(16);
  const choice = ({ id, start, end, perms, name, kind }: VmaView): Choice => ({
    id: name === '' ? hex(start) : name,
    title: `${hex(start)}-${hex(end)} ${perms}`,
    detail: name === '' ? kind : name,
    isCurrent: selection?.kind === 'vma' && selection.id === id,
    run: does({ type: 'selected', selection: { kind: 'vma', id, start, end } }),
  });
  return (played.view(position)?.vmas ?? []).map(choice);
}
