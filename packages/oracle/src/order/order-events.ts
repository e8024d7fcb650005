/**
 * The order of what a call does, as far as tracepoints tell it: taking and letting go of mmap_lock, writes of maple trees,
 * resident pages, flushes of the TLB. Read from ftrace's text, written into captures as comments, read back, and read from
 * the steps of a session.
 *
 *     munmap(0x10000000, 8192) = 0
 *     # mmap_lock write
 *     # ma_write mas_wr_node_store 10000000-10001fff
 *     # mmap_lock read
 *     # rss_stat MM_ANONPAGES -1
 *     # tlb_flush 1
 *     # mmap_lock released
 *
 * `rss_stat` is told as the change of the counter: what it counts besides the script's pages differs. Pages are given back in
 * batches, long after their call (mm_page_free), so that their order is not the call's.
 */
import type { CallItem, Step } from '@mm-playground/api';

/** A line as above, without the `# `. */
export type OrderLine = string;

/** Tracepoints that {@link readOrder} knows; the last two tell where a call begins and ends. */
export const ORDER_EVENTS: readonly string[] = [
  'maple_tree/ma_write',
  'mmap_lock/mmap_lock_acquire_returned',
  'mmap_lock/mmap_lock_released',
  'kmem/rss_stat',
  'tlb/tlb_flush',
  'raw_syscalls/sys_enter',
  'raw_syscalls/sys_exit',
];

/** System calls of x86-64 whose order is looked at. */
const NUMBERS: ReadonlyMap<string, CallItem['name']> = new Map([
  ['9', 'mmap'],
  ['10', 'mprotect'],
  ['11', 'munmap'],
  ['25', 'mremap'],
]);

/** Whether a call of a capture is one of them. */
export const isOrdered = ({ name }: Pick<CallItem, 'name'>): boolean => [...NUMBERS.values()].includes(name);

/** Turns a counter's values into changes: of its first value nobody knows what it was before. */
class Changes {
  readonly #pages = new Map<string, number>();

  line(member: string, bytes: number): OrderLine {
    const before = this.#pages.get(member);
    const pages = bytes / PAGE;
    this.#pages.set(member, pages);
    const change = before === undefined ? '?' : String(pages - before);
    return `rss_stat ${member} ${change}`;
  }
}

const PAGE = 4096;

const TRACED = /^\s*\S.*-(?<pid>\d+)\s+\[\d+\]\s+\S+\s+[\d.]+: (?<event>\w+): (?<text>.*)$/;

/** The lines of each call that {@link isOrdered}, in the order in which one process made them. */
export function readOrder(trace: string, pid: number): OrderLine[][] {
  const calls: OrderLine[][] = [];
  const changes = new Changes();
  let current: OrderLine[] | null = null;
  for (const line of trace.split('\n')) {
    const { pid: task, event = '', text = '' } = TRACED.exec(line)?.groups ?? {};
    if (task !== String(pid)) continue;
    if (event === 'sys_exit') current = null;
    else if (event === 'sys_enter') {
      current = NUMBERS.has(/^NR (\d+) /.exec(text)?.[1] ?? '') ? [] : null;
      if (current !== null) calls.push(current);
    } else {
      const told = kernelLine(event, text, changes);
      current?.push(told);
    }
  }
  return calls;
}

function kernelLine(event: string, text: string, changes: Changes): OrderLine {
  switch (event) {
    case 'mmap_lock_acquire_returned':
      return `mmap_lock ${text.includes('write=true') ? 'write' : 'read'}`;
    case 'mmap_lock_released':
      return 'mmap_lock released';
    case 'rss_stat': {
      const [, member = '', bytes = ''] = /type=(\w+) size=(-?\d+)B/.exec(text) ?? [];
      return changes.line(member, Number(bytes));
    }
    case 'tlb_flush':
      return `tlb_flush ${/pages:(-?\d+)/.exec(text)?.[1] ?? ''}`;
    case 'ma_write': {
      const [, fn = '', index = '', last = ''] = /^(\w+)\s.* range:(\d+)-(\d+) /.exec(text) ?? [];
      return `ma_write ${fn} ${BigInt(index).toString(16)}-${BigInt(last).toString(16)}`;
    }
    default:
      throw new SyntaxError(`a tracepoint that has no meaning here: ${event}`);
  }
}

/** The lines of a recording, by the line of the call that they follow, from 1. */
export function readRecordedOrder(capture: string): Map<number, OrderLine[]> {
  const calls = new Map<number, OrderLine[]>();
  let current: OrderLine[] = [];
  capture.split('\n').forEach((text, at) => {
    if (/^# (ma_write|mmap_lock|rss_stat|tlb_flush) /.test(text)) current.push(text.slice(2));
    else if (text !== '' && !text.startsWith('#')) calls.set(at + 1, (current = []));
  });
  return calls;
}

/** The lines of calls of a session, in the order in which they were made; all of its calls, so that every change is known. */
export function modelOrder(calls: readonly { readonly steps: readonly Step[] }[]): OrderLine[][] {
  const changes = new Changes();
  return calls.map(({ steps }) => steps.flatMap((step) => modelLine(step, changes) ?? []));
}

function modelLine({ kind, name, detail }: Step, changes: Changes): OrderLine | undefined {
  if (kind !== 'tracepoint') return undefined;
  switch (name) {
    case 'mmap_lock:mmap_lock_acquire_returned':
      return `mmap_lock ${detail['write'] === true ? 'write' : 'read'}`;
    case 'mmap_lock:mmap_lock_released':
      return 'mmap_lock released';
    case 'kmem:rss_stat':
      return changes.line(String(detail['member']), Number(detail['size']));
    case 'tlb:tlb_flush':
      return `tlb_flush ${String(detail['pages'])}`;
    case 'maple_tree:ma_write': {
      const [index, last] = [detail['index'], detail['last']].map((key) => BigInt(key as bigint).toString(16));
      return `ma_write ${String(detail['fn'])} ${index}-${last}`;
    }
    default:
      return undefined;
  }
}
