/**
 * Random calls by which the kernel touches a script's memory: it reads and writes files to and from buffers that are good, half good
 * or nowhere, the process's own memory through /proc/self/mem, and forgets through clear_refs what was used.
 */
import { OPEN } from '@mm-playground/api';
import type { Draws } from './generate-shm.ts';
import type { Argument, ScriptCall } from './script.ts';

/** The calls that {@link CopyCalls} makes. */
export type CopyCallName = 'read' | 'write' | 'pread64' | 'pwrite64' | 'lseek';

/** Descriptors of the usual setup: a memfd, a file, the same file read-only. */
const [ALPHA, FILE, READ_ONLY_FILE] = [3n, 4n, 5n] as const;
/** Opened besides, in this order from descriptor 6 on. */
const [MEM, MEM_READ_ONLY, CLEAR_REFS] = [6n, 7n, 8n] as const;
const OPENED = [
  ['/proc/self/mem', OPEN.values.O_RDWR],
  ['/proc/self/mem', OPEN.values.O_RDONLY],
  ['/proc/self/clear_refs', OPEN.values.O_WRONLY],
] as const;
const NO_DESCRIPTOR = 99n;
const FILE_PAGES = 14;
const NUMBERS = ['1', '2', '3', '4', '4', '4', '5', '0', '6', '04', '4x', '44'] as const;
const SEEK_SET = 0n;

/** Opens what the usual setup does not, and makes calls on it. */
export class CopyCalls {
  readonly #draws: Draws;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** Descriptors 6 to 8. */
  setup(): ScriptCall[] {
    return OPENED.map(([text, flags]) => this.#draws.make('openat', { text }, flags));
  }

  /** The next call of this name. */
  call(name: CopyCallName): ScriptCall {
    const { random, make, address } = this.#draws;
    switch (name) {
      case 'read':
        return make(name, ALPHA, this.#buffer(), this.#bytes());
      case 'write':
        if (random.chance(0.5)) return make(name, random.pick([ALPHA, FILE]), this.#buffer(), this.#bytes());
        return this.#clearRefs();
      case 'pread64': {
        const fd = random.pick([ALPHA, ALPHA, MEM, MEM, MEM_READ_ONLY, NO_DESCRIPTOR]);
        const place = fd === MEM || fd === MEM_READ_ONLY ? this.#buffer() : this.#position();
        return make(name, fd, this.#buffer(), this.#bytes(), place);
      }
      case 'pwrite64': {
        const fd = random.pick([ALPHA, ALPHA, FILE, FILE, READ_ONLY_FILE, MEM, MEM, MEM, MEM, MEM_READ_ONLY]);
        const place = fd === MEM || fd === MEM_READ_ONLY ? this.#buffer() : this.#position();
        return make(name, fd, random.chance(0.02) ? 0n : address(), this.#bytes(), place);
      }
      case 'lseek':
        return make(name, random.pick([ALPHA, FILE]), this.#position(), SEEK_SET);
    }
  }

  #clearRefs(): ScriptCall {
    const text = this.#draws.random.pick(NUMBERS);
    return this.#draws.make('write', CLEAR_REFS, { text }, BigInt(text.length));
  }

  /** An address, mostly not where a page begins. */
  #buffer(): Argument {
    const { random, page, address } = this.#draws;
    const start = address();
    const within = random.chance(0.4) ? 0n : BigInt(random.below(Number(page)));
    return typeof start === 'bigint' ? start + within : { ...start, offset: start.offset + within };
  }

  /** Some bytes, or some pages and some bytes. */
  #bytes(): bigint {
    const { random, page } = this.#draws;
    if (random.chance(0.03)) return 0n;
    const pages = random.chance(0.4) ? 0n : BigInt(random.below(5)) * page;
    return pages + (random.chance(0.5) ? BigInt(random.below(Number(page))) : 0n);
  }

  #position(): bigint {
    const { random, page } = this.#draws;
    if (random.chance(0.01)) return -1n;
    return BigInt(random.below(FILE_PAGES)) * page + (random.chance(0.4) ? BigInt(random.below(Number(page))) : 0n);
  }
}
