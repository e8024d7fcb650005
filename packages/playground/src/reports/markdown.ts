/**
 * A script as Markdown: its title and question, the script itself in a fence marked `mm`, which an embed makes live, and the state
 * that it comes to as a strip, for whoever reads the page without one.
 */

import type { PlayedRun } from '@mm-playground/api';
import { stateStrip } from './strips.ts';

/** @param text the script as it stands in its file @param run that played it */
export function markdownLines(run: PlayedRun, text: string): string[] {
  const { title, question } = run.program.story;
  run.seek({ call: run.calls.length - 1 });
  return [
    ...(title === undefined ? [] : [`### ${title}`, '']),
    ...(question === undefined ? [] : [question, '']),
    ...fenced('mm', text.replace(/\n$/, '').split(/\r?\n/)),
    '',
    ...fenced('text', stateStrip(run, run.view())),
  ];
}

/** No line of a script or of a strip begins with a fence. */
const fenced = (info: string, lines: readonly string[]): string[] => [`\`\`\`${info}`, ...lines, '```'];
