/** The other side of a figure: the same script on the machine that `compare` asks for. Fetched where a figure asks for one. */

// The model is there by then, in one piece. Without this line a bundler cuts out of it what comparing shares with it, and each page pays.
import '../model.ts';
import type { Names } from 'mm-playground';
import type { play, Request } from '../engine.ts';
import type { Played } from '../player/played.ts';
import { defineComparison } from './comparison.ts';
import { besideTrouble, otherMachine, sideNames, type OtherMachine } from './other-machine.ts';

/** What came of the other side. */
export interface Beside {
  /** What was played, and what both sides are called; null where it cannot be played there. */
  readonly side: { readonly played: Played; readonly names: Names } | null;
  /** What is wrong, a line each. */
  readonly trouble: readonly string[];
}

/** As a page plays: what was played once is there. */
type Play = typeof play;

/** Plays a request on the machine that a word asks for, and defines the element that shows both. */
export async function playBeside(play: Play, request: Request, word: string): Promise<Beside> {
  defineComparison();
  try {
    const beside = await playOn(play, request, otherMachine(word));
    return { ...beside, trouble: beside.trouble.map((message) => besideTrouble(word, message)) };
  } catch (error) {
    return { side: null, trouble: [besideTrouble(word, error instanceof Error ? error.message : String(error))] };
  }
}

async function playOn(play: Play, request: Request, other: OtherMachine): Promise<Beside> {
  const [{ played: shown }, { played, diagnostics }] = await Promise.all([
    play(request),
    play({ ...request, [other.kind]: other.id }),
  ]);
  const [here, there] = [shown?.session ?? null, played?.session ?? null];
  // What is wrong with the script is told by the shown side.
  if (here === null) return { side: null, trouble: [] };
  if (played === null || there === null) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return { side: null, trouble: errors.map(({ span, message }) => atLine(span.line, message)) };
  }
  const { stopped } = played;
  return {
    side: { played, names: sideNames(other, request.arch, [here, there]) },
    trouble: stopped === null ? [] : [atLine(stopped.line, stopped.text)],
  };
}

const atLine = (line: number, text: string): string => `line ${line}: ${text}`;
