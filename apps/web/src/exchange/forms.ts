/* What can be made of a program for use elsewhere, and what the file is called. The same forms as `mm export` has. */
import { pluginExporters } from '../plugins/page-plugins.ts';
import type { AppState } from '../state.ts';

export interface Form {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  /** The end of the file's name. */
  readonly ending: string;
}

/** The forms, in the order in which they are offered: those of plugins that the page was opened with last. */
export const FORMS: readonly Form[] = [
  { id: 'report', title: 'This call as a report', what: 'plain text of 72 columns, for a mail', ending: '.txt' },
  { id: 'svg', title: 'The address space as a picture', what: 'SVG: the map, and the tree below it', ending: '.svg' },
  { id: 'strips', title: 'The script with strips', what: 'a drawing below each call that changed VMAs', ending: '.mm' },
  {
    id: 'markdown',
    title: 'Markdown with an embed',
    what: 'the script in a fence, and what it comes to',
    ending: '.md',
  },
  { id: 'c', title: 'A C program', what: 'makes the same calls and checks their results', ending: '.c' },
  {
    id: 'perfetto',
    title: 'A trace for Perfetto',
    what: 'calls, functions, steps and counters over time',
    ending: '.json',
  },
  { id: 'capture', title: 'A capture', what: 'results and snapshots, to hold another kernel to', ending: '.strace' },
  ...pluginExporters(),
];

/** What a form is made of. */
export type ExportRequest = Pick<AppState, 'source' | 'choice' | 'skipUnmodelled' | 'position'>;

/** The name of the file. */
export const fileNameOf = (file: string, { id, ending }: Form): string => {
  const stem = file.replace(/\.(?:mm|strace|txt|log)$/, '');
  return id === 'strips' ? `${stem}-strips${ending}` : stem + ending;
};
