/**
 * Random calls on files: mappings of devices, of secret memory, of memfds that are sealed bit by bit, and of files that
 * lose pages or grow while they are mapped.
 */
import { FALLOC, FCNTL, MAP, MFD, OPEN, PROT } from '@mm-playground/api';
import type { Draws } from './generate-shm.ts';
import type { Argument, ScriptCall } from './script.ts';

/** The calls that {@link FileCalls} makes. */
export type FileCallName =
  'mmap' | 'memfd_create' | 'memfd_secret' | 'ftruncate' | 'fallocate' | 'fcntl' | 'io_setup' | 'io_destroy';

/** Descriptors of the usual setup: a memfd, a file, the same file read-only. */
const [ALPHA, FILE, READ_ONLY_FILE] = [3n, 4n, 5n] as const;
/** What is opened besides, in this order from descriptor 6 on. */
const OPENED = [
  ['/dev/zero', OPEN.values.O_RDWR],
  ['/dev/null', OPEN.values.O_RDWR],
  ['/proc/stat', OPEN.values.O_RDONLY],
  ['/sys/kernel/mm/ksm/run', OPEN.values.O_RDONLY],
  ['/', OPEN.values.O_RDONLY | OPEN.values.O_DIRECTORY],
  ['/proc/self/maps', OPEN.values.O_RDONLY],
  ['/dev/zero', OPEN.values.O_RDONLY],
  ['/proc/self/fd/3', OPEN.values.O_RDONLY],
  ['/proc/self/fd/3', OPEN.values.O_WRONLY],
  ['/', OPEN.values.O_PATH],
] as const;
const FIRST_OPENED = 6n;

/** How many memfds are still used. */
const REMEMBERED = 3;
const FILE_PAGES = 14;
const NO_DESCRIPTOR = 99n;

const { MAP_SHARED, MAP_SHARED_VALIDATE, MAP_PRIVATE, MAP_FIXED, MAP_POPULATE, MAP_SYNC } = MAP.values;
const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
const F = FALLOC.values;
const PUNCH = F.FALLOC_FL_PUNCH_HOLE | F.FALLOC_FL_KEEP_SIZE;

const MODES = [
  ...[0n, 0n, F.FALLOC_FL_KEEP_SIZE, PUNCH, PUNCH, PUNCH, F.FALLOC_FL_ZERO_RANGE],
  ...[F.FALLOC_FL_ZERO_RANGE | F.FALLOC_FL_KEEP_SIZE, F.FALLOC_FL_COLLAPSE_RANGE, F.FALLOC_FL_INSERT_RANGE],
  ...[F.FALLOC_FL_PUNCH_HOLE, F.FALLOC_FL_NO_HIDE_STALE, F.FALLOC_FL_UNSHARE_RANGE, 0x100n],
] as const;

const SEALS = [
  ...[FCNTL.F_SEAL_SHRINK, FCNTL.F_SEAL_GROW, FCNTL.F_SEAL_WRITE, FCNTL.F_SEAL_FUTURE_WRITE, FCNTL.F_SEAL_EXEC],
  ...[FCNTL.F_SEAL_SEAL, 0x40, FCNTL.F_SEAL_SHRINK | FCNTL.F_SEAL_GROW],
] as const;

const MEMFD_FLAGS = [
  ...[MFD.values.MFD_ALLOW_SEALING, MFD.values.MFD_ALLOW_SEALING, MFD.values.MFD_ALLOW_SEALING | MFD.values.MFD_EXEC],
  ...[MFD.values.MFD_NOEXEC_SEAL, MFD.values.MFD_NOEXEC_SEAL | MFD.values.MFD_EXEC, MFD.values.MFD_CLOEXEC, 0x20n],
] as const;

