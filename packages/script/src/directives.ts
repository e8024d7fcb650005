/**
 * Every directive of the format: what it is called, whether it has a body, and who reads it.
 */

import { bytes, type Snapshot } from '@mm-playground/api';
import { readProgram } from './elf-headers.ts';
import {
  type Facts,
  readAccesses,
  readBuild,
  readCommand,
  readLayout,
  readLimits,
  readSystem,
  readThreads,
} from './facts.ts';
import type { Report } from './report.ts';
import { readMaps, readPagemap, readSmaps, readStatus } from './rows.ts';
import { readDriver, readExpect, readExplain, readFail, readOnce, readSchedule, type StoryDraft } from './story.ts';
import type { DirectiveLine, Word } from './syntax.ts';
import { readBytes, readCount, wordsOf } from './words.ts';

/** A snapshot and the word that names its task, if one does. */
export interface SnapshotRead {
  readonly what: Snapshot;
  readonly task: Word | undefined;
}

export type DirectiveSpec = { readonly hasBody: boolean } & (
  | {
      readonly kind: 'fact';
      /** Whether it describes the start and so must stand there. */
      readonly atStart: boolean;
      readonly read: (node: DirectiveLine, facts: Facts, report: Report) => void;
    }
  | {
      readonly kind: 'story';
      readonly read: (node: DirectiveLine, story: StoryDraft, report: Report) => void;
    }
  | {
      readonly kind: 'snapshot';
      /** `cutOff`: the text ends with this body. */
      readonly read: (node: DirectiveLine, report: Report, cutOff: boolean) => SnapshotRead | undefined;
    }
  | { readonly kind: 'race' }
);

type FactReader = (node: DirectiveLine, facts: Facts, report: Report) => void;
type StoryReader = (node: DirectiveLine, story: StoryDraft, report: Report) => void;

const start = (read: FactReader): DirectiveSpec => ({ kind: 'fact', hasBody: false, atStart: true, read });
const story = (read: StoryReader, hasBody = false): DirectiveSpec => ({ kind: 'story', hasBody, read });
const snapshot = (read: (DirectiveSpec & { kind: 'snapshot' })['read']): DirectiveSpec => ({
  kind: 'snapshot',
  hasBody: true,
  read,
});

/** By name. */
export const DIRECTIVES: ReadonlyMap<string, DirectiveSpec> = new Map(
  Object.entries<DirectiveSpec>({
    system: start(readSystem),
    build: start(readBuild),
    limits: start(readLimits),
    layout: start(readLayout),
    command: start(readCommand),
    threads: start(readThreads),
    program: { ...start((node, { programs }, report) => readProgram(node, programs, report)), hasBody: true },
    accesses: { kind: 'fact', hasBody: false, atStart: false, read: readAccesses },
    maps: snapshot((node, report) => ({
      what: { kind: 'maps', rows: readMaps(node, report) },
      task: onlyTask(node, report),
    })),
    smaps: snapshot((node, report, cutOff) => ({
      what: { kind: 'smaps', rows: readSmaps(node, report, cutOff) },
      task: onlyTask(node, report),
    })),
    status: snapshot((node, report) => ({
      what: { kind: 'status', ...readStatus(node, report) },
      task: onlyTask(node, report),
    })),
    pagemap: snapshot(readPagemapOf),
    title: story(readOnce, true),
    question: story(readOnce, true),
    explain: story(readExplain, true),
    expect: story(readExpect),
    driver: story(readDriver),
    fail: story(readFail),
    schedule: story(readSchedule),
    race: { kind: 'race', hasBody: false },
  }),
);

/** `#@ maps TASK`. */
function onlyTask(node: DirectiveLine, report: Report): Word | undefined {
  const [task, more] = wordsOf(node);
  if (more !== undefined) report.error(more, `expected the end of the line, found \`${more.text}\``);
  return task;
}

/** `#@ pagemap ADDR COUNT`, or `#@ pagemap TASK ADDR COUNT`. */
function readPagemapOf(node: DirectiveLine, report: Report): SnapshotRead | undefined {
  const words = wordsOf(node);
  const [addr, count]: (Word | undefined)[] = words.slice(-2);
  if (addr === undefined || count === undefined || words.length > 3) {
    report.error(node.name, 'expected `#@ pagemap ADDR COUNT`');
    return undefined;
  }
  const from = readBytes(addr, report);
  const pages = readCount(count, report);
  if (from === undefined || pages === undefined) return undefined;
  const task = words.length === 3 ? words[0] : undefined;
  return { what: { kind: 'pagemap', start: bytes(from), pages: readPagemap(node, pages, report) }, task };
}
