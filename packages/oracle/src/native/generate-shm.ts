/**
 * Random calls on System V shared memory, and remap_file_pages. Segments are few, so that they are attached several times;
 * addresses are mostly those of attachments, sometimes the arena's, rarely good for nothing.
 */
import { IPC, MAP, SHM } from '@mm-playground/api';
import type { Random } from './random.ts';
import { ARENA_PAGES, ARENA_START, type Argument, type CallName, type Reference, type ScriptCall } from './script.ts';

/** What a generator of calls draws with. */
export interface Draws {
  readonly random: Random;
  /** Bytes of a page. */
  readonly page: bigint;
  readonly make: (name: CallName, ...args: Argument[]) => ScriptCall;
  readonly address: () => bigint | Reference;
  readonly length: () => bigint;
  /** The result of this call is a good address from now on. */
  readonly remember: (id: number) => void;
}

/** The calls that {@link ShmCalls} makes. */
export type ShmCallName = 'shmget' | 'shmat' | 'shmdt' | 'shmctl' | 'remap_file_pages';

/** How many segments, and attachments, are still used. */
const REMEMBERED = 4;
const SEGMENT_PAGES = 9;
const LAST_PGOFF = 20;
const MODE = 0o600n;
/** Keys that hardly anybody else uses: `mm` and a digit. */
const KEY = 0x6d_6d30n;

const { IPC_PRIVATE, IPC_CREAT, IPC_EXCL, IPC_RMID, SHM_NORESERVE } = IPC.values;
const { SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_EXEC } = SHM.values;

/** Flags of shmat, and how often in a hundred. */
const ATTACH_FLAGS = [
  [SHM_RDONLY, 15],
  [SHM_EXEC, 10],
  [SHM_RND, 10],
  [SHM_REMAP, 40],
] as const;

/** Remembers the segments and attachments of one script. */
export class ShmCalls {
  readonly #draws: Draws;
  readonly #segments: number[] = [];
  readonly #attachments: number[] = [];

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** The next call of this name. */
  call(name: ShmCallName): ScriptCall {
    switch (name) {
      case 'shmget':
        return this.get();
      case 'shmat':
        return this.#attach();
      case 'shmdt':
        return this.#draws.make(name, this.#attachment());
      case 'shmctl':
        return this.#draws.make(name, this.#segment(), IPC_RMID);
      case 'remap_file_pages':
        return this.#remap();
    }
  }

  /** A segment of its own, mostly; sometimes by a key that was used before, or of a size that nobody gets. */
  get(): ScriptCall {
    const { random, page, make } = this.#draws;
    const key = random.chance(0.8) ? IPC_PRIVATE : KEY + BigInt(random.below(2));
    const size = BigInt(random.below(SEGMENT_PAGES)) * page + (random.chance(0.2) ? 5n : 0n);
    const flags = random.pick([IPC_CREAT, IPC_CREAT, IPC_CREAT | IPC_EXCL, SHM_NORESERVE | IPC_CREAT, 0n]);
    const call = make('shmget', key, random.chance(0.02) ? 1n << 63n : size, flags | MODE);
    remember(this.#segments, call.id);
    return call;
  }

  #segment(): Argument {
    const { random } = this.#draws;
    if (this.#segments.length === 0 || random.chance(0.02)) return NO_SEGMENT;
    return { call: random.pick(this.#segments), offset: 0n, asIs: true };
  }

  #attach(): ScriptCall {
    const { random, make } = this.#draws;
    let flags = 0n;
    for (const [flag, percent] of ATTACH_FLAGS) if (random.chance(percent / 100)) flags |= flag;
    const anywhere = random.chance(0.4);
    const call = make('shmat', this.#segment(), anywhere ? 0n : this.#place(), anywhere ? flags & ~SHM_REMAP : flags);
    remember(this.#attachments, call.id);
    this.#draws.remember(call.id);
    return call;
  }

  /** Where an attachment may go: the arena is full at first, but holes come. */
  #place(): bigint | Reference {
    const { random, page, address } = this.#draws;
    if (random.chance(0.4)) return ARENA_START + BigInt(ARENA_PAGES + random.below(2 * ARENA_PAGES)) * page;
    return address();
  }

  /** The address of an attachment, or one that a piece of it could belong to. */
  #attachment(): bigint | Reference {
    const { random, page, address } = this.#draws;
    if (this.#attachments.length === 0 || random.chance(0.2)) return address();
    const offset = random.chance(0.8) ? 0n : page * BigInt(random.below(SEGMENT_PAGES) - 2);
    return { call: random.pick(this.#attachments), offset };
  }

  #remap(): ScriptCall {
    const { random, page, make, length } = this.#draws;
    const start = this.#attachment();
    const pgoff = random.chance(0.01) ? (1n << 51n) - BigInt(random.below(4)) : BigInt(random.below(LAST_PGOFF));
    const size = random.chance(0.5) ? page : length();
    const prot = random.chance(0.02) ? 1n : 0n;
    return make('remap_file_pages', start, size, prot, pgoff, random.chance(0.3) ? MAP.values.MAP_NONBLOCK : 0n);
  }
}

/** As an unsigned word: no id is below zero. */
const NO_SEGMENT = 0xffff_ffff_ffff_ffffn;

function remember(list: number[], id: number): void {
  list.push(id);
  if (list.length > REMEMBERED) list.shift();
}
