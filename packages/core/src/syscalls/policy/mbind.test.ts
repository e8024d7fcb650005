import { describe, expect, it } from 'vitest';
import { MPOL, PROT, type ArgValue } from '@mm-playground/api';
import { at, draw, mmOf, PAGE, type Outcome, type Strip } from '../../testing/strip.ts';

const M = MPOL.values;
const NULL = 0n;
const mask = (...words: bigint[]): ArgValue => ({
  kind: 'array',
  items: words.map((value) => ({ kind: 'int', value })),
  abbreviated: false,
});
const NODE_0 = mask(1n);

/** mbind of pages to a mode, with node 0 where the mode takes nodes. */
const mbind = (mm: Strip, page: number, pages: number, mode: bigint, nodes: ArgValue | bigint = NODE_0, flags = 0n) =>
  mm.call('mbind', at(page), BigInt(pages) * PAGE, mode, nodes, nodes === NULL ? 0n : 64n, flags);
const homeNode = (mm: Strip, page: number, pages: number, node = 0n): Outcome =>
  mm.call('set_mempolicy_home_node', at(page), BigInt(pages) * PAGE, node, 0n);

describe('a memory policy', () => {
  it('splits what it does not cover, and merges with an equal one', () => {
    const mm = mmOf('wwwwwwww');
    expect(mbind(mm, 1, 1, M.MPOL_BIND)).toBe(0);
    expect(draw(mm)).toBe('w|w|wwwwww');
    mbind(mm, 0, 8, M.MPOL_BIND);
    expect(draw(mm)).toBe('wwwwwwww');
    mbind(mm, 2, 1, M.MPOL_DEFAULT, NULL);
    expect(draw(mm)).toBe('ww|w|wwwww');
    mbind(mm, 2, 1, M.MPOL_BIND);
    expect(draw(mm)).toBe('wwwwwwww');
  });

  it('is equal only with the same mode, flags and home', () => {
    const mm = mmOf('wwww');
    mbind(mm, 0, 4, M.MPOL_BIND);
    mbind(mm, 0, 1, M.MPOL_BIND | M.MPOL_F_STATIC_NODES);
    mbind(mm, 3, 1, M.MPOL_INTERLEAVE);
    expect(draw(mm)).toBe('w|ww|w');
    homeNode(mm, 1, 1);
    expect(draw(mm)).toBe('w|w|w|w');
  });

  it('means the nodes that there are: others of the mask make no difference', () => {
    const mm = mmOf('ww');
    mbind(mm, 0, 1, M.MPOL_BIND);
    mbind(mm, 1, 1, M.MPOL_BIND, mask(3n));
    expect(draw(mm)).toBe('ww');
  });

  it('is local where a node is preferred and none is named', () => {
    const mm = mmOf('ww');
    mbind(mm, 0, 1, M.MPOL_PREFERRED, NULL);
    mbind(mm, 1, 1, M.MPOL_LOCAL, NULL);
    expect(draw(mm)).toBe('ww');
  });

  it('keeps new memory apart, and stays through mprotect, mremap and fork', () => {
    const mm = mmOf('ww');
    mbind(mm, 0, 2, M.MPOL_BIND);
    mm.mmap(2, 1);
    expect(draw(mm)).toBe('ww|w');
    mm.mprotect(0, 1, 'r');
    mm.mprotect(0, 1, 'rw');
    expect(draw(mm)).toBe('ww|w');
    mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    mm.mremap(8, 2, 3);
    mm.fork();
    mm.mmap(11, 1);
    expect(draw(mm)).toBe('..w.....www|w');
  });

  it('keeps a first fault from sharing the anon_vma of a neighbour', () => {
    const mm = mmOf('w.w');
    mbind(mm, 0, 1, M.MPOL_BIND);
    mm.mmap(1, 1, 'r');
    mm.mprotect(1, 1, 'rw');
    for (const page of [0, 1]) mm.store(page);
    mbind(mm, 1, 1, M.MPOL_BIND);
    expect(new Set(mm.vmas.slice(0, 2).map(({ anonVma }) => anonVma)).size).toBe(2);
  });

  it('may be given to any memory: files, shared, sealed, and the vdso as a whole', () => {
    const mm = mmOf('s');
    mm.mmap(1, 1, 'rw', 'PRIVATE|FIXED', mm.open('/data'));
    mm.mmap(2, 2);
    mm.mseal(2, 2);
    expect(mbind(mm, 0, 3, M.MPOL_BIND)).toBe(0);
    expect(draw(mm)).toBe('s|f|w|w');
    const vdso = BigInt(mm.view.vmas.find(({ name }) => name === '[vdso]')?.start ?? 0) * PAGE;
    const all = (pages: bigint): Outcome => mm.call('mbind', vdso, pages * PAGE, M.MPOL_BIND, NODE_0, 64n, 0n);
    expect([all(1n), all(2n)]).toEqual(['EINVAL', 0]);
  });
});