/** Remembers the files of one script. */
export class FileCalls {
  readonly #draws: Draws;
  readonly #memfds: number[] = [];
  /** The calls that made rings of events. */
  readonly #rings: number[] = [];
  #secret = 0;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** The next call of this name. */
  call(name: FileCallName): ScriptCall {
    const { random, make } = this.#draws;
    switch (name) {
      case 'mmap':
        return this.#mmap();
      case 'memfd_create':
        return this.#memfd();
      case 'memfd_secret':
        return make(name, random.chance(0.2) ? 1n : 0n);
      case 'ftruncate':
        return make(name, this.#descriptor(), this.#size());
      case 'fallocate':
        return make(name, this.#descriptor(), random.pick(MODES), this.#offset(), this.#size());
      case 'fcntl':
        return this.#seal();
      case 'io_setup':
        return this.#ring();
      case 'io_destroy':
        return make(name, this.#ringAddress());
    }
  }

  /** Opens what the usual setup does not. */
  setup(): ScriptCall[] {
    const { make, page } = this.#draws;
    const opened = OPENED.map(([text, flags]) => make('openat', { text }, flags));
    const secret = make('memfd_secret', 0n);
    this.#secret = secret.id;
    return [
      ...opened,
      secret,
      make('ftruncate', { call: secret.id, offset: 0n, asIs: true }, BigInt(FILE_PAGES) * page),
      this.#memfd(),
      this.#memfd(),
    ];
  }

  #ring(): ScriptCall {
    const { random, make, remember } = this.#draws;
    const call = make(
      'io_setup',
      random.chance(0.1) ? random.pick([0n, 0xffff_ffffn, 0x1_0001n]) : BigInt(1 + random.below(300)),
    );
    remember(call.id);
    this.#rings.push(call.id);
    if (this.#rings.length > REMEMBERED) this.#rings.shift();
    return call;
  }

  #ringAddress(): Argument {
    const { random, address } = this.#draws;
    return this.#rings.length === 0 ? address() : { call: random.pick(this.#rings), offset: 0n };
  }

  #memfd(): ScriptCall {
    const { random, make } = this.#draws;
    const call = make('memfd_create', { text: 'beta' }, random.pick(MEMFD_FLAGS));
    this.#memfds.push(call.id);
    if (this.#memfds.length > REMEMBERED) this.#memfds.shift();
    return call;
  }

  /** A descriptor: mostly of a file whose pages can go, sometimes of another, rarely of none. */
  #descriptor(): Argument {
    const { random } = this.#draws;
    const kind = random.weighted({ memfd: 40, file: 25, secret: 8, other: 25, none: 2 });
    switch (kind) {
      case 'memfd':
        return { call: random.pick(this.#memfds), offset: 0n, asIs: true };
      case 'file':
        return random.pick([ALPHA, FILE, FILE, READ_ONLY_FILE]);
      case 'secret':
        return { call: this.#secret, offset: 0n, asIs: true };
      case 'other':
        return FIRST_OPENED + BigInt(random.below(OPENED.length));
      case 'none':
        return NO_DESCRIPTOR;
    }
  }

  #mmap(): ScriptCall {
    const { random, page, make, address, length, remember } = this.#draws;
    const type = random.pick([MAP_SHARED, MAP_SHARED, MAP_SHARED, MAP_PRIVATE, MAP_PRIVATE, MAP_SHARED_VALIDATE]);
    const fixed = random.chance(0.65);
    let flags = type | (fixed ? MAP_FIXED : 0n);
    if (random.chance(0.08)) flags |= MAP_POPULATE;
    if (random.chance(0.03)) flags |= MAP_SYNC;
    const protection = random.pick([PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC]);
    const offset = BigInt(random.below(FILE_PAGES)) * page;
    const call = make('mmap', fixed ? address() : 0n, length(), protection, flags, this.#descriptor(), offset);
    if (!fixed) remember(call.id);
    return call;
  }

  /** Mostly whole pages, now and then none or fewer than none. */
  #size(): bigint {
    const { random, page } = this.#draws;
    if (random.chance(0.03)) return -1n;
    return BigInt(random.below(FILE_PAGES)) * page + (random.chance(0.15) ? BigInt(random.below(Number(page))) : 0n);
  }

  #offset(): bigint {
    const { random, page } = this.#draws;
    return BigInt(random.below(FILE_PAGES)) * page + (random.chance(0.15) ? BigInt(random.below(Number(page))) : 0n);
  }

  #seal(): ScriptCall {
    const { random, make } = this.#draws;
    if (random.chance(0.3)) return make('fcntl', this.#descriptor(), BigInt(FCNTL.F_GET_SEALS));
    return make('fcntl', this.#descriptor(), BigInt(FCNTL.F_ADD_SEALS), BigInt(random.pick(SEALS)));
  }
}
