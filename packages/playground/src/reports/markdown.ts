/**
 * A script as Markdown: its title and question, the script itself in a fence marked `mm`, which an embed makes live, and the state
 * that it comes to as a strip, for whoever reads the page without one.
 */

import { stateStrip } from './strips.ts';
import type { Session } from '@mm-playground/session';

/** @param text the script as it stands in its file @param session that played it */
export function markdownLines(session: Session, text: string): string[] {
  const { title, question } = session.program.story;
  return [
    ...(title === undefined ? [] : [`### ${title}`, '']),
    ...(question === undefined ? [] : [question, '']),
    ...fenced('mm', text.replace(/\n$/, '').split(/\r?\n/)),
    '',
    ...fenced('text', stateStrip(session, session.view())),
  ];
}

/** No line of a script or of a strip begins with a fence. */
const fenced = (info: string, lines: readonly string[]): string[] => [`\`\`\`${info}`, ...lines, '```'];
