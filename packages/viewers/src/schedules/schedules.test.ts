import { describe, expect, it } from 'vitest';
import type { InterleavingMove } from '../interleaving/interleaving-data.ts';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { schedules } from './plugin.ts';
import {
  FOLLOW_EVENT,
  Letters,
  momentOf,
  moveAt,
  orderOf,
  piecesOf,
  type FollowedSchedule,
  type ScheduleRow,
} from './schedules-data.ts';
import type { MmSchedules } from './schedules.ts';

const THREADS = [
  { name: 'writer', calls: ['mmap(0x10001000, PAGE, ...)'] },
  { name: 'reader', calls: ['walk(0x10000000, 0x10003000)'] },
];

/** `www rAB! ww`: moves of the writer, and looks of the reader with what was seen; `!` breaks something. */
function rowOf(picture: string): ScheduleRow {
  const moves = [...picture.replaceAll(' ', '')].flatMap((letter, at): InterleavingMove[] => {
    if (letter === '!') return [];
    const violation = picture.replaceAll(' ', '')[at + 1] === '!' ? 'it was not seen' : null;
    const thread = letter === 'w' ? 0 : 1;
    const isLook = /[A-Z]/.test(letter);
    return [
      {
        thread,
        kind: 'step',
        name: thread === 0 ? `w${at}` : 'mas_find',
        detail: isLook ? `saw ${letter}` : '',
        violation,
      },
    ];
  });
  return {
    words: picture,
    interleaving: { threads: THREADS, moves },
    results: [
      { thread: 0, text: '0x10001000' },
      { thread: 1, text: '1\n10000000-10002fff' },
    ],
  };
}

const drawn = (row: ScheduleRow, letters = new Letters()): string =>
  piecesOf(row, letters)
    .map(
      ({ kind, left, width, letter, violation }) => `${kind}${left}+${width}${letter}${violation === null ? '' : '!'}`,
    )
    .join(' ');

describe('a row of the matrix', () => {
  it('has a bar for each stretch of a writer, and a cell with a letter for each look', () => {
    expect(drawn(rowOf('www rAB! ww'))).toBe('bar0+3 cell3+6 cell9+6A cell15+6B! bar21+2');
  });

  it('gives what was seen the same letter in every row', () => {
    const letters = new Letters();
    expect([drawn(rowOf('Q'), letters), drawn(rowOf('wZQ'), letters)]).toEqual([
      'cell0+6A',
      'bar0+1 cell1+6B cell7+6A',
    ]);
    expect(letters.legend).toEqual([
      ['saw Q', 'A'],
      ['saw Z', 'B'],
    ]);
    for (let at = 0; at < 30; at++) letters.of(`more ${at}`);
    expect(letters.of('and more')).toBe('+');
  });

  it('knows the move at a place, its order in words, and the moment that is worth seeing', () => {
    const row = rowOf('www rAB! ww');
    const pieces = piecesOf(row, new Letters());
    expect([0, 2.5, 4, 14.9, 22.5, 99].map((units) => moveAt(pieces, units))).toEqual([0, 2, 3, 4, 7, 7]);
    expect(orderOf(row)).toBe('writer up to w2, reader up to mas_find, writer');
    expect([momentOf(row), momentOf(rowOf('wrw'))]).toEqual([5, 2]);
  });
});

const ROWS = ['www rAB', 'ww rAC! w', 'w rAB ww', 'rAB www'].map(rowOf);

async function show(properties: Partial<MmSchedules> = {}) {
  const mounted = await mount<MmSchedules>(schedules, { schedules: ROWS, ...properties });
  const followed: FollowedSchedule[] = [];
  mounted.element.addEventListener(FOLLOW_EVENT, (event) =>
    followed.push((event as CustomEvent<FollowedSchedule>).detail),
  );
  return { ...mounted, followed };
}

describe('mm-schedules', () => {
  it('shows a row for each schedule, what was seen, and what is broken', async () => {
    const matrix = await show();
    const letters = [...matrix.root.querySelectorAll('.row')].map((row) =>
      [...row.querySelectorAll('.letter')].map(({ textContent }) => textContent.trim()).join(''),
    );
    expect(letters).toEqual(['AB', 'AC', 'AB', 'AB']);
    expect(matrix.root.querySelectorAll('.row.broken')).toHaveLength(1);
    expect(matrix.find('.bar').textContent).toMatch(/4 schedules,\s+1 with something broken/);
  });

  it('walks by keyboard, says what came of a schedule, and follows it with Enter', async () => {
    const matrix = await show();
    await matrix.key('.scroll', 'Home');
    await matrix.key('.scroll', 'ArrowDown');
    expect(matrix.find('.chosen').textContent).toContain('it was not seen');
    expect(matrix.find('[role=status]').textContent).toContain('broken: it was not seen');
    await matrix.key('.scroll', 'Enter');
    await matrix.key('.scroll', 'ArrowLeft');
    await matrix.key('.scroll', 'Enter');
    expect(matrix.followed).toEqual([
      { words: 'ww rAC! w', move: 4 },
      { words: 'ww rAC! w', move: 3 },
    ]);
  });

  it('follows the row that is clicked, to the cell that is clicked', async () => {
    const matrix = await show();
    const { left, top } = matrix.find('#schedule-2 .moves').getBoundingClientRect();
    const click = new MouseEvent('click', { clientX: left + 3 + 20, clientY: top + 5, bubbles: true, composed: true });
    matrix.find('#schedule-2 .moves').dispatchEvent(click);
    matrix.find('#schedule-0 .order').click();
    expect(matrix.followed).toEqual([
      { words: 'w rAB ww', move: 2 },
      { words: 'www rAB', move: 5 },
    ]);
  });

  it('marks the schedule that is followed, and the moment', async () => {
    const matrix = await show({ followed: 'w rAB ww', current: 1 });
    expect(matrix.find('.row.current').id).toBe('schedule-2');
    expect(matrix.root.querySelectorAll('.moment')).toHaveLength(1);
  });

  it('lists only schedules in which something is broken, where that is asked for', async () => {
    const matrix = await show();
    matrix.find<HTMLInputElement>('.bar input').click();
    await frames();
    expect(matrix.root.querySelectorAll('.row')).toHaveLength(1);
  });

  it('keeps a long matrix out of the DOM', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => ({ ...rowOf('www rAB ww'), words: String(at) }));
    const matrix = await show({ schedules: many, followed: '1500', current: 0 });
    await frames(6);
    expect(matrix.root.querySelectorAll('.row').length).toBeLessThan(80);
    expect(matrix.find('.row.current').id).toBe('schedule-1500');
  });

  it('has nothing that axe objects to', async () => {
    const matrix = await show({ followed: 'ww rAC! w', current: 4 });
    expect(await violations(matrix.element)).toEqual([]);
    expect([...matrix.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
