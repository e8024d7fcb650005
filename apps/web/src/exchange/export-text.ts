/*
 * Makes the forms of `forms.ts`. It plays the program again, by itself: what is shown stays where it is. Knows the playground, as
 * the engine does, and is fetched when somebody exports.
 */
import { formatDiagnostic } from '@mm-playground/api';
import { loadProgram, toC } from '@mm-playground/script';
import { plugin as viewers } from '@mm-playground/viewers';
import {
  callReport,
  callReportLines,
  callStrips,
  REPORT_STRIP_WIDTH,
  type RecordMode,
  type Session,
} from 'mm-playground';
import { STEP_LIMITS } from '../limits.ts';
import { appPlayground } from '../plugins/page-plugins.ts';
import type { ExportRequest } from './forms.ts';

/** The text of a form. @throws Error where there is none, with the reason */
export async function exportText(form: string, request: ExportRequest): Promise<string> {
  const { source, position } = request;
  if (source === null) throw new Error('There is nothing to export yet.');
  if (form === 'c') return cProgram(source.text, source.file);
  if (form === 'report') return reportOf(await played(request, 'steps'), position.call);
  if (form === 'strips') return lines(callStrips(await played(request, 'marks'), source.text, undefined));
  const exporter = appPlayground({ plugins: [viewers] }).registry.exporters.find(({ id }) => id === form);
  if (exporter === undefined) throw new Error(`There is no form ${form}.`);
  const session = await played(request, exporter.records);
  session.seek({ call: Math.min(position.call, session.calls.length - 1) });
  return lines(exporter.export(session, source.text));
}

function reportOf(session: Session, call: number): string {
  if (call < 0) throw new Error('Go to a call first: the report is about one.');
  return lines(callReportLines(callReport(session, call, { stripWidth: REPORT_STRIP_WIDTH })));
}

const lines = (all: Iterable<string>): string => `${[...all].join('\n')}\n`;

/** Slices of so long leave the page alive. */
const SLICE_MS = 50;

async function played({ source, choice, skipUnmodelled }: ExportRequest, record: RecordMode): Promise<Session> {
  const chosen = Object.fromEntries(Object.entries(choice).filter(([, id]) => id !== ''));
  const playground = appPlayground({ ...chosen, skipUnmodelled, record, stepLimits: STEP_LIMITS });
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

const MOST_TOLD = 3;

const mistakes = (told: readonly string[]): string =>
  [...told.slice(0, MOST_TOLD), ...(told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} more`] : [])].join('; ');
