/*
 * What a step shows, in words: after which call, and what has changed by it. Read out when it changes, for whoever does not see the
 * picture, and a caption for whoever does.
 */
import { endOf, samePosition } from '@mm-playground/viewers';
import type { AppState } from '../state.ts';
import type { TourRun } from './tour-run.ts';

/** `Step 3 of 7`. */
export const progressText = ({ at, tour }: TourRun): string => `Step ${at + 1} of ${tour.steps.length}`;

/** Longer than this nobody listens. */
const MOST_LETTERS = 96;

/** `Shown: after mmap(...) = 0x7ffff7fc0000. 13 VMAs, 1 more than before.` */
export function momentText({ played, position }: AppState): string {
  if (played === null) return 'The program is being played.';
  const view = played.view(position);
  const vmas = view === null ? null : counted(view.vmas.length);
  const row = played.calls[position.call];
  if (row === undefined) return `Shown: before the first call.${vmas === null ? '' : ` ${vmas}.`}`;
  const end = endOf(played.calls, position.call);
  const isComplete = samePosition(position, end);
  const before = played.view(endOf(played.calls, position.call - 1));
  const more = view === null || before === null || before.mm !== view.mm ? 0 : view.vmas.length - before.vmas.length;
  const result = row.result === '' ? '' : ` = ${row.result}`;
  const where = isComplete ? `after ${shortened(row.text)}${result}` : `within ${shortened(row.text)}`;
  const change = more === 0 ? '' : `, ${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} than before`;
  return `Shown: ${where}.${vmas === null ? '' : ` ${vmas}${change}.`}`;
}

const counted = (count: number): string => (count === 1 ? '1 VMA' : `${count} VMAs`);

const shortened = (text: string): string => (text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)}…`);
