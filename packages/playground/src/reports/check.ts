/**
 * What a check found, as data: every recorded fact that the model predicts otherwise, what had to be assumed, what was
 * left out, and why the replay stopped. Its text (`FILE:LINE: WHAT: recorded X, model Y`) is the session's: it is the judge.
 */

import { checkReport, type CheckReport, type Session, type StopReason } from '@mm-playground/session';

/** One file of a check. */
export interface CheckedFile {
  readonly file: string;
  readonly kernel: string;
  readonly arch: string;
  readonly index: string;
  readonly mode: Session['mode'];
  /** Calls and checkpoints that were compared. */
  readonly calls: number;
  readonly checkpoints: number;
  readonly divergences: readonly CheckedFact[];
  readonly inferences: readonly CheckedInference[];
  readonly skipped: readonly { readonly line: number; readonly message: string }[];
  readonly stopped: CheckedStop | null;
}

/** A recorded fact that the model predicts otherwise. */
export interface CheckedFact {
  readonly line: number;
  readonly what: string;
  readonly recorded: string;
  readonly model: string;
  /** The call overlaps others, and the search for an order was given up. */
  readonly unresolved: boolean;
}

/** Something that had to be assumed. */
export interface CheckedInference {
  readonly line: number;
  readonly kind: string;
  readonly what: string;
}

/** Why a replay ended before the end of its file. */
export interface CheckedStop {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly why: StopReason;
}

/** Sums over files, as the last line of a check says them. */
export interface CheckTotals {
  readonly files: number;
  readonly calls: number;
  readonly checkpoints: number;
  readonly divergences: number;
  readonly inferences: number;
}

/** The outcome of what was played so far. @param report what was found, where that is more than the session says */
export function checkedFile(session: Session, report: CheckReport = checkReport(session)): CheckedFile {
  const { file, calls, checkpoints, divergences, inferences, skipped, stopped } = report;
  const { kernel, arch, index } = session.options;
  return {
    file,
    kernel: kernel.id,
    arch: arch.spec,
    index: index.id,
    mode: session.mode,
    calls,
    checkpoints,
    divergences: divergences.map(({ line, what, recorded, model, unresolved }) => ({
      line,
      what,
      recorded,
      model,
      unresolved,
    })),
    inferences: inferences.map(({ line, kind, what }) => ({ line, kind, what })),
    skipped: skipped.map(({ item, message }) => ({ line: item.span.line, message })),
    stopped: stopped === null ? null : stopOf(session),
  };
}

/** Why the replay ended before the end of its file, or null. */
export function stopOf({ stopped }: Session): CheckedStop | null {
  if (stopped === null) return null;
  const { line, column } = stopped.item.span;
  return { line, column, message: stopped.message, why: stopped.why };
}

/** The sums over these files. */
export function checkTotals(files: readonly CheckedFile[]): CheckTotals {
  const sum = (count: (file: CheckedFile) => number): number => files.reduce((total, file) => total + count(file), 0);
  return {
    files: files.length,
    calls: sum(({ calls }) => calls),
    checkpoints: sum(({ checkpoints }) => checkpoints),
    divergences: sum(({ divergences }) => divergences.length),
    inferences: sum(({ inferences }) => inferences.length),
  };
}
