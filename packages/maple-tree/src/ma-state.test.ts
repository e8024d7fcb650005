import { describe, expect, it } from 'vitest';
import { MAX_INDEX, MapleTree, validate, type MaState } from './index.ts';
import { nodeAt } from './testing/crowd.ts';

interface Named {
  readonly name: string;
}

/** a at 10-19, b at 20-29, a hole, c at 40. */
function small(): { tree: MapleTree<Named>; at: (index: number, last?: number) => MaState<Named> } {
  const tree = new MapleTree<Named>({ gaps: true });
  tree.storeRange(10, 19, { name: 'a' });
  tree.storeRange(20, 29, { name: 'b' });
  tree.store(40, { name: 'c' });
  return { tree, at: (index, last = index) => tree.state(index, last) };
}

const where = (mas: MaState<Named>): string => `${mas.index}-${mas.last} ${mas.status}`;

describe('a position', () => {
  it('walks to an entry, and to a hole, and takes its range', () => {
    const { at } = small();
    const mas = at(25);
    expect([mas.status, mas.walk()?.name, where(mas)]).toEqual(['start', 'b', '20-29 active']);
    mas.set(35);
    expect([mas.walk(), where(mas)]).toEqual([null, '30-39 active']);
    expect([mas.depth, mas.offset]).toEqual([0, 3]);
  });

  it('in an empty tree, and at the one entry of a tree without nodes', () => {
    const tree = new MapleTree<Named>();
    const mas = tree.state(5);
    expect([mas.walk(), mas.status, mas.node, mas.depth]).toEqual([null, 'none', 0, -1]);
    tree.store(0, { name: 'zero' });
    mas.set(0);
    expect([mas.walk()?.name, where(mas)]).toEqual(['zero', '0-0 root']);
    mas.set(9);
    expect([mas.walk(), where(mas)]).toEqual([null, `1-${MAX_INDEX} root`]);
    expect([mas.findRev()?.name, where(mas), mas.prev(), where(mas)]).toEqual([
      'zero',
      '0-0 root',
      null,
      '0-0 underflow',
    ]);
    mas.set(0);
    expect([mas.find()?.name, mas.find(), where(mas)]).toEqual(['zero', null, `1-${MAX_INDEX} none`]);
  });

  it('finds the entry there, then one after the other, while they begin below the limit', () => {
    const mas = small().at(15);
    expect([mas.find(39)?.name, mas.find(39)?.name, mas.find(39), where(mas)]).toEqual([
      'a',
      'b',
      null,
      '30-39 active',
    ]);
    expect([mas.find()?.name, mas.find(), where(mas)]).toEqual(['c', null, `41-${MAX_INDEX} active`]);
    expect(small().at(15).find(14)).toBe(null);
  });

  it('finds downwards what ends above the limit', () => {
    const mas = small().at(50);
    expect([mas.findRev(20)?.name, mas.findRev(20)?.name, mas.findRev(20), where(mas)]).toEqual([
      'c',
      'b',
      null,
      '20-29 active',
    ]);
    expect(small().at(15).findRev(20)).toBe(null);
  });

  it('steps from where it is, although it was not walked there yet', () => {
    const { at } = small();
    expect([at(15).next()?.name, at(25).prev()?.name, at(12, 34).next()?.name]).toEqual(['b', 'a', 'b']);
    const first = at(15);
    expect([first.prev(), where(first)]).toEqual([null, '0-9 underflow']);
  });

  it('is refused a step over a limit, stays, and comes back to where it stands from there', () => {
    const mas = small().at(15);
    mas.walk();
    expect([mas.prev(10), where(mas), mas.next()?.name]).toEqual([null, '10-19 underflow', 'a']);
    expect([mas.next(19), where(mas), mas.prev()?.name]).toEqual([null, '10-19 overflow', 'a']);
    expect([mas.next(19), mas.next()?.name, where(mas)]).toEqual([null, 'b', '20-29 active']);
  });

  it('that is put elsewhere and refused a step there at once goes on from there', () => {
    const mas = small().at(15);
    mas.walk();
    mas.set(40);
    expect([mas.prev(40), where(mas), mas.prev()?.name]).toEqual([null, '40-40 underflow', 'b']);
    mas.set(10);
    expect([mas.next(10), where(mas), mas.next()?.name]).toEqual([null, '10-10 overflow', 'b']);
  });

  it('goes to the next and the previous entry from where it stands', () => {
    const mas = small().at(20);
    mas.walk();
    expect([mas.next()?.name, mas.prev()?.name, mas.prev()?.name, mas.prev()]).toEqual(['c', 'b', 'a', null]);
  });

  it('goes on behind what it found after a pause, a store or an erase', () => {
    const { tree, at } = small();
    const mas = at(0);
    expect(mas.find()?.name).toBe('a');
    mas.pause();
    tree.storeRange(22, 23, { name: 'x' });
    expect([mas.find()?.name, mas.index, mas.last]).toEqual(['b', 20, 21]);
    mas.store({ name: 'y' });
    expect([mas.find()?.name, tree.load(21)?.name]).toEqual(['x', 'y']);
    expect([mas.erase()?.name, tree.load(22), mas.find()?.name]).toEqual(['x', null, 'b']);
  });

  it('stores what was preallocated for, and nothing else', () => {
    const { tree, at } = small();
    const [mas, value] = [at(12, 34), { name: 'x' }];
    expect(() => mas.storePrealloc(value)).toThrow(TypeError);
    mas.preallocate(value);
    expect(() => mas.storePrealloc({ name: 'other' })).toThrow(TypeError);
    mas.storePrealloc(value);
    expect(tree.entries().map((entry) => `${entry.index}-${entry.last} ${entry.value.name}`)).toEqual([
      '10-11 a',
      '12-34 x',
      '40-40 c',
    ]);
    mas.setRange(50, 59);
    mas.preallocate(value);
    mas.setRange(70, 79);
    expect(() => mas.storePrealloc(value)).toThrow(TypeError);
    mas.preallocate(value);
    tree.store(1, value);
    expect(() => mas.storePrealloc(value)).toThrow('call preallocate() directly before it');
  });

  it('looks for room from below and from above, and is put there', () => {
    const { at } = small();
    const mas = at(0);
    expect([mas.emptyArea(0, 100, 10), where(mas)]).toEqual([true, '0-9 start']);
    expect([mas.emptyAreaRev(0, 100, 10), where(mas)]).toEqual([true, '91-100 start']);
    expect([mas.emptyArea(5, 45, 10), where(mas)]).toEqual([true, '30-39 start']);
    expect([mas.emptyArea(10, 45, 11), mas.status]).toEqual([false, 'error']);
  });

  it('refuses what is no range', () => {
    const { tree, at } = small();
    for (const [index, last] of [
      [5, 4],
      [-1, 4],
      [0.5, 4],
      [0, MAX_INDEX + 1],
      [Number.NaN, 1],
    ] as const) {
      expect(() => at(index, last)).toThrow(RangeError);
      expect(() => tree.storeRange(index, last, { name: '' })).toThrow(RangeError);
    }
    expect(() => tree.load(-1)).toThrow(RangeError);
    expect(() => tree.emptyArea(0, 9, 0)).toThrow(RangeError);
    expect(() => new MapleTree<Named>().emptyArea(0, 9, 1)).toThrow('make it with { gaps: true }');
  });
});

