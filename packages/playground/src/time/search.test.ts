import { describe, expect, it } from 'vitest';
import { createPlayground, type Session } from '../index.ts';
import { parseCondition } from './parse-condition.ts';
import { pastOf, type Moment, type Past } from './past.ts';
import { runMap, type RunMap } from './run-map.ts';
import { search, type Direction } from './search.ts';

/** `AAAA`, written to; `AA` and `A`; merged again; then a call that fails and an access that faults. */
const SCRIPT = `#@ system kernel=6.18 arch=x86_64
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10002000)
mprotect(0x10001000, PAGE, PROT_READ)
mprotect(0x10001000, PAGE, PROT_READ|PROT_WRITE)
munmap(0x10000001, PAGE)
munmap(0x10002000, PAGE)
load(0x10002000)
`;

async function played(text: string): Promise<Session> {
  const { session, diagnostics } = await createPlayground({ record: 'steps' }).load(text, { file: 'a.mm' });
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  session.run();
  return session;
}

function conditionOf(text: string): Parameters<typeof search>[1] {
  const answer = parseCondition(text);
  if ('error' in answer) throw new Error(answer.error.message);
  return answer.condition;
}

function found(past: Past, text: string, from: Moment, direction: Direction): Moment | null {
  const course = search(past, conditionOf(text), from, direction);
  for (;;) {
    const turn = course.next();
    if (turn.done === true) return turn.value;
    expect(turn.value.searched).toBeLessThanOrEqual(turn.value.total);
  }
}

const START: Moment = { call: -1, step: -1 };

/** Everywhere that a condition is met, walked in one direction: the line of the call, and the step's name (or its return). */
function hits(session: Session, text: string, direction: Direction = 'forward'): string[] {
  const past = pastOf(session);
  const places: Moment[] = [];
  const end: Moment = { call: past.length, step: -1 };
  let at = found(past, text, direction === 'forward' ? START : end, direction);
  for (; at !== null; at = found(past, text, at, direction)) places.push(at);
  if (direction === 'backward') places.reverse();
  return places.map((place) => placeName(past, place));
}

function placeName(past: Past, { call, step }: Moment): string {
  const taken = past.stepsOf(call)[step];
  const line = past.call(call).line;
  if (taken === undefined) return `${line}`;
  return `${line} ${taken.kind === 'exit' ? `return of ${taken.name}` : taken.name}`;
}

const session = await played(SCRIPT);

