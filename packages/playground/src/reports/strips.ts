/**
 * States as strips: one of a whole state, one after each call of a script, one after each step of a call. After each call means
 * the script itself, directives and all, with drawings below its calls, as comments: it can be read and played again, and each drawing
 * can be read as a strip.
 */

import {
  formatStrip,
  legendLines,
  pageLines,
  StripLetters,
  stripLines,
  stripOf,
  type Strip,
} from '@mm-playground/script';
import { affectedVmas, appearance } from './affected.ts';
import { callReport } from './call-report.ts';
import { playedLine } from './run.ts';
import type { MmView, PlayedRun, VmaView } from '@mm-playground/api';
import { isRace, type PlayedCall, type Session } from '@mm-playground/session';

/**
 * A state as a strip with its legend. Of a program that was just made what it was born with is left out, for every program is;
 * of a recorded one everything is drawn.
 */
export function stateStrip(run: PlayedRun, view: MmView): string[] {
  const strip = stripOf(view, new StripLetters(), chosenOf(run));
  return strip.runs.length === 0 ? ['(nothing)'] : formatStrip(strip);
}

function chosenOf(run: PlayedRun): (vma: VmaView) => boolean {
  if (run.mode === 'predict') return () => true;
  const { position } = run;
  run.seek({ call: -1, step: -1 });
  const born = new Set(run.view(run.program.initialTask).vmas.map(appearance));
  run.seek(position);
  return (vma) => !born.has(appearance(vma));
}

/** What earlier drawings left in a script. */
const DRAWN = /^#(?: {3}(?:0x[0-9a-f]+ {2}\S.*|\(nothing\))| [A-Za-z?] [r-][w-][x-][ps](?: .*)?| page \d+|)$/;

/**
 * A script with what each call changed below it. Calls have the results that the model gives; those of a script with a race stay without,
 * for what runs concurrently has no one result.
 *
 * @param text the script as it stands in its file @param untilLine where it was played to
 */
export function callStrips(session: Session, text: string, untilLine = Infinity): string[] {
  const letters = new StripLetters();
  const strips: Strip[] = [];
  const withResults = !isRace(session.program);
  const lines = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .flatMap((source, at) => {
      const line = at + 1;
      if (line > untilLine || DRAWN.test(source)) return [];
      const call = session.calls.findIndex(
        ({ item }) => (Number.isFinite(item.returnLine) ? item.returnLine : item.span.line) === line,
      );
      const played = session.calls[call];
      if (played === undefined) return [source];
      const isWhole = played.item.span.line === line;
      const told = withResults && isWhole ? playedLine(played) : source;
      const strip = changedBy(session, played, call, letters);
      if (strip === null) return [told];
      strips.push(strip);
      const drawn = strip.runs.length === 0 ? ['(nothing)'] : stripLines(strip);
      return [told, ...drawn.map((each) => `#   ${each}`)];
    });
  const legend = [...strips.slice(0, 1).flatMap(({ pageSize }) => pageLines(pageSize)), ...legendLines(strips)];
  return [...lines, ...(strips.length === 0 ? [] : ['#', ...legend.map((each) => `# ${each}`)])];
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