describe('where a position stands', () => {
  it('is a node and a slot, and none where it was put, refused a step or failed', () => {
    const { tree, at } = small();
    const mas = at(25);
    const place = (): unknown => [mas.depth, mas.node, mas.offset, mas.way, mas.dead];
    const nowhere = [-1, 0, 0, '', false];
    expect(place()).toEqual(nowhere);
    mas.walk();
    const root = nodeAt(tree, 0, 0).node.id;
    expect(place()).toEqual([0, root, 2, `${root}.2`, false]);
    for (const leave of [
      () => mas.set(25),
      () => mas.reset(),
      () => mas.pause(),
      () => mas.next(29),
      () => mas.prev(20),
      () => mas.emptyArea(10, 29, 1),
    ]) {
      mas.set(25);
      mas.walk();
      leave();
      expect(place()).toEqual(nowhere);
    }
  });

  it('is where it goes down to, level by level, also when it was put elsewhere', () => {
    const mas = small().at(15);
    mas.walk();
    mas.set(40);
    expect([mas.descend(), mas.descend(), mas.settle()?.name, where(mas)]).toEqual([false, true, 'c', '40-40 active']);
  });

  it('after a failed search for room leads nowhere until it is put elsewhere', () => {
    const mas = small().at(25);
    expect([mas.emptyAreaRev(10, 29, 1), mas.status]).toEqual([false, 'error']);
    expect([mas.find(), mas.findRev(), mas.next(), mas.prev(), where(mas)]).toEqual([
      ...[null, null, null, null],
      '25-25 error',
    ]);
    mas.set(25);
    expect(mas.find()?.name).toBe('b');
  });

  it('after a store is what was stored, which null widens, and after an erase the hole', () => {
    const { at } = small();
    const mas = at(22, 23);
    mas.store({ name: 'x' });
    expect([where(mas), mas.offset]).toEqual(['22-23 active', 3]);
    mas.storeGfp(null);
    expect(where(mas)).toBe('22-23 active');
    mas.setRange(24, 27);
    mas.storeGfp(null);
    expect(where(mas)).toBe('22-27 active');
    mas.set(28);
    mas.preallocate(null);
    mas.storePrealloc(null);
    expect(where(mas)).toBe('22-28 active');
    mas.set(29);
    expect([mas.erase()?.name, where(mas)]).toEqual(['b', '22-39 active']);
    mas.set(33);
    expect([mas.erase(), where(mas)]).toEqual([null, '33-33 start']);
  });

  it('is the limit itself for a search that begins there, and not for one that goes on', () => {
    const { at } = small();
    expect([at(20).find(20)?.name, at(20).findRev(20)?.name]).toEqual(['b', 'b']);
    const paused = at(10);
    paused.find();
    paused.pause();
    expect([paused.find(19), where(paused)]).toEqual([null, '10-19 pause']);
    const back = at(20);
    back.findRev();
    back.pause();
    expect([back.findRev(20), where(back)]).toEqual([null, '20-29 pause']);
  });
});

