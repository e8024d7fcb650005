import { describe, expect, it } from 'vitest';
import type { Program } from '@mm-playground/api';
import { openSession } from '../session.ts';
import { cellsOptions, raceOf } from '../testing/index.ts';
import type { Session } from '../types.ts';

const GAP = raceOf({ writer: [['swap', 1n]], reader: [['peek', 1n]] }, { before: [['put', 1n, 7n]] });

const scheduled = (program: Program, words: string): Program => ({
  ...program,
  steering: [{ span: { line: 1, column: 1, length: 0 }, directive: 'schedule', words: words.split(' ') }],
});

function played(words: string, program = GAP): Session {
  const session = openSession(scheduled(program, words), cellsOptions());
  session.run();
  return session;
}

/** The race in the order of time: `writer swap`, `writer cleared`, ... */
const story = ({ interleaving, calls }: Session): string[] =>
  interleaving.map(({ call, step }) => `${calls[call]?.item.task ?? ''} ${calls[call]?.steps[step]?.name ?? ''}`);

describe('a race with a schedule', () => {
  it('is played to its end in that order', () => {
    const session = played('writer:cleared reader:return');
    expect(session.calls.map(({ item, result }) => [item.task, result])).toEqual([
      ['', { kind: 'value', value: 0n }],
      ['reader', { kind: 'value', value: 0n }],
      ['writer', { kind: 'value', value: 0n }],
    ]);
    expect({ done: session.done, stopped: session.stopped }).toEqual({ done: true, stopped: null });
  });

  it('shows what is violated, and at which step', () => {
    expect(played('writer:cleared reader:return').violations).toEqual([
      { property: 'no-gap', what: 'cell 1 is empty', position: { call: 1, step: 0 } },
    ]);
    expect(played('writer:return').violations).toEqual([]);
  });

  it('has the steps of its calls in the order of time', () => {
    const two = raceOf({ a: [['bump', 1n, 2n]], b: [['swap', 2n]] });
    expect(story(played('a:add b:cleared', two))).toEqual([
      'a bump',
      'a add',
      'b swap',
      'b cleared',
      // A section inside another one comes to its end first.
      'b stored',
      'b idle',
      'b swap',
      'a add',
      'a bump',
    ]);
  });

  it('knows before which steps of a call others ran', () => {
    const two = raceOf({ a: [['bump', 1n, 2n]], b: [['swap', 2n]] });
    const [b, a] = played('a:add b:return', two).calls;
    expect([...(a?.resumed?.keys() ?? [])]).toEqual([2]);
    expect([...(b?.resumed?.keys() ?? [])]).toEqual([]);
  });

  it.each([
    ['reader:nowhere', 'reader:nowhere never comes: all its calls are over'],
    ['writer:cleared#3', 'writer:cleared#3 never comes: all its calls are over'],
  ])('stops where %s never comes', (words, message) => {
    expect(played(words).stopped).toMatchObject({ why: 'bad directive', message });
  });

  it('stops where a task cannot go on', () => {
    const locks = raceOf({
      a: [
        ['lock', 1n],
        ['look', 1n],
      ],
      b: [['lock', 1n]],
    });
    expect(played('a:return b:lock b:return', locks).stopped).toMatchObject({
      why: 'bad directive',
      message: 'b:return never comes: it cannot go on at lock',
    });
  });
});

describe('a race without a schedule', () => {
  it('is not played', () => {
    const session = openSession(GAP, cellsOptions());
    session.run();
    expect(session.calls).toHaveLength(1);
    expect(session.stopped).toMatchObject({ why: 'race' });
  });
});
