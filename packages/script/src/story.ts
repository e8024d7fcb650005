/**
 * Directives of scenarios: the story (title, question, explain, expect) and what steers it (driver, fail, schedule).
 */

import type { Steering, Story } from '@mm-playground/api';
import type { Report } from './report.ts';
import type { DirectiveLine, Word } from './syntax.ts';
import { readChoice, readCount, wordsOf } from './words.ts';

/** A story that is being told. */
export interface StoryDraft {
  title: string | undefined;
  question: string | undefined;
  readonly explain: Story['explain'][number][];
  readonly expect: Story['expect'][number][];
  readonly steering: Steering[];
}

/** Nothing told. */
export const noStory = (): StoryDraft => ({
  title: undefined,
  question: undefined,
  explain: [],
  expect: [],
  steering: [],
});

/** The text of a directive: the rest of its line and its body, one below the other. */
function textOf({ rest, body }: DirectiveLine): string {
  const lines = body.map(({ text }) => text);
  return (rest.text === '' ? lines : [rest.text, ...lines]).join('\n');
}

/** `#@ title`, `#@ question`: once each. */
export function readOnce(node: DirectiveLine, story: StoryDraft, report: Report): void {
  const field = node.name.text === 'title' ? 'title' : 'question';
  if (story[field] !== undefined) report.error(node.name, `\`#@ ${field}\` stands twice`);
  const text = textOf(node);
  if (text === '') report.error(node.name, `\`#@ ${field}\` says nothing`);
  story[field] = text;
}

/** `#@ explain`: Markdown at a place of the story. */
export function readExplain(node: DirectiveLine, story: StoryDraft, report: Report): void {
  story.explain.push({ line: report.lineOf(node), text: textOf(node) });
}

const VERDICTS = ['holds', 'violated'] as const;

/** `#@ expect KERNEL PROPERTY holds|violated`. */
export function readExpect(node: DirectiveLine, story: StoryDraft, report: Report): void {
  const [kernel, property, verdict, more] = wordsOf(node);
  if (kernel === undefined || property === undefined || verdict === undefined || more !== undefined) {
    report.error(more ?? node.name, 'expected `#@ expect KERNEL PROPERTY holds|violated`');
    return;
  }
  const read = readChoice(verdict, VERDICTS, report);
  if (read === undefined) return;
  const span = report.spanOf(node);
  story.expect.push({ span, kernel: kernel.text, property: property.text, verdict: read });
}

/** `#@ driver FD KIND`. */
export function readDriver(node: DirectiveLine, story: StoryDraft, report: Report): void {
  const words = wordsOf(node);
  if (words.length === 2) steer(node, 'driver', words, story, report);
  else report.error(node.name, 'expected `#@ driver FD KIND`');
}

/** `#@ fail STEP N`: the N-th visit of that step fails, counted from 1. */
export function readFail(node: DirectiveLine, story: StoryDraft, report: Report): void {
  const words = wordsOf(node);
  const [, visit, more] = words;
  if (visit === undefined || more !== undefined) {
    report.error(more ?? node.name, 'expected `#@ fail STEP N`');
    return;
  }
  const count = readCount(visit, report);
  if (count === 0) report.error(visit, 'visits are counted from 1');
  if (count !== undefined && count > 0) steer(node, 'fail', words, story, report);
}

const SCHEDULED = /^[^\s:]+:[^\s:]\S*$/;

/** `#@ schedule NAME:STEP ...`. */
export function readSchedule(node: DirectiveLine, story: StoryDraft, report: Report): void {
  const words = wordsOf(node);
  const bad = words.find(({ text }) => !SCHEDULED.test(text));
  if (bad !== undefined || words.length === 0) report.error(bad ?? node.name, 'expected `#@ schedule NAME:STEP ...`');
  else steer(node, 'schedule', words, story, report);
}

function steer(
  node: DirectiveLine,
  directive: Steering['directive'],
  words: readonly Word[],
  { steering }: StoryDraft,
  report: Report,
): void {
  steering.push({ span: report.spanOf(node), directive, words: words.map(({ text }) => text) });
}