describe('what a position refuses', () => {
  it.each([
    ['find', (mas: MaState<Named>) => mas.find(-1)],
    ['findRev', (mas: MaState<Named>) => mas.findRev(-1)],
    ['next', (mas: MaState<Named>) => mas.next(0.5)],
    ['prev', (mas: MaState<Named>) => mas.prev(-1)],
    ['setRange', (mas: MaState<Named>) => mas.setRange(5, 4)],
    ['emptyArea', (mas: MaState<Named>) => mas.emptyArea(9, 0, 1)],
    ['emptyAreaRev', (mas: MaState<Named>) => mas.emptyAreaRev(9, 0, 1)],
  ])('is no index and no range: %s', (_, act) => expect(() => act(small().at(15))).toThrow(RangeError));

  it('is no size', () => {
    expect(() => small().at(15).emptyArea(0, 9, 0)).toThrow('0 is not a size');
    expect(() => small().at(15).emptyAreaRev(0, 9, 0.5)).toThrow('0.5 is not a size');
  });

  it('is no value', () => {
    const mas = small().at(15);
    const value = undefined as unknown as Named;
    for (const act of [() => mas.store(value), () => mas.storeGfp(value), () => mas.preallocate(value)])
      expect(act).toThrow('a undefined cannot be stored');
  });

  it('is a store for which nothing was preallocated, of which it says so', () => {
    const value = { name: 'x' };
    const prepared = (): MaState<Named> => {
      const mas = small().at(12, 34);
      mas.preallocate(value);
      return mas;
    };
    const refused = 'nothing was preallocated for this store: call preallocate() directly before it';
    expect(() => small().at(12).storePrealloc(value)).toThrow(refused);
    for (const [index, last] of [
      [12, 35],
      [11, 34],
    ] as const) {
      const mas = prepared();
      mas.setRange(index, last);
      expect(() => mas.storePrealloc(value)).toThrow(refused);
    }
    const twice = prepared();
    twice.storePrealloc(value);
    twice.setRange(12, 34);
    expect(() => twice.storePrealloc(value)).toThrow(refused);
  });
});

