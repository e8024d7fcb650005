/* Undo and redo, outside of the editor: there the keys are the editor's own, for single letters. */
import { does, type Command } from '../commands/command.ts';

export const undoCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    section: 'Edit',
    keys: ['Mod+z'],
    when: ({ state }) => state.history.past.length > 0,
    detail: ({ state }) => state.history.past.at(-1)?.what ?? '',
    run: does({ type: 'undo' }),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    section: 'Edit',
    keys: ['Mod+Shift+z', 'Mod+y'],
    when: ({ state }) => state.history.future.length > 0,
    detail: ({ state }) => state.history.future.at(-1)?.what ?? '',
    run: does({ type: 'redo' }),
  },
];
