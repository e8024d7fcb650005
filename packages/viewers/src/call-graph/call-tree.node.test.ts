import type { Step } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { callTrees, innermost, nextRun, shownNodes, type CallNode } from './call-tree.ts';

/** `f( g() g() .s )`: functions with what they call, steps with a dot, tracepoints with a star. */
function stepsOf(picture: string): Step[] {
  const open: string[] = [];
  return (picture.match(/[^\s()]+\(|\)|[.*][^\s()]+/g) ?? []).map((word, mark): Step => {
    const step = (kind: Step['kind'], name: string, depth: number): Step => ({ kind, name, depth, detail: {}, mark });
    if (word === ')') {
      const name = open.pop() ?? '';
      return step('exit', name, open.length);
    }
    if (!word.endsWith('(')) return step(word.startsWith('*') ? 'tracepoint' : 'step', word.slice(1), open.length);
    open.push(word.slice(0, -1));
    return step('enter', word.slice(0, -1), open.length - 1);
  });
}

const drawn = (trees: readonly CallNode[]): string =>
  trees
    .map(({ name, runs, children }) => {
      const times = runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
      return `${name}[${times}]${children.length === 0 ? '' : `(${drawn(children)})`}`;
    })
    .join(' ');

describe('the tree of calls', () => {
  it('has a node for each function under its caller, with all of its runs', () => {
    expect(drawn(callTrees(stepsOf('f( g( .s ) .t g( .s *p ) h( ) )')))).toBe(
      'f[0-11](g[1-3,5-8](s[2,6] p[7]) t[4] h[9-10])',
    );
  });

  it('keeps a function apart that calls itself, and one that other functions call', () => {
    expect(drawn(callTrees(stepsOf('f( f( ) g( h( ) ) h( ) )')))).toBe('f[0-9](f[1-2] g[3-6](h[4-5]) h[7-8])');
  });

  it('lets what was never left go to the end', () => {
    expect(drawn(callTrees(stepsOf('f( g( .s')))).toBe('f[0-2](g[1-2](s[2]))');
  });

  it('has a tree for each thread where several take turns', () => {
    const step = (kind: Step['kind'], name: string): Step => ({ kind, name, depth: 0, detail: {}, mark: 0 });
    const turns = [step('enter', 'f · a'), step('enter', 'f · b'), step('step', 's · a'), step('exit', 'f · a')];
    expect(drawn(callTrees(turns))).toBe('f · a[0-3](s · a[2]) f · b[1-3]');
  });

  it('shows what is not folded, and functions alone', () => {
    const trees = callTrees(stepsOf('f( g( .s ) h( ) )'));
    const names = (folded: readonly string[], withSteps = true): string =>
      shownNodes(trees, new Set(folded), withSteps)
        .map(({ name }) => name)
        .join('');
    expect([names([]), names(['/function f/function g']), names([], false)]).toEqual(['fgsh', 'fgh', 'fgh']);
  });

  it('knows what is at work at a step, and where a node is entered next', () => {
    const shown = shownNodes(callTrees(stepsOf('f( g( .s ) .t g( .s ) )')), new Set(), true);
    const at = (step: number): string => shown[innermost(shown, step)]?.name ?? '-';
    expect([-1, 0, 1, 2, 3, 4, 6, 8].map(at).join('')).toBe('-fgsgtsf');
    const g = shown[1];
    expect(g === undefined ? [] : [0, 1, 5, 9].map((step) => nextRun(g, step))).toEqual([1, 5, 1, 1]);
  });
});