describe('a search', () => {
  it('finds calls by name and by line, where they begin', () => {
    expect(hits(session, 'call munmap')).toEqual(['6 sys_munmap', '7 sys_munmap']);
    expect(hits(session, 'line 3')).toEqual(['3 sys_store']);
  });

  it('finds functions where they are entered, and tracepoints by either name', () => {
    expect(hits(session, 'step __split_vma')).toEqual([4, 4, 7, 7].map((line) => `${line} __split_vma`));
    expect(hits(session, 'step page_fault_user')).toEqual(hits(session, 'step exceptions:page_fault_user'));
  });

  it('finds splits, merges and faults, when they have happened', () => {
    expect(hits(session, 'split')).toEqual([4, 4, 7, 7].map((line) => `${line} return of __split_vma`));
    expect(hits(session, 'merge')).toEqual(['5 return of vma_merge_existing_range']);
    expect(hits(session, 'fault')).toEqual(['3 exceptions:page_fault_user', '8 exceptions:page_fault_user']);
  });

  it('finds errors where their call returns', () => {
    expect(hits(session, 'errno')).toEqual(['6 return of sys_munmap']);
    expect(hits(session, 'errno EINVAL')).toEqual(hits(session, 'errno'));
    expect(hits(session, 'errno ENOMEM')).toEqual([]);
    expect(hits(session, 'signal').map((place) => place[0])).toEqual(['8']);
  });

  it('stops at a state where it begins, and not for as long as it lasts', () => {
    const before = (session.seek({ call: -1, step: -1 }), session.view().vmas.length);
    expect(hits(session, `vma count > ${before}`)).toHaveLength(1);
    expect(hits(session, `vma count >= ${before + 3}`).map((place) => place[0])).toEqual(['4', '7']);
    expect(hits(session, `vma count = ${before + 2}`).map((place) => place[0])).toEqual(['4', '7', '7']);
  });

  it('sees what is only so in the middle of a call', () => {
    expect(hits(session, 'map_count knowingly broken').length).toBeGreaterThan(0);
    expect(hits(session, 'map_count broken')).toEqual([]);
  });

  it('finds where a page begins to be something else, whatever its neighbours do', () => {
    expect(hits(session, 'address 0x10002000 is mapped').map((place) => place[0])).toEqual(['2']);
    expect(hits(session, 'address 0x10002abc is present').map((place) => place[0])).toEqual(['3']);
    expect(hits(session, 'address 0x10002000 is unmapped').map((place) => place[0])).toEqual(['7']);
    expect(hits(session, 'address 0x10003000 changes').map((place) => place[0])).toEqual(['2']);
    expect(hits(session, 'address 0x10001000 changes').map((place) => place[0])).toEqual(['2', '4', '5']);
  });

  it('takes clauses together inside one call, and alternatives apart', () => {
    expect(hits(session, 'call munmap and errno')).toEqual(['6 return of sys_munmap']);
    expect(hits(session, 'call munmap and split')).toEqual(Array(2).fill('7 return of __split_vma'));
    expect(hits(session, 'errno or merge')).toEqual(['5 return of vma_merge_existing_range', '6 return of sys_munmap']);
  });

  it.each([
    ...['call munmap', 'step __split_vma', 'split', 'fault', 'errno or merge', 'vma count changes', 'total_vm changes'],
    ...['map_count knowingly broken', 'address 0x10001000 changes', 'anon_rss > 0', 'signal', 'line 3'],
  ])('meets %j at the same places backward', (text) => {
    expect(hits(session, text, 'backward')).toEqual(hits(session, text));
    expect(hits(session, text).length).toBeGreaterThan(0);
  });

  it('never finds where it starts', () => {
    const past = pastOf(session);
    const first = found(past, 'split', START, 'forward');
    if (first === null) throw new Error('there is a split');
    expect(found(past, 'split', first, 'backward')).toBeNull();
    expect(found(past, 'split', first, 'forward')).not.toEqual(first);
  });

  it('tells splits and merges on a kernel that has other functions for them', async () => {
    const older = await played(SCRIPT.replace('6.18', '6.1'));
    expect(hits(older, 'split').map((place) => place[0])).toEqual(['4', '4', '7', '7']);
    expect(hits(older, 'merge').map((place) => place[0])).toEqual(['5']);
  });
});

describe('the map of a run', () => {
  const map = (past: Past): RunMap => {
    const course = runMap(past);
    for (;;) {
      const turn = course.next();
      if (turn.done === true) return turn.value;
    }
  };

  it('has a moment for each step, and the marks where a search finds them', () => {
    const past = pastOf(session);
    const { starts, marks } = map(past);
    const steps = session.calls.map((call) => Math.max(1, call.steps.length));
    expect(starts.at(-1)).toBe(steps.reduce((sum, count) => sum + count));
    const placesOf = (moments: Uint32Array): string[] =>
      [...moments].map((moment) => {
        const call = starts.findLastIndex((start) => start <= moment);
        return placeName(past, { call, step: moment - (starts[call] ?? 0) });
      });
    expect(placesOf(marks.split)).toEqual(hits(session, 'split'));
    expect(placesOf(marks.merge)).toEqual(hits(session, 'merge'));
    expect(placesOf(marks.fault)).toEqual(hits(session, 'fault'));
    expect(placesOf(marks.error)).toEqual(hits(session, 'errno or signal'));
    expect(placesOf(marks.divergence)).toEqual([]);
  });

  it('marks where a recording differs', async () => {
    const recorded = await played(
      'mmap(0x10000000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)\n',
    );
    const { starts, marks } = map(pastOf(recorded));
    expect([...marks.divergence]).toEqual([(starts[1] ?? 0) - 1]);
    expect(hits(recorded, 'divergence')).toHaveLength(1);
  });
});
