/** What the command line gives to the commands, after its words were checked. */

import type { OutputForm } from './printer.ts';

/** What `mm run --show` can show. */
export const SHOWABLE = [
  'maps',
  'smaps',
  'smaps_rollup',
  'status',
  'statm',
  'strip',
  'tree',
  'tables',
  'kpageflags',
  'buddyinfo',
  'pagetypeinfo',
  'steps',
] as const;

export type Showable = (typeof SHOWABLE)[number];

/** Options of every command that prints results. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly jsonLines?: boolean;
  /** Files of plugins to load. */
  readonly plugin: readonly string[];
}

/** Options of every command that replays a file. */
export interface ReplayOptions extends CommonOptions {
  readonly kernel?: string;
  readonly arch?: string;
  readonly index?: string;
  /** The last line to replay. */
  readonly until?: number;
  readonly assume: 'written' | 'untouched';
  readonly skipUnmodelled?: boolean;
}

/** Options of the commands that can be about one task. */
export interface TaskOptions extends ReplayOptions {
  /** The task whose address space is shown, or whose divergences count. */
  readonly task?: string;
}

/** The form of output that the options choose. */
export const outputForm = ({ json, jsonLines }: CommonOptions): OutputForm =>
  jsonLines === true ? 'lines' : json === true ? 'document' : 'text';
