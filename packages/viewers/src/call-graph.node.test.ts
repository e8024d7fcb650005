import type { Step } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { graphMove, type GraphMove } from './call-graph.ts';
import type { CallRow } from './call-row.ts';
import { INITIAL, type Position } from './position.ts';

/** `f( g( ) . )`: a name before `(` enters, `)` returns, `.` is a step; threads of a race name what they leave: `f)`. */
function stepsFrom(text: string): Step[] {
  const open: string[] = [];
  return text.split(' ').map((word, mark): Step => {
    const [, name = '', sign = '.'] = /^(\w*)(.)$/.exec(word) ?? [];
    const step = { detail: {}, mark };
    if (sign === '(') return { ...step, kind: 'enter', name, depth: open.push(name) - 1 };
    if (sign !== ')') return { ...step, kind: 'step', name: 'step', depth: open.length };
    const left = name === '' ? (open.pop() ?? '') : name;
    return { ...step, kind: 'exit', name: left, depth: open.length };
  });
}

const PROGRAM = ['f( g( h( ) . ) . )', 'k( )'].map(stepsFrom);
const rows = (program: readonly Step[][]): CallRow[] =>
  program.map((steps, index) => ({
    ...{ index, line: index + 1, task: '', text: '', result: '', verdict: 'played', notes: [], failed: false },
    steps: steps.length,
  }));

/** `0.3`: call and step; `-` is the initial state. */
const drawn = ({ call, step }: Position): string => (call < 0 ? '-' : `${call}.${step}`);
const move = (at: Position, how: GraphMove, program: readonly Step[][] = PROGRAM): string =>
  drawn(graphMove(rows(program), (call) => program[call] ?? [], at, how));
const walk = (from: Position, how: GraphMove): string[] => {
  const places: string[] = [];
  for (let at = from, before = ''; drawn(at) !== before && places.length < 30;) {
    before = drawn(at);
    at = graphMove(rows(PROGRAM), (call) => PROGRAM[call] ?? [], at, how);
    if (drawn(at) !== before) places.push(drawn(at));
  }
  return places;
};

describe('moving by the call graph', () => {
  it('goes over whole calls from the outside, and back', () => {
    expect(walk(INITIAL, 'over')).toEqual(['0.7', '1.1']);
    expect(walk({ call: 1, step: 1 }, 'back over')).toEqual(['0.7', '-']);
  });

  it('goes over functions and steps from the inside, and back', () => {
    expect(move({ call: 0, step: 0 }, 'over')).toBe('0.5');
    expect(move({ call: 0, step: 1 }, 'over')).toBe('0.3');
    expect(move({ call: 0, step: 3 }, 'over')).toBe('0.4');
    expect(move({ call: 0, step: 5 }, 'back over')).toBe('0.0');
    expect(move({ call: 0, step: 4 }, 'back over')).toBe('0.3');
  });

  it('goes out to where a function returns, and back to before it was entered', () => {
    expect(walk({ call: 0, step: 2 }, 'out')).toEqual(['0.3', '0.5', '0.7']);
    expect(walk({ call: 0, step: 2 }, 'back out')).toEqual(['0.1', '0.0', '-']);
    expect(move({ call: 0, step: 4 }, 'back out')).toBe('0.0');
    expect(move({ call: 1, step: 1 }, 'back out')).toBe('0.7');
  });

  it('goes into everything, step by step', () => {
    expect(walk(INITIAL, 'into')).toHaveLength(10);
    expect(walk({ call: 1, step: 1 }, 'back into')).toHaveLength(10);
  });

  it('stays where it leads nowhere', () => {
    expect(move(INITIAL, 'back over')).toBe('-');
    expect(move(INITIAL, 'out')).toBe('-');
    expect(move({ call: 1, step: 1 }, 'over')).toBe('1.1');
    expect(move({ call: 1, step: 1 }, 'out')).toBe('1.1');
  });

  it('goes over a call without steps, and to the end of one that ended inside a function', () => {
    const program = [[], stepsFrom('f( .')];
    expect(move(INITIAL, 'over', program)).toBe('0.-1');
    expect(move({ call: 0, step: -1 }, 'over', program)).toBe('1.1');
    expect(move({ call: 1, step: 0 }, 'out', program)).toBe('1.1');
    expect(move({ call: 0, step: -1 }, 'back over', program)).toBe('-');
  });

  it('leaves the function that returns, where threads take turns', () => {
    const program = [stepsFrom('f( g( f) . g)')];
    expect(move(INITIAL, 'over', program)).toBe('0.2');
    expect(move({ call: 0, step: 0 }, 'over', program)).toBe('0.4');
    expect(move({ call: 0, step: 3 }, 'out', program)).toBe('0.4');
  });
});
