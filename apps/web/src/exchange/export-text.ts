/*
 * Makes the forms of `forms.ts`. It plays the program again, by itself: what is shown stays where it is. Knows the playground, as
 * the engine does, and is fetched when somebody exports.
 */
import { formatDiagnostic } from '@mm-playground/api';
import { loadProgram, toC } from '@mm-playground/script';
import { stateSvg } from '@mm-playground/viewers';
import {
  callReport,
  callReportLines,
  callStrips,
  captureLines,
  createPlayground,
  markdownLines,
  REPORT_STRIP_WIDTH,
  traceFile,
  type Session,
} from 'mm-playground';
import { STEP_LIMITS } from '../limits.ts';
import type { ExportRequest, FormId } from './forms.ts';

/** The text of a form. @throws Error where there is none, with the reason */
export async function exportText(form: FormId, request: ExportRequest): Promise<string> {
  const { source, position } = request;
  if (source === null) throw new Error('There is nothing to export yet.');
  if (form === 'c') return cProgram(source.text, source.file);
  const session = await played(request, form === 'report' || form === 'perfetto');
  switch (form) {
    case 'report':
      if (position.call < 0) throw new Error('Go to a call first: the report is about one.');
      return lines(callReportLines(callReport(session, position.call, { stripWidth: REPORT_STRIP_WIDTH })));
    case 'svg':
      session.seek({ call: Math.min(position.call, session.calls.length - 1) });
      return lines(stateSvg(session.view(), { title: titleOf(session) }));
    case 'strips':
      return lines(callStrips(session, source.text, undefined));
    case 'markdown':
      return lines(markdownLines(session, source.text));
    case 'perfetto':
      return traceText(session);
    case 'capture':
      return lines(captureLines(session, source.text));
  }
}

const lines = (all: Iterable<string>): string => `${[...all].join('\n')}\n`;

/** Slices of so long leave the page alive. */
const SLICE_MS = 50;

async function played({ source, choice, skipUnmodelled }: ExportRequest, steps: boolean): Promise<Session> {
  const chosen = Object.fromEntries(Object.entries(choice).filter(([, id]) => id !== ''));
  const record = steps ? 'steps' : 'marks';
  const playground = createPlayground({ ...chosen, skipUnmodelled, record, stepLimits: STEP_LIMITS });
  const { session, diagnostics } = await playground.load(source?.text ?? '', { file: source?.file ?? 'untitled.mm' });
  if (session === undefined) throw new Error(mistakes(diagnostics.map(formatDiagnostic)));
  for (const _ of session.runInSlices(SLICE_MS, () => performance.now()))
    await new Promise((resume) => setTimeout(resume));
  return session;
}

function cProgram(text: string, file: string): string {
  const { program, diagnostics } = loadProgram(text, { file });
  const made = program === undefined ? { text: undefined, diagnostics } : toC(program);
  if (made.text === undefined) throw new Error(mistakes(made.diagnostics.map(formatDiagnostic)));
  return made.text;
}

/** An event a line: a trace is large, and two of them are compared line by line. */
function traceText(session: Session): string {
  const { traceEvents, ...head } = traceFile(session);
  const events = traceEvents.map((event) => JSON.stringify(event)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"traceEvents":[\n${events}\n]}\n`;
}

function titleOf({ program, calls, position }: Session): string {
  const line = calls[position.call]?.item.span.line;
  return `${program.story.title ?? program.file}${line === undefined ? '' : `, after line ${line}`}`;
}

const MOST_TOLD = 3;

const mistakes = (told: readonly string[]): string =>
  [...told.slice(0, MOST_TOLD), ...(told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} more`] : [])].join('; ');