describe('mbind and holes', () => {
  it.each(['ww..ww', '..wwww', 'wwww'])('refuses %s before anything changes', (picture) => {
    const mm = mmOf(picture);
    const start = draw(mm);
    expect(mbind(mm, 1, 5, M.MPOL_BIND)).toBe('EFAULT');
    expect(draw(mm)).toBe(start);
  });

  it('passes over them to the default, if there is anything at all', () => {
    const mm = mmOf('ww..ww');
    for (const page of [0, 4]) mbind(mm, page, 2, M.MPOL_BIND);
    expect(mbind(mm, 1, 4, M.MPOL_DEFAULT, NULL)).toBe(0);
    expect(draw(mm)).toBe('w|w..w|w');
    expect(mbind(mm, 2, 2, M.MPOL_DEFAULT, NULL)).toBe('EFAULT');
  });
});

describe('mbind refuses', () => {
  it.each([
    ['a mode that does not exist', [at(0), PAGE, 7n, NODE_0, 64n, 0n], 'EINVAL'],
    ['such a mode, even for no bytes', [at(0), 0n, 7n, NODE_0, 64n, 0n], 'EINVAL'],
    ['nodes both static and relative', [at(0), PAGE, M.MPOL_BIND | 0xc000n, NODE_0, 64n, 0n], 'EINVAL'],
    ['balancing of what is interleaved', [at(0), PAGE, M.MPOL_INTERLEAVE | 0x2000n, NODE_0, 64n, 0n], 'EINVAL'],
    ['nodes for the default', [at(0), PAGE, M.MPOL_DEFAULT, NODE_0, 64n, 0n], 'EINVAL'],
    ['nodes for the local one', [at(0), PAGE, M.MPOL_LOCAL, NODE_0, 64n, 0n], 'EINVAL'],
    ['no nodes to bind to', [at(0), PAGE, M.MPOL_BIND, NULL, 0n, 0n], 'EINVAL'],
    ['a mask of no bits', [at(0), PAGE, M.MPOL_BIND, NODE_0, 1n, 0n], 'EINVAL'],
    ['nodes that are not there', [at(0), PAGE, M.MPOL_BIND, mask(2n), 64n, 0n], 'EINVAL'],
    ['such nodes, static', [at(0), PAGE, M.MPOL_BIND | 0x8000n, mask(2n), 64n, 0n], 'EINVAL'],
    ['a mask larger than a page', [at(0), PAGE, M.MPOL_BIND, NODE_0, 32770n, 0n], 'EINVAL'],
    ['a mask that is not there', [at(0), PAGE, M.MPOL_BIND, 1n, 64n, 0n], 'EFAULT'],
    ['flags that do not exist', [at(0), PAGE, M.MPOL_BIND, NODE_0, 64n, 8n], 'EINVAL'],
    ['an address inside a page', [at(0) + 1n, PAGE, M.MPOL_BIND, NODE_0, 64n, 0n], 'EINVAL'],
    ['a length that wraps', [at(0), 2n ** 64n - PAGE, M.MPOL_BIND, NODE_0, 64n, 0n], 'EINVAL'],
  ] as const)('%s', (_, args, errno) => {
    expect(mmOf('ww').call('mbind', ...args)).toBe(errno);
  });

  it.each([
    ['relative nodes beyond those there are', [at(0), PAGE, M.MPOL_BIND | 0x4000n, mask(2n), 64n, 0n]],
    ['no bytes, whatever the nodes', [at(0), 0n, M.MPOL_BIND, NULL, 0n, 0n]],
    ['a length that rounds to nothing', [at(0), 2n ** 64n - 1n, M.MPOL_BIND, NODE_0, 64n, 0n]],
  ] as const)('not %s', (_, args) => {
    expect(mmOf('ww').call('mbind', ...args)).toBe(0);
  });

  it('pages that a strict mask does not name, before the split', () => {
    const mm = mmOf('www');
    mm.store(1);
    expect(mbind(mm, 1, 1, M.MPOL_LOCAL, NULL, M.MPOL_MF_STRICT)).toBe('EIO');
    expect(mbind(mm, 1, 1, M.MPOL_BIND | M.MPOL_F_RELATIVE_NODES, mask(2n), M.MPOL_MF_STRICT)).toBe('EIO');
    expect(mbind(mm, 0, 1, M.MPOL_LOCAL, NULL, M.MPOL_MF_STRICT)).toBe(0);
    expect(draw(mm)).toBe('W|WW');
    expect(mbind(mm, 1, 3, M.MPOL_LOCAL, NULL, M.MPOL_MF_STRICT)).toBe('EFAULT');
    expect(mbind(mm, 1, 1, M.MPOL_LOCAL, NULL, M.MPOL_MF_STRICT | M.MPOL_MF_MOVE)).toBe(0);
  });
});

