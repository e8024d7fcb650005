import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenElements, searchOrder, type OrderProblem, type OrderResult } from './orders.ts';

/** A call under way between two lines. */
interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A problem over names; what has happened so far is the state, and a mark is how much of it. */
function problemOf(
  spans: readonly Span[],
  explains: (done: string, next: string) => boolean,
  more: Partial<OrderProblem<Span>> = {},
): OrderProblem<Span> & { readonly happened: () => string } {
  let state = '';
  const history = [''];
  return {
    elements: spans,
    entered: ({ from }) => from,
    left: ({ to }) => to,
    after: () => [],
    enabled: () => true,
    attempt: ({ name }) => {
      const ok = explains(state, name);
      state += name;
      return ok;
    },
    mark: () => history.push(state) - 1,
    seek: (mark) => void (state = history[mark] ?? ''),
    limit: 1000,
    happened: () => state,
    ...more,
  };
}

function search(problem: OrderProblem<Span>): OrderResult<Span> & { readonly text: string | undefined } {
  const searching = searchOrder(problem);
  let turn = searching.next();
  while (turn.done !== true) turn = searching.next();
  return { ...turn.value, text: turn.value.order?.map(({ name }) => name).join('') };
}

const A = { name: 'a', from: 1, to: 6 };
const B = { name: 'b', from: 2, to: 4 };
const C = { name: 'c', from: 3, to: 5 };

describe('the search for an order', () => {
  it('tries the order of return first', () => {
    expect(search(problemOf([A, B, C], () => true))).toMatchObject({ text: 'bca', tried: 1 });
  });

  it('finds the one order that explains everything', () => {
    expect(search(problemOf([A, B, C], (done, next) => 'acb'.startsWith(done + next))).text).toBe('acb');
  });

  it('never puts a call before one that returned before it was entered', () => {
    const later = { name: 'd', from: 5, to: 7 };
    const orders = new Set<string>();
    search(
      problemOf([A, B, later], (done, next) => {
        if (done.length === 2) orders.add(done + next);
        return done.length < 2;
      }),
    );
    expect([...orders].sort()).toEqual(['abd', 'bad', 'bda']);
  });

  it('leaves the state where it was when nothing explains it, and tells the longest explained beginning', () => {
    const problem = problemOf([A, B, C], (done, next) => 'cax'.startsWith(done + next));
    const result = search(problem);
    expect(result).toMatchObject({ order: null, gaveUp: false });
    expect(result.best.map(({ name }) => name).join('')).toBe('ca');
    expect(problem.happened()).toBe('');
  });

  it('gives up after as many orders as it may try', () => {
    const many = Array.from('abcdefgh', (name) => ({ name, from: 1, to: 9 }));
    const result = search(problemOf(many, (done) => done.length < 7, { limit: 50 }));
    expect(result).toMatchObject({ order: null, tried: 50, gaveUp: true });
    expect(result.best).toHaveLength(7);
  });

  it('waits for what must come before, and for what is not possible yet', () => {
    const problem = problemOf([A, B, C], () => true);
    expect(search({ ...problem, after: ({ name }) => (name === 'b' ? [A] : []) }).text).toBe('cab');
    const late = problemOf([A, B, C], () => true);
    expect(search({ ...late, enabled: ({ name }) => name !== 'b' || late.happened().includes('a') }).text).toBe('cab');
  });

  it('turns around where nothing is possible any more', () => {
    const problem = problemOf([A, B], () => true);
    const result = search({ ...problem, enabled: ({ name }) => name !== 'a' || problem.happened() === '' });
    expect(result.text).toBe('ab');
  });

  it('finds an order exactly where trying all of them does', () => {
    const spans = fc.array(fc.tuple(fc.nat(12), fc.nat(6)), { minLength: 1, maxLength: 5 }).map((pairs) =>
      pairs
        .map(([from, length], at) => ({
          name: 'abcde'.charAt(at),
          from: from * 10 + at,
          to: (from + length) * 10 + 9 - at,
        }))
        .sort((a, b) => a.from - b.from),
    );
    const taste = fc.func(fc.nat(3).map((n) => n > 0));
    fc.assert(
      fc.property(spans, taste, (elements, likes) => {
        const explains = (done: string, next: string): boolean => likes(done, next);
        const possible = permutations(elements).filter(
          (order) => isAllowed(order) && order.every(({ name }, at) => explains(namesOf(order.slice(0, at)), name)),
        );
        const { text } = search(problemOf(elements, explains));
        if (text === undefined) expect(possible).toEqual([]);
        else expect(possible.map(namesOf)).toContain(text);
      }),
    );
  });
});

const namesOf = (spans: readonly Span[]): string => spans.map(({ name }) => name).join('');

const permutations = (spans: readonly Span[]): Span[][] =>
  spans.length === 0
    ? [[]]
    : spans.flatMap((span) => permutations(spans.filter((other) => other !== span)).map((rest) => [span, ...rest]));

const isAllowed = (order: readonly Span[]): boolean =>
  order.every((later, at) => order.slice(0, at).every((earlier) => !(later.to < earlier.from)));

describe('the elements that are open', () => {
  it('may come next while nothing open returned before they were entered', () => {
    const open = new OpenElements(problemOf([A, B, { name: 'd', from: 5, to: 7 }], () => true));
    expect(namesOf(open.candidates())).toBe('ba');
    open.close(B);
    expect(namesOf(open.candidates())).toBe('ad');
    open.reopen(B);
    expect(namesOf(open.candidates())).toBe('ba');
  });
});