it('a store of a position is told by its function, unless memory may be waited for', () => {
  const told: string[] = [];
  const tree = new MapleTree<Named>({ trace: (event) => 'fn' in event && told.push(event.fn) });
  tree.state(3, 5).store({ name: 'a' });
  tree.state(3, 5).storeGfp({ name: 'b' });
  const mas = tree.state(3, 5);
  const value = { name: 'c' };
  mas.preallocate(value);
  mas.storePrealloc(value);
  tree.state(3).erase();
  expect(told).toEqual(['mas_store', 'mas_store_prealloc']);
});

describe('a position in a tree without nodes', () => {
  const bare = (index: number): MaState<Named> => {
    const tree = new MapleTree<Named>();
    tree.store(0, { name: 'zero' });
    return tree.state(index);
  };

  it('finds the entry, and nothing behind it', () => {
    const mas = bare(0);
    expect([mas.find()?.name, where(mas), mas.find(), where(mas)]).toEqual([
      ...['zero', '0-0 root'],
      ...[null, `1-${MAX_INDEX} none`],
    ]);
    const behind = bare(9);
    expect([behind.find(), where(behind)]).toEqual([null, `1-${MAX_INDEX} none`]);
  });

  it('steps to the entry from behind it, and from it nowhere', () => {
    const mas = bare(9);
    expect([mas.prev()?.name, where(mas)]).toEqual(['zero', '0-0 root']);
    expect([mas.next(), where(mas)]).toEqual([null, `1-${MAX_INDEX} none`]);
    expect([bare(9).prev(1), bare(9).findRev(1), bare(9).findRev()?.name]).toEqual([null, null, 'zero']);
  });

  it('has nothing in an empty one', () => {
    const empty = (): MaState<Named> => new MapleTree<Named>().state(9);
    const all = `0-${MAX_INDEX} none`;
    for (const act of [
      (mas: MaState<Named>) => mas.walk(),
      (mas: MaState<Named>) => mas.find(),
      (mas: MaState<Named>) => mas.findRev(),
      (mas: MaState<Named>) => mas.next(),
      (mas: MaState<Named>) => mas.prev(),
    ]) {
      const mas = empty();
      expect([act(mas), where(mas)]).toEqual([null, all]);
    }
  });
});

describe('a position whose neighbours somebody takes away', () => {
  it('steps on to the end, above and below', () => {
    const { tree, at } = small();
    const [last, first] = [at(40), at(10)];
    for (const mas of [last, first]) mas.walk();
    for (const index of [10, 40]) tree.erase(index);
    expect([last.next(), where(last)]).toEqual([null, `30-${MAX_INDEX} overflow`]);
    expect([first.prev(), where(first)]).toEqual([null, '0-19 underflow']);
    tree.store(50, { name: 'x' });
    last.set(50);
    last.walk();
    expect([last.nextSlot(), where(last), last.nextSlot(), where(last)]).toEqual([
      ...[null, `51-${MAX_INDEX} active`],
      ...[null, `51-${MAX_INDEX} active`],
    ]);
    tree.erase(50);
    expect([last.nextSlot(), where(last)]).toEqual([null, `30-${MAX_INDEX} active`]);
  });
});