describe('set_mempolicy_home_node', () => {
  it('changes the policies that are there, and says ENOENT where there is none', () => {
    const mm = mmOf('wwww');
    expect(homeNode(mm, 0, 4)).toBe('ENOENT');
    mbind(mm, 0, 2, M.MPOL_BIND);
    expect(homeNode(mm, 0, 1)).toBe(0);
    expect(draw(mm)).toBe('w|w|ww');
    expect(homeNode(mm, 0, 4)).toBe(0);
    expect(draw(mm)).toBe('ww|ww');
  });

  it('stops at a policy without a home; what came before has one', () => {
    const mm = mmOf('www');
    mbind(mm, 0, 2, M.MPOL_BIND);
    mbind(mm, 2, 1, M.MPOL_INTERLEAVE);
    expect(homeNode(mm, 1, 2)).toBe('EOPNOTSUPP');
    expect(draw(mm)).toBe('w|w|w');
  });

  it.each([
    ['a node that is not there', [at(0), PAGE, 1n, 0n], 'EINVAL'],
    ['flags', [at(0), PAGE, 0n, 1n], 'EINVAL'],
    ['an address inside a page', [at(0) + 1n, PAGE, 0n, 0n], 'EINVAL'],
    ['a length that wraps', [at(0), 2n ** 64n - PAGE, 0n, 0n], 'EINVAL'],
    ['nothing', [at(0), 0n, 0n, 0n], 0],
    ['a hole', [at(8), PAGE, 0n, 0n], 'ENOENT'],
  ] as const)('%s', (_, args, outcome) => {
    expect(mmOf('w').call('set_mempolicy_home_node', ...args)).toBe(outcome);
  });
});

describe('set_mempolicy', () => {
  it.each([
    [0, M.MPOL_BIND, NODE_0, 64n],
    [0, M.MPOL_DEFAULT, NULL, 0n],
    [0, M.MPOL_PREFERRED, NULL, 0n],
    ['EINVAL', M.MPOL_DEFAULT, NODE_0, 64n],
    ['EINVAL', 99n, NODE_0, 64n],
    ['EINVAL', M.MPOL_BIND, mask(2n), 64n],
  ] as const)('gives %s, and changes no mapping', (outcome, mode, nodes, bits) => {
    const mm = mmOf('w');
    expect(mm.call('set_mempolicy', mode, nodes, bits)).toBe(outcome);
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('ww');
  });
});

describe('get_mempolicy', () => {
  it.each([
    [0, [NULL, NULL, 0n, 0n, 0n]],
    [0, [NULL, NODE_0, 1024n, at(0), M.MPOL_F_ADDR]],
    [0, [NULL, NODE_0, 1024n, 0n, M.MPOL_F_MEMS_ALLOWED]],
    ['EFAULT', [NULL, NULL, 0n, at(9), M.MPOL_F_ADDR]],
    ['EINVAL', [NULL, NULL, 0n, at(0), 0n]],
    ['EINVAL', [NULL, NULL, 0n, 0n, 8n]],
    ['EINVAL', [NULL, NODE_0, 0n, 0n, 0n]],
    ['EINVAL', [NULL, NODE_0, 1024n, at(0), M.MPOL_F_ADDR | M.MPOL_F_MEMS_ALLOWED]],
  ] as const)('answers with %s', (outcome, args) => {
    expect(mmOf('w').call('get_mempolicy', ...args)).toBe(outcome);
  });
});

it('a policy does not change what a page is allowed', () => {
  const mm = mmOf('w');
  mbind(mm, 0, 1, M.MPOL_BIND);
  mm.call('mprotect', at(0), PAGE, PROT.values.PROT_NONE);
  expect(mm.load(0)).toBe('SIGSEGV SEGV_ACCERR');
});
