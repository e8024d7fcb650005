/**
 * validate_mm(): every invariant of an address space, each with a name; and which of them a call at work has broken knowingly.
 * @kernel 6.18 mm/vma.c
 */

import { INVARIANTS, VM_ACCOUNT, VM_LOCKED, hex, type InvariantName, type InvariantView } from '@mm-playground/api';
import { visitEntries } from '../memory/page-table.ts';
import type { MmStruct } from './mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { VmaMunmap } from '../vma/vma-munmap.ts';

/** What is found broken: sentences by invariant, and by how much a counter is too high. */
interface Findings {
  readonly broken: Map<InvariantName, string>;
  readonly by: Map<InvariantName, number>;
}

/** What validate_mm() looks at. */
const VALIDATED: readonly InvariantName[] = ['tree', 'attached', 'map_count', 'total_vm'];

/** What is broken, in sentences; empty when all is well. */
export function validateMm(mm: MmStruct): string[] {
  const { broken } = lookAt(mm);
  return VALIDATED.flatMap((name) => broken.get(name) ?? []).map((what) => `${mm.describe()}: ${what}`);
}

/** A procedure is through, and calls validate_mm(), where its generation does: what a kernel with CONFIG_DEBUG_VM_MAPLE_TREE checks. */
export function validateMmAt({ sys }: MmStruct, procedure: string): void {
  if (sys.trace === null || !sys.generation.validates.has(procedure)) return;
  sys.trace.enter('validate_mm');
  sys.trace.exit('validate_mm');
}

/** Every invariant with its state. */
export function invariantsOf(mm: MmStruct): readonly InvariantView[] {
  const { broken, by } = lookAt(mm);
  lookAtEntries(mm, broken);
  return INVARIANTS.map((name): InvariantView => {
    const what = broken.get(name);
    if (what === undefined) return { name, state: 'holds', what: HOLDS[name] };
    const until = mm.underWay.owedAt(name, by.get(name) ?? 0);
    return until === null ? { name, state: 'broken', what } : { name, state: 'knowingly broken', until, what };
  });
}

const HOLDS: Readonly<Record<InvariantName, string>> = {
  tree: 'each VMA stands in the tree under its own range',
  attached: 'no VMA of the tree is on its way out',
  map_count: 'map_count is the number of VMAs',
  total_vm: 'total_vm is the sum of their pages',
  locked_vm: 'locked_vm is the sum of the pages of those that are locked',
  committed: 'what is charged is the sum of the pages of those that are accounted',
  ptes: 'every entry of a page table belongs to the VMA at its address',
};

function lookAt(mm: MmStruct): Findings {
  const findings: Findings = { broken: new Map(), by: new Map() };
  const sums = { total: 0, locked: 0, accounted: 0 };
  let end = 0;
  const entries = mm.vmas.entries();
  for (const { start, end: entryEnd, value: vma } of entries) {
    for (const what of misplaced(mm, vma, start, entryEnd, end)) say(findings, 'tree', what);
    if (vma.detached) say(findings, 'attached', `${vma.describe()} is in the index and detached`);
    end = entryEnd;
    sums.total += vma.pages;
    if (vma.flags.has(VM_LOCKED)) sums.locked += vma.pages;
    if (vma.flags.has(VM_ACCOUNT)) sums.accounted += vma.pages;
  }
  const has = (what: string): string => `the VMAs have ${what}`;
  count(findings, 'map_count', mm.mapCount, entries.length, `the index has ${entries.length} VMAs`);
  count(findings, 'total_vm', mm.totalVm, sums.total, has(`${sums.total} pages`));
  count(findings, 'locked_vm', mm.lockedVm, sums.locked, has(`${sums.locked} locked pages`));
  count(findings, 'committed', mm.committed, sums.accounted, has(`${sums.accounted} accounted pages`));
  return findings;
}

/** What is wrong with the place of a VMA in the tree. */
function* misplaced(mm: MmStruct, vma: VmArea, start: number, end: number, previousEnd: number): Iterable<string> {
  const name = vma.describe();
  if (vma.start !== start || vma.end !== end)
    yield `${name} is [${vma.start}, ${vma.end}) but the index has it at [${start}, ${end})`;
  if (vma.start >= vma.end) yield `${name} is empty`;
  if (start < previousEnd) yield `${name} overlaps the VMA before it`;
  if (vma.mm !== mm) yield `${name} belongs to ${vma.mm.describe()}`;
  if ((vma.anonVma === null) !== (vma.anonVmaChain.length === 0))
    yield `${name} has ${vma.anonVmaChain.length} anon_vma links and ${vma.anonVma === null ? 'no' : 'an'} anon_vma`;
}

function say({ broken }: Findings, name: InvariantName, what: string): void {
  const known = broken.get(name);
  broken.set(name, known === undefined ? what : `${known}; ${what}`);
}

function count(findings: Findings, name: InvariantName, counter: number, real: number, what: string): void {
  if (counter === real) return;
  say(findings, name, `${name} is ${counter}, ${what}`);
  findings.by.set(name, counter - real);
}

/** Entries that nobody maps, and those of VMAs that something else has replaced already. */
function lookAtEntries(mm: MmStruct, broken: Findings['broken']): void {
  const outstanding = mm.underWay.structs.filter((struct) => struct instanceof VmaMunmap && struct.clearPtes);
  const isReplaced = (vma: VmArea, page: number): boolean =>
    !vma.detached && outstanding.some((vms) => vms instanceof VmaMunmap && vms.start <= page && page < vms.end);
  const strays: number[] = [];
  const look = (page: number): void => {
    const vma = mm.vmas.load(page);
    if (vma === null || isReplaced(vma, page)) strays.push(page);
  };
  visitEntries(mm, 0, mm.sys.arch.layout.taskSize, {
    pte: (_table, _index, page) => look(page),
    huge: (_table, _index, page) => look(page),
  });
  const [first] = strays;
  if (first !== undefined) broken.set('ptes', `${strays.length} entries are of no VMA any more, from ${at(mm, first)}`);
}

const at = (mm: MmStruct, page: number): string => hex(BigInt(page) << BigInt(mm.sys.arch.geometry.pageShift));