describe('a position in a tree that loses its nodes', () => {
  it('finds the one entry that is left, from above', () => {
    const { tree, at } = small();
    const [stepping, searching] = [at(40), at(40)];
    for (const mas of [stepping, searching]) mas.walk();
    tree.storeRange(0, MAX_INDEX, null);
    tree.store(0, { name: 'zero' });
    expect([stepping.prev()?.name, where(stepping)]).toEqual(['zero', '0-0 root']);
    expect([searching.findRev()?.name, where(searching), searching.findRev()]).toEqual(['zero', '0-0 root', null]);
  });

  it('finds nothing behind the one entry that is left', () => {
    const { tree, at } = small();
    const mas = at(15);
    mas.walk();
    tree.storeRange(0, MAX_INDEX, null);
    tree.store(0, { name: 'zero' });
    expect([mas.next(), where(mas)]).toEqual([null, `1-${MAX_INDEX} none`]);
  });

  it('finds nothing where nothing is left', () => {
    const { tree, at } = small();
    const positions = [at(25), at(25), at(25), at(25)] as const;
    for (const mas of positions) mas.walk();
    tree.storeRange(0, MAX_INDEX, null);
    const [next, prev, find, findRev] = positions;
    expect([next.next(), prev.prev(), find.find(), findRev.findRev()]).toEqual([null, null, null, null]);
    tree.store(30, { name: 'again' });
    for (const mas of positions) mas.set(0);
    expect(positions.map((mas) => mas.find()?.name)).toEqual(['again', 'again', 'again', 'again']);
  });
});

describe('a tree', () => {
  it('finds the entry there, the one after it, the one before it', () => {
    const { tree } = small();
    expect(tree.find(15)).toMatchObject({ index: 10, last: 19 });
    expect(tree.find(30)).toMatchObject({ index: 40 });
    expect([tree.find(30, 39), tree.find(41)]).toEqual([null, null]);
    expect(tree.findAfter(15)).toMatchObject({ index: 20 });
    expect(tree.findAfter(30)).toMatchObject({ index: 40 });
    expect(tree.findAfter(40)).toBe(null);
    expect(tree.findBefore(39)).toMatchObject({ index: 20, last: 29 });
    expect([tree.findBefore(9), tree.findBefore(39, 30)]).toEqual([null, null]);
  });

  it('erases the whole entry at an index, and says what it was', () => {
    const { tree } = small();
    expect([tree.erase(25)?.name, tree.erase(25), tree.size]).toEqual(['b', null, 2]);
  });

  it('is copied with its shape, its values changed, and what becomes null left out', () => {
    const { tree } = small();
    const copy = tree.dup(({ name }) => (name === 'b' ? null : { name: `${name}'` }));
    expect(copy.entries().map(({ index, last, value }) => `${index}-${last} ${value.name}`)).toEqual([
      "10-19 a'",
      "40-40 c'",
    ]);
    copy.store(100, { name: 'd' });
    expect([tree.size, copy.size]).toEqual([3, 3]);
  });

  it('and its copy go on without each other', () => {
    const tree = new MapleTree<Named>({ gaps: true });
    for (let i = 0; i < 40; i++) tree.storeRange(10 * i, 10 * i + 4, { name: `${i}` });
    const copy = tree.dup((value) => value);
    const before = copy.entries();
    tree.storeRange(3, 7, { name: 'in the tree' });
    tree.storeRange(120, 300, null);
    expect(copy.entries()).toEqual(before);
    const now = tree.entries();
    copy.storeRange(93, 97, { name: 'in the copy' });
    expect(tree.entries()).toEqual(now);
    expect([...validate(tree), ...validate(copy)]).toEqual([]);
  });

  it('stops visiting when the visitor says so', () => {
    const seen: string[] = [];
    small().tree.forEach(({ name }) => (seen.push(name), name !== 'b'));
    expect(seen).toEqual(['a', 'b']);
  });
});
