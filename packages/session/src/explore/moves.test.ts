import { describe, expect, it } from 'vitest';
import { cellsOptions, raceOf, type CellCall } from '../testing/index.ts';
import { explore } from './explore.ts';
import { interruptedMoves, raceMoves, wordsOfMoves, type RaceMoves } from './moves.ts';
import { openRace } from './open-race.ts';
import { scheduleText } from './schedule.ts';

const THREADS: Readonly<Record<string, readonly CellCall[]>> = { writer: [['swap', 1n]], reader: [['peek', 1n]] };
const program = raceOf(THREADS, { before: [['put', 1n, 3n]] });

/** `w:swap`, a letter and a step for each move. */
const drawn = ({ moves }: RaceMoves): string =>
  moves.map(({ thread, step }) => `${thread === 0 ? 'w' : 'r'}:${step}`).join(' ');

describe('a schedule of a race', () => {
  it('plays the violation that the explorer found, at the move where it was found', () => {
    const race = openRace(program, cellsOptions());
    const [violation] = explore(program, cellsOptions()).violations;
    const played = raceMoves(race, violation?.schedule ?? []);
    expect(drawn(played)).toBe('w:swap w:swap w:cleared r:peek r:return w:stored w:idle w:swap:return w:return');
    expect(played.moves.map(({ violations }) => violations.length)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(played.moves[4]).toMatchObject({ kind: 'return', result: '0' });
  });

  it('lets one thread run after the other where it says nothing', () => {
    const played = raceMoves(openRace(program, cellsOptions()), []);
    expect(drawn(played)).toBe('w:swap w:swap w:cleared w:stored w:idle w:swap:return w:return r:peek r:return');
    expect(played).toMatchObject({ end: 'complete', rest: [] });
  });

  it('tells how each move ended and how deep it stands', () => {
    const { moves } = raceMoves(openRace(program, cellsOptions()), []);
    expect(moves.slice(0, 3).map(({ kind, depth }) => `${kind} ${depth}`)).toEqual(['yield 0', 'enter 0', 'step 1']);
    expect(moves.slice(5, 7).map(({ kind, depth }) => `${kind} ${depth}`)).toEqual(['exit 0', 'return 0']);
  });

  it('leaves a state behind for every move, and plays alike again', () => {
    const race = openRace(program, cellsOptions());
    const first = raceMoves(race, []);
    const cleared = first.moves[2]?.mark ?? -1;
    race.machine.seek(cleared);
    expect(race.machine.fingerprint(race.start)).toBe('');
    race.machine.seek(first.moves[4]?.mark ?? -1);
    expect(race.machine.fingerprint(race.start)).toBe('1=4');
    expect(drawn(raceMoves(race, []))).toBe(drawn(first));
  });
});

describe('a schedule with one interruption', () => {
  const race = openRace(program, cellsOptions());
  const [writer, reader] = [0, 1];

  it('lets the other thread run for as long as it can, and then the first to its end', () => {
    const played = interruptedMoves(race, { thread: writer, after: 3, by: reader });
    expect(drawn(played)).toBe('w:swap w:swap w:cleared r:peek r:return w:stored w:idle w:swap:return w:return');
    expect(drawn(interruptedMoves(race, { thread: reader, after: 0, by: writer }))).toMatch(/^w:swap .* r:return$/);
  });

  it('can be said in words, which play alike', () => {
    for (let after = 0; after < 8; after++) {
      const played = interruptedMoves(race, { thread: writer, after, by: reader });
      expect(drawn(raceMoves(race, wordsOfMoves(race, played.moves)))).toBe(drawn(played));
    }
    const played = interruptedMoves(race, { thread: writer, after: 3, by: reader });
    expect(scheduleText(wordsOfMoves(race, played.moves))).toBe('writer:cleared reader:return');
  });
});
