/*
 * What a guided tour is: a question, and steps that stand beside a moment of a program that comes along. A tour is data beside the
 * program, never inside it: recordings are evidence and stay as they are (docs/adr/0010-tours.md). What a step shows is named in the
 * program's own words (a call as it is written), and what an exercise asks is answered by the model, not by the tour.
 */
import type { PaneId } from '../layout/parts.ts';
import type { Choice } from '../state.ts';
import type { Look } from './look.ts';

/** Where tours stand in the list. */
export const THEMES = Object.freeze({
  programs: 'How a program is laid out',
  memory: 'Memory that is really there',
  sharing: 'Sharing',
  limits: 'Growing, and what stops it',
  thread: 'The review thread: mmap_region',
} as const);

/** The name of a theme. */
export type Theme = keyof typeof THEMES;

/** A moment of a program. */
export type Moment =
  /** Before the first call. */
  | 'start'
  /** After its last call; where a race is followed, the moment of it that there is most to see of. */
  | 'end'
  | {
      /** Part of a call as it is written, the first one that has it. */
      readonly call: string;
      /** The how manyeth call that has it, from 1. */
      readonly nth?: number;
      /** The first step of that name within the call; when the call has returned, where it is missing. */
      readonly step?: string;
    };

/** What a step marks in all views. */
export type Mark =
  /** All mappings whose name ends so, from the first to the last. */
  | { readonly name: string }
  /** From an address on; the whole mapping where no pages are named. */
  | { readonly address: bigint; readonly pages?: number };

/** Something to predict. */
export interface Exercise {
  readonly question: string;
  /** What can be chosen; missing where a number is to be typed. */
  readonly choices?: readonly string[];
  /** What the number counts: `kB`, `mappings`. */
  readonly unit?: string;
  /** One at a time, the vaguest first. */
  readonly hints: readonly string[];
  /** The answer, measured on the model: one of the choices, or a number. */
  readonly answer: (look: Look) => string | number;
  /** What the text beside it takes for the answer; a test holds it against what is measured. */
  readonly right: string | number;
  /** Markdown: why it is so. */
  readonly because: string;
  /** The moment that shows the answer; that of the step, where it is missing. */
  readonly later?: Moment;
  /** What is marked at that moment. */
  readonly laterMark?: Mark;
}

/** A step: what is said, and what stands beside it. */
export interface TourStep {
  /** Markdown, at most four sentences. */
  readonly text: string;
  readonly at: Moment;
  readonly mark?: Mark;
  /** Panes that show what it speaks of; the address map always does. */
  readonly show?: readonly PaneId[];
  readonly exercise?: Exercise;
  /** Whether the table of what is expected of each kernel stands below. */
  readonly verdicts?: true;
}

/** A page elsewhere that says more. */
export interface FurtherReading {
  readonly title: string;
  readonly address: string;
}

/** A guided tour. */
export interface Tour {
  readonly id: string;
  readonly theme: Theme;
  readonly title: string;
  readonly question: string;
  /** The program that it is told on: a sample's name. */
  readonly sample: string;
  /** The machine; what the program says itself, where it is missing. */
  readonly choice?: Partial<Choice>;
  readonly steps: readonly TourStep[];
  readonly reading: readonly FurtherReading[];
  /** Other tours, by name. */
  readonly related: readonly string[];
}

/** What the list shows of a tour, before it is opened. */
export type TourEntry = Pick<Tour, 'id' | 'theme' | 'title' | 'question'>;

/** A page of the kernel's documentation. */
export const kernelPage = (path: string, title: string): FurtherReading => ({
  title,
  address: `https://docs.kernel.org/${path}.html`,
});
/** A page of the manual. */
export const manualPage = (name: string, section: number): FurtherReading => ({
  title: `${name}(${section})`,
  address: `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`,
});
