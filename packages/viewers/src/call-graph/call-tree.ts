/**
 * Who calls whom: the steps of one call as a tree of functions, where a function that is called again by the same caller is one node
 * with as many runs. Steps and tracepoints are leaves. Where several threads take turns, each has a tree of its own.
 */

import type { Step, StepValue } from '@mm-playground/api';

/** Steps `[first, last]`: from entering a function to leaving it. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** A function under its caller, or a step inside of one. */
export interface CallNode {
  /** Names it among all nodes of the call; the same for the same steps. */
  readonly key: string;
  readonly kind: 'function' | 'step' | 'tracepoint';
  readonly name: string;
  readonly depth: number;
  readonly runs: readonly Run[];
  /** What the last run gave, where it said so. */
  readonly result: StepValue | undefined;
  readonly children: readonly CallNode[];
}

interface Growing {
  readonly key: string;
  readonly kind: CallNode['kind'];
  readonly name: string;
  readonly depth: number;
  readonly runs: { first: number; last: number }[];
  result: StepValue | undefined;
  readonly children: Growing[];
  readonly byName: Map<string, Growing>;
}

/** The trees of a call's steps: one, or one a thread. */
export function callTrees(steps: readonly Step[]): readonly CallNode[] {
  const root = grown('', 'function', '', -1);
  const stacks = new Map<string, Growing[]>();
  for (const [at, step] of steps.entries()) {
    const thread = threadOf(step.name);
    const stack = stacks.get(thread) ?? [root];
    stacks.set(thread, stack);
    if (step.kind === 'exit') leave(stack, step, at);
    else {
      const node = child(stack.at(-1) ?? root, step);
      node.runs.push({ first: at, last: at });
      if (step.kind === 'enter') stack.push(node);
    }
  }
  // What was never left (the call stopped there) goes to the end.
  for (const stack of stacks.values()) for (const open of stack.slice(1)) close(open, steps.length - 1);
  return root.children;
}

const grown = (key: string, kind: CallNode['kind'], name: string, depth: number): Growing => ({
  ...{ key, kind, name, depth, runs: [], result: undefined, children: [] },
  byName: new Map(),
});

function child(parent: Growing, { kind, name }: Step): Growing {
  const what = kind === 'enter' ? 'function' : kind === 'tracepoint' ? 'tracepoint' : 'step';
  const known = parent.byName.get(`${what} ${name}`);
  if (known !== undefined) return known;
  const node = grown(`${parent.key}/${what} ${name}`, what, name, parent.depth + 1);
  parent.byName.set(`${what} ${name}`, node);
  parent.children.push(node);
  return node;
}

function leave(stack: Growing[], { detail }: Step, at: number): void {
  const node = stack.length > 1 ? stack.pop() : undefined;
  if (node === undefined) return;
  close(node, at);
  node.result = detail['result'];
}

function close({ runs }: Growing, last: number): void {
  const run = runs.at(-1);
  if (run !== undefined) run.last = last;
}

/** In a race the moves of a thread end in its name. */
const threadOf = (name: string): string => {
  const at = name.indexOf(' · ');
  return at < 0 ? '' : name.slice(at);
};

/** The nodes that are shown, in order: those below a folded one are not, nor leaves where only functions are wanted. */
export function shownNodes(
  trees: readonly CallNode[],
  folded: ReadonlySet<string>,
  withSteps: boolean,
): readonly CallNode[] {
  return trees
    .filter(({ kind }) => withSteps || kind === 'function')
    .flatMap((node) => [node, ...(folded.has(node.key) ? [] : shownNodes(node.children, folded, withSteps))]);
}

/** Whether a run of the node is under way at a step, its entering and leaving included. */
export const isUnderWay = ({ runs }: CallNode, step: number): boolean =>
  runs.some(({ first, last }) => first <= step && step <= last);

/** Number of the innermost shown node that is under way at a step; -1 before the first. */
export const innermost = (shown: readonly CallNode[], step: number): number =>
  shown.reduce((best, node, at) => (isUnderWay(node, step) && node.depth > (shown[best]?.depth ?? -1) ? at : best), -1);

/** The step to go to: the beginning of the run after the one under way, or of the first. */
export function nextRun({ runs }: CallNode, step: number): number {
  const next = runs.find(({ first }) => first > step);
  return (next ?? runs[0])?.first ?? step;
}
