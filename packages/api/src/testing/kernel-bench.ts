/**
 * A machine for the kernel kit: one task with a small program, of which every access is known, and an *arena* far below what the
 * kernel places by itself, whose pages are counted from 0.
 */

import type { Architecture } from '../architecture.ts';
import type { Kernel } from '../kernel.ts';
import { drain, type CallResult, type Machine, type Model } from '../model.ts';
import { NO_SYSTEM_FACTS } from '../program.ts';
import { addrOf } from '../units.ts';
import type { MmView, VmaView } from '../view.ts';
import type { VmaIndexPlugin } from '../vma-index.ts';
import { modelCallOf, type PlainCall } from './plain-call.ts';

/** What a kernel is tried on. */
export interface BenchParts {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
}

/** Where the arena begins. */
const ARENA = 0x1000_0000n;
/** Pages of it that are drawn. */
const ARENA_PAGES = 64;

/** Addresses and sizes of an architecture's pages. */
export interface Places {
  /** Bytes of a page. */
  readonly size: bigint;
  /** The address of a page of the arena. */
  readonly at: (page: number) => bigint;
  /** First address that user space does not have. */
  readonly end: bigint;
}

/** The places of an architecture. */
export function placesOf({ geometry, layout }: Architecture): Places {
  const size = 1n << BigInt(geometry.pageShift);
  return { size, at: (page) => ARENA + BigInt(page) * size, end: addrOf(layout.taskSize, geometry.pageShift) };
}

/** The one task. */
const TASK = '';

/** A machine and its task. */
export class KernelBench {
  readonly machine: Machine;
  readonly #places: Places;

  constructor({ model, kernel, arch, index }: BenchParts) {
    this.#places = placesOf(arch);
    this.machine = model.createMachine({
      ...{ kernel, arch, index, system: NO_SYSTEM_FACTS, limits: {}, assume: 'untouched' },
      completeAccesses: [{ start: 0n, end: this.#places.end }],
    });
    this.machine.boot(TASK);
  }

  get view(): MmView {
    return this.machine.view(TASK);
  }

  /** Makes a call, with nobody else around. */
  call(call: PlainCall): CallResult {
    return drain(this.machine.call(TASK, modelCallOf(call), () => undefined));
  }

  /** `www|r..n`: a letter for each page of the arena by its protection, `.` for a hole, `|` between neighbours. */
  draw(): string {
    const first = Number(ARENA / this.#places.size);
    const { vmas } = this.view;
    const at = (page: number): VmaView | undefined => vmas.find((vma) => vma.start <= page && page < vma.end);
    const pages = Array.from({ length: ARENA_PAGES }, (_, page) => {
      const [vma, before] = [at(first + page), at(first + page - 1)];
      const isNext = vma !== undefined && before !== undefined && vma.id !== before.id;
      return `${isNext ? '|' : ''}${vma === undefined ? '.' : (LETTERS[vma.perms.slice(0, 3)] ?? '?')}`;
    });
    return pages.join('').replace(/\.+$/, '');
  }

  /** Everything that can be seen of every address space, as text. */
  get state(): string {
    const tasks = [...this.machine.tasks].map(([name, { mm }]) => [name, mm, seen(this.machine.view(name))]);
    return JSON.stringify([tasks, this.machine.validate()], (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString(16) : value,
    );
  }
}

const LETTERS: Readonly<Record<string, string>> = {
  '---': 'n',
  'r--': 'r',
  'rw-': 'w',
  'r-x': 'x',
  rwx: 'e',
  '-w-': 'o',
};

function seen(view: MmView): unknown[] {
  const vmas = view.vmas.map(({ flags, ...vma }) => [vma, String(flags)]);
  const smaps = view.smaps().map(({ flags, ...row }) => [row, String(flags)]);
  const leaves = Array.from(view.tables.leaves(), ({ start, word }) => [start, word]);
  return [vmas, view.counters, view.layout, view.maps(), smaps, view.status(), leaves];
}
