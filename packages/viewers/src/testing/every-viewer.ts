/** Every viewer with something to show: what is promised of all of them is tested with these. */

import type { MmView, ViewerPlugin } from '@mm-playground/api';
import { viewers } from '../index.ts';
import { callRows, MMAP_CHANGES, MMAP_STEPS } from './calls.ts';
import { pythonAfter, pythonView } from './python.ts';
import { toyArch, toyLeaf } from './toy-arch.ts';
import { withMemory } from './toy-memory.ts';
import { withTree } from './tree-of.ts';

const CALLS = callRows(60);
const CALL = { call: 30, step: 9 };
const HERE = { calls: CALLS, position: CALL };
const LOG = { calls: CALLS, stepsOf: () => MMAP_STEPS, changesOver: () => MMAP_CHANGES };
const MARKS = Uint32Array.of(100, 400, 630);
const NO_MARKS = new Uint32Array();
const VIEW: MmView = {
  ...withTree(withMemory(pythonAfter())),
  invariants: [
    { name: 'tree', state: 'holds', what: 'each VMA stands in the tree under its own range' },
    { name: 'total_vm', state: 'broken', what: 'total_vm is 12, the VMAs have 10 pages' },
  ],
  travelling: [{ name: 'vma_munmap_struct', fields: { vma: 'vma#5', vma_count: 1, clear_ptes: true } }],
};
const VIEWS = { view: VIEW, previous: withMemory(pythonView()) };
const [HEAP] = VIEW.vmas.filter(({ kind }) => kind === 'heap');
const HEAP_PAGE = HEAP === undefined ? null : { kind: 'page', start: HEAP.start, end: HEAP.start + 1 };
const SEEN = { ...VIEWS, selection: HEAP_PAGE };

const RACE = {
  threads: ['writer', 'reader'].map((name) => ({ name, calls: ['munmap(0x10000000, 4096)'] })),
  moves: ['enter', 'step', 'wait', 'yield', 'return'].map((kind, at) => ({
    ...{ thread: at % 2, kind, name: 'unmap_vmas', detail: 'start=0x10000000' },
    violation: at === 3 ? '10000000 was mapped all the time' : null,
  })),
};

/** Properties by tag. */
const PROPERTIES: Readonly<Record<string, object>> = {
  'mm-address-map': SEEN,
  'mm-maps-table': SEEN,
  'mm-maple-tree': { view: VIEW, selection: HEAP_PAGE },
  'mm-page-table': SEEN,
  'mm-pte': {
    arch: toyArch,
    level: 3,
    word: toyLeaf({ pfn: 0x8031, write: true, dirty: true }),
    previous: toyLeaf({ pfn: 0x8030 }),
  },
  'mm-physical': SEEN,
  'mm-rmap': SEEN,
  'mm-tlb': SEEN,
  'mm-counters': VIEWS,
  'mm-call-list': HERE,
  'mm-timeline': { ...HERE, steps: MMAP_STEPS },
  'mm-minimap': {
    ...HERE,
    run: {
      starts: Uint32Array.from({ length: 61 }, (_, call) => call * 21),
      marks: { fault: MARKS, split: MARKS, merge: NO_MARKS, error: MARKS, divergence: MARKS },
    },
  },
  'mm-steps': { steps: MMAP_STEPS, position: CALL, changes: MMAP_CHANGES },
  'mm-invariants': VIEWS,
  'mm-structs': VIEWS,
  'mm-interleaving': { current: 1, interleaving: RACE },
  'mm-events': { log: LOG, position: CALL, view: VIEW, selection: HEAP_PAGE },
  'mm-proc': SEEN,
  'mm-call-graph': { source: LOG, position: CALL },
  'mm-schedules': {
    current: 1,
    followed: 'wr',
    schedules: [{ words: 'wr', interleaving: RACE, results: [{ thread: 0, text: '0' }] }],
  },
  'mm-failures': {
    result: '0x10001000',
    failures: [
      {
        ...{ failed: ['mas_store#1'], outcome: 'failed', result: '-1 ENOMEM (Cannot allocate memory)' },
        ...{ oldMappings: 'gap', gapPages: 1, lostPages: 0, violations: [], retry: '0x10001000' },
        counters: [{ name: 'total_vm', before: 4, after: 3 }],
      },
    ],
  },
};

/** Plugins with properties. */
export const EVERY_VIEWER: readonly (readonly [tag: string, plugin: ViewerPlugin, properties: object])[] = viewers.map(
  (plugin) => [plugin.tag, plugin, PROPERTIES[plugin.tag] ?? {}],
);

const SELECTS = ['mm-select'];
const SEEKS = ['mm-seek'];

/** What each asks for, by tag. Counters ask where they have a course. */
export const ASKS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['address-map', 'maps-table', 'maple-tree', 'page-table', 'physical', 'rmap', 'tlb', 'proc'].map((id) => [
      `mm-${id}`,
      SELECTS,
    ]),
  ),
  ...Object.fromEntries(['call-list', 'minimap', 'steps', 'call-graph'].map((id) => [`mm-${id}`, SEEKS])),
  'mm-timeline': [...SEEKS, 'mm-play'],
  'mm-events': [...SEEKS, ...SELECTS],
  'mm-interleaving': ['mm-move'],
  'mm-schedules': ['mm-follow'],
  'mm-failures': ['mm-fail'],
};

const MANY_CALLS = callRows(100_000);
const MANY_STEPS = Array.from({ length: 100_000 }, (_, mark) => ({
  ...MMAP_STEPS[mark % MMAP_STEPS.length],
  mark,
}));

/** 10^5 of what they show, for those that show no view. */
export const MANY: Readonly<Record<string, object>> = {
  'mm-call-list': { ...HERE, calls: MANY_CALLS },
  'mm-timeline': { ...HERE, calls: MANY_CALLS, steps: MMAP_STEPS },
  'mm-steps': { steps: MANY_STEPS, position: CALL, changes: MMAP_CHANGES },
  'mm-events': { log: { ...LOG, calls: MANY_CALLS }, position: CALL, view: VIEW, selection: HEAP_PAGE },
};
