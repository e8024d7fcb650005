import { INVARIANTS, ROLLUP_SIZES, SMAPS_SIZES, STATUS_FIELDS, type TracepointName } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { COUNTER_GROUPS } from '../counters/counter-rows.ts';
import { VERDICT_LOOKS } from '../call-row.ts';
import { KINDS } from '../kinds.ts';
import { COLUMNS } from '../maps-table/maps-rows.ts';
import { RUN_MARK_KINDS } from '../minimap/run-map.ts';
import { STATE_WORDS } from '../page-table/radix-words.ts';
import { FRAME_USES } from '../physical/frame-words.ts';
import { GLOSSARY, glossaryPage, glossOf, glossText } from './glossary.ts';
import { GLOSSARY_SECTIONS } from './glossary-entry.ts';

/** The compiler refuses a name that is none, and one that is missing. */
const TRACEPOINTS: Readonly<Record<TracepointName, true>> = {
  'mmap:vm_unmapped_area': true,
  'mmap:exit_mmap': true,
  'mmap_lock:mmap_lock_start_locking': true,
  'mmap_lock:mmap_lock_acquire_returned': true,
  'mmap_lock:mmap_lock_released': true,
  'exceptions:page_fault_user': true,
  'exceptions:page_fault_kernel': true,
  'kmem:rss_stat': true,
  'kmem:mm_page_alloc': true,
  'kmem:mm_page_free': true,
  'tlb:tlb_flush': true,
  'maple_tree:ma_op': true,
  'maple_tree:ma_read': true,
  'maple_tree:ma_write': true,
  'maple_tree:node_alloc': true,
  'maple_tree:node_replace': true,
  'maple_tree:node_dead': true,
  'maple_tree:node_free': true,
  'maple_tree:node_split': true,
  'maple_tree:node_merge': true,
};

const EXPECTED = [
  ...COUNTER_GROUPS.flatMap(({ rows }) => rows.map(({ key }) => key)),
  ...INVARIANTS.map((name) => `invariant.${name}`),
  ...KINDS.map((kind) => `memory.kind.${kind}`),
  ...COLUMNS.map((column) => `maps.${column}`),
  ...[...SMAPS_SIZES, ...ROLLUP_SIZES].map((name) => `smaps.${name}`),
  ...STATUS_FIELDS.map((name) => `status.${name}`),
  ...Object.keys(TRACEPOINTS),
  ...['leaf_64', 'range_64', 'arange_64', 'null'].map((node) => `maple.${node}`),
  ...Object.keys(STATE_WORDS).map((state) => `pte.${state}`),
  ...FRAME_USES.map((use) => `frame.${use}`),
  ...[...RUN_MARK_KINDS, ...Object.keys(VERDICT_LOOKS)].map((mark) => `run.${mark}`),
];

describe('the glossary', () => {
  it('knows all that a view can point at: counters, invariants, kinds, fields, tracepoints, nodes, entries, frames, marks', () => {
    expect(EXPECTED.filter((term) => glossOf(term) === null)).toEqual([]);
  });

  it('has one entry a term, in sentences, in a section that there is', () => {
    const terms = GLOSSARY.map(({ term }) => term);
    expect(terms.filter((term, at) => terms.indexOf(term) !== at)).toEqual([]);
    expect(GLOSSARY.filter(({ text }) => !/^[\dA-ZÀ-Ý[a-z].*[.)]$/s.test(text))).toEqual([]);
    expect(GLOSSARY.filter(({ section }) => !GLOSSARY_SECTIONS.includes(section))).toEqual([]);
  });

  it('knows a step of a race, and a return, by the function', () => {
    expect(glossOf('unmap_vmas · writer')?.term).toBe('unmap_vmas');
    expect(glossOf('unmap_vmas:return')?.term).toBe('unmap_vmas');
    expect(glossOf('nobody_knows')).toBeNull();
    const entry = glossOf('total_vm');
    expect(entry === null ? '' : glossText(entry)).toMatch(/^mm_struct\.total_vm, in pages: /);
  });

  it('is a page with every entry', () => {
    const page = glossaryPage();
    expect(GLOSSARY.filter(({ text }) => !page.includes(text))).toEqual([]);
  });
});
