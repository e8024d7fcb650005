/**
 * What /proc shows of an address space, as far as it is predicted, in 64 bits: the same digest of the model that the runner
 * computes of the kernel. What is digested, and in which words, is said at the top of native/digest.c.
 */
import { formatSmapsRow, vpnOf, type MmView, type SmapsRow, type Status } from '@mm-playground/api';
import { ARENA_PAGES, ARENA_START } from '../native/script.ts';

/** A running digest of text; two halves of 32 bits. */
export class Digest {
  #low = 0x811c_9dc5;
  #high = 0x9e37_79b9;

  add(text: string): void {
    for (const byte of Buffer.from(text)) {
      this.#low = Math.imul(this.#low ^ byte, 0x0100_0193);
      this.#high = Math.imul(this.#high + byte, 0x85eb_ca6b);
      this.#high ^= this.#high >>> 13;
    }
  }

  /** 16 hex digits. */
  toString(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** The counters that are predicted, in the runner's order. */
const COUNTERS = ['VmSize', 'VmLck', 'VmPin', 'VmData', 'VmStk', 'VmExe', 'VmLib'] as const;

/** Digests of the model in the course of a script. Counters are digested as they moved since an address space was first seen. */
export class ModelDigests {
  #mm: number | undefined;
  #first: Status = {};

  /** The digest of this moment. */
  of(view: MmView): string {
    const status = view.status();
    if (view.mm !== this.#mm) this.#first = status;
    this.#mm = view.mm;
    const moved = COUNTERS.map((name) => `${name} ${(status[name] ?? 0) - (this.#first[name] ?? 0)}\n`);
    const mappings = view.smaps().map(mappingText);
    const pages = view.pagemap(vpnOf(ARENA_START, view.arch.geometry.pageShift), ARENA_PAGES);
    const digest = new Digest();
    digest.add([...mappings, ...moved, pages].join(''));
    return digest.toString();
  }
}

function mappingText(row: SmapsRow): string {
  const { start, end, perms, offset, name } = row.maps;
  // What the kernel prints of the flags is known where all of an entry is printed; its sizes are left out.
  const flags = formatSmapsRow({ ...row, sizes: {}, thpEligible: undefined, protectionKey: undefined }).at(-1) ?? '';
  return `${hex(start)}-${hex(end)} ${perms} ${hex(offset)} ${name}\n${flags.replace(/^VmFlags: /, '').trimEnd()}\n`;
}

const hex = (value: bigint): string => value.toString(16).padStart(8, '0');
