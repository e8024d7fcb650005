/**
 * States as strips: one of a whole state, one after each call of a script, one after each step of a call. After each call means
 * the script itself with drawings below its calls, as comments: it can be read and played again.
 */

import { formatStrip, legendLines, StripLetters, stripLines, stripOf, type Strip } from '@mm-playground/script';
import { affectedVmas, appearance } from './affected.ts';
import { callReport } from './call-report.ts';
import { playedLine } from './run.ts';
import type { MmView, VmaView } from '@mm-playground/api';
import type { PlayedCall, Session } from '@mm-playground/session';

/**
 * A state as a strip with its legend. Of a program that was just made what it was born with is left out, for every program is;
 * of a recorded one everything is drawn.
 */
export function stateStrip(session: Session, view: MmView): string[] {
  const strip = stripOf(view, new StripLetters(), chosenOf(session));
  return strip.runs.length === 0 ? ['(nothing)'] : formatStrip(strip);
}

function chosenOf(session: Session): (vma: VmaView) => boolean {
  if (session.mode === 'predict') return () => true;
  const { position } = session;
  session.seek({ call: -1, step: -1 });
  const born = new Set(session.view(session.program.initialTask).vmas.map(appearance));
  session.seek(position);
  return (vma) => !born.has(appearance(vma));
}

/** The calls that were played, each with what it changed below it. */
export function callStrips(session: Session): string[] {
  const letters = new StripLetters();
  const strips: Strip[] = [];
  const lines = session.calls.flatMap((call, at) => {
    const strip = changedBy(session, call, at, letters);
    if (strip === null) return [playedLine(call)];
    strips.push(strip);
    const drawn = strip.runs.length === 0 ? ['(nothing)'] : stripLines(strip);
    return [playedLine(call), ...drawn.map((line) => `#   ${line}`)];
  });
  const legend = legendLines(strips);
  return [...lines, ...(legend.length === 0 ? [] : ['#', ...legend.map((line) => `# ${line}`)])];
}

/** What a call changed, and what lies close to it; null where it changed no VMA, or its task is gone. */
function changedBy(session: Session, { item }: PlayedCall, at: number, letters: StripLetters): Strip | null {
  const viewAt = (place: { call: number; step?: number }): MmView | null => {
    session.seek(place);
    return session.tasks.has(item.task) ? session.view(item.task) : null;
  };
  const [before, after] = [viewAt({ call: at, step: -1 }), viewAt({ call: at })];
  if (before === null || after === null || look(before) === look(after)) return null;
  return stripOf(after, letters, affectedVmas([before, after]));
}

const look = ({ vmas }: MmView): string => vmas.map(appearance).join('\n');

/** The VMAs before a call and after each of its steps that changed them, which the session must have recorded. */
export function stepStrips(session: Session, at: number): string[] {
  const { strips, legend } = callReport(session, at);
  return [
    ...strips.flatMap(({ step, lines }, place) => [
      `# ${place === 0 ? 'before' : (step ?? 'after')}`,
      ...(lines.length === 0 ? ['# (nothing)'] : lines),
    ]),
    ...legend,
  ];
}
