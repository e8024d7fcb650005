/**
 * Random scripts. They are mostly sensible and now and then wrong on purpose: a length of zero or not of whole pages, an
 * address that is not aligned or at the end of the address space, advice that does not exist, a hint that is taken. A script
 * is a function of seed, profile, count, page size and the end of the address space.
 */
import { MADV, MAP, MLOCK, MREMAP, MS, OPEN, PRCTL, PROT, RLIMIT, UFFD } from '@mm-playground/api';
import {
  BARE_POLICIES,
  MBIND_FLAGS,
  MORE_ADVICE,
  NAMES,
  NODES,
  PERSONALITIES,
  POLICIES,
  PRCTL_WEIGHTS,
  UFFD_MODES,
} from './generate-choices.ts';
import { CopyCalls } from './generate-copies.ts';
import { FileCalls } from './generate-files.ts';
import { oddCall, type OddCallName } from './generate-odd.ts';
import { ShmCalls, type Draws } from './generate-shm.ts';
import { type Profile, type ProfileTraits, traitsOf } from './profiles.ts';
import { Random } from './random.ts';
import {
  ARENA_PAGES,
  ARENA_START,
  type Argument,
  type CallName,
  type NativeScript,
  type Reference,
  type ScriptCall,
} from './script.ts';

/** What a script is made for. */
export interface GenerateOptions {
  /** Bytes; 4096 if missing. */
  readonly pageSize?: number;
  /** The end of the address space of a program, in bytes; that of x86-64 with 47 bits if missing. */
  readonly taskSize?: bigint;
}

const MAX_COUNT = 30_000;

/**
 * A random script of `count` calls.
 *
 * @param seed its lowest 32 bits count.
 * @throws RangeError when `count` is not a whole number from 0 to 30000.
 */
export function generate(seed: number, profile: Profile, count: number, options: GenerateOptions = {}): NativeScript {
  if (!Number.isInteger(count) || count < 0 || count > MAX_COUNT) {
    throw new RangeError(`count: expected a whole number from 0 to ${MAX_COUNT}, got ${count}`);
  }
  const pageSize = options.pageSize ?? 4096;
  const generator = new Generator(new Random(seed), traitsOf(profile), BigInt(pageSize), options.taskSize ?? TASK_SIZE);
  const setup = generator.setup();
  return { pageSize, setup, calls: Array.from({ length: count }, () => generator.call()) };
}

/** How many pages the files have, and how far offsets go: past their end. */
const FILE_PAGES = 12n;
const OFFSET_PAGES = 16;
/** Lengths are mostly of 1 to so many pages. */
const LENGTH_PAGES = 8;
const HUGE = 2n << 20n;
const HUGE_ARENA = 16n << 20n;
const MIB = 1n << 20n;
/** The first userfaultfd: behind the files that the setup opens. */
const FIRST_USERFAULTFD = 6n;
/** As an unsigned word. */
const NO_DESCRIPTOR = 0xffff_ffff_ffff_ffffn;
/** The end of a 47-bit address space on x86-64. The page below it is of the stack. */
const TASK_SIZE = 0x7fff_ffff_f000n;
/** The break moves in steps that are not of whole pages. */
const BRK_STEP = 1000n;
const BRK_STEPS = 41;
/** How many earlier mappings are still used as addresses. */
const REMEMBERED = 8;
/** The alignment of instructions, in bytes, where they have one. */
const INSTRUCTION = 4n;
/** Advice that no kernel knows. */
const NO_ADVICE = 0x63n;

const { PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC, PROT_GROWSDOWN } = PROT.values;
const { MAP_SHARED, MAP_SHARED_VALIDATE, MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_DONTUNMAP } = MREMAP.values;
const READ_WRITE = PROT_READ | PROT_WRITE;

const PROTECTIONS = [
  ...[READ_WRITE, READ_WRITE, READ_WRITE, PROT_NONE, PROT_READ, PROT_WRITE],
  ...[PROT_READ | PROT_EXEC, READ_WRITE | PROT_EXEC],
] as const;

/** Flags that a mapping may have besides, and how often in a hundred. */
const EXTRA_FLAGS = [
  [MAP.values.MAP_NORESERVE, 5],
  [MAP.values.MAP_POPULATE, 5],
  [MAP.values.MAP_STACK, 3],
  [MAP.values.MAP_LOCKED, 3],
] as const;

const { MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK, MADV_KEEPONFORK } = MADV.values;
const ADVICE = [
  ...[MADV_DONTNEED, MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK, MADV_KEEPONFORK],
  ...[MADV.values.MADV_NORMAL, MADV.values.MADV_RANDOM, MADV.values.MADV_SEQUENTIAL],
  ...[MADV.values.MADV_HUGEPAGE, MADV.values.MADV_NOHUGEPAGE],
  ...[MADV.values.MADV_DONTDUMP, MADV.values.MADV_DODUMP],
  ...[MADV.values.MADV_POPULATE_READ, MADV.values.MADV_POPULATE_WRITE],
] as const;

/** Advice that came later, or is refused more often than not. */
const RARE_ADVICE = [
  ...[MADV.values.MADV_GUARD_INSTALL, MADV.values.MADV_GUARD_INSTALL, MADV.values.MADV_GUARD_REMOVE],
  ...[MADV.values.MADV_DONTNEED_LOCKED, MADV.values.MADV_REMOVE, MADV.values.MADV_WILLNEED, MADV.values.MADV_COLD],
] as const;

/** How mremap is asked, by weight. */
const MREMAP_WEIGHTS = { stay: 22, move: 38, fixed: 23, leave: 8, leaveFixed: 5, leaveOnly: 4 } as const;
const MREMAP_FLAGS = {
  stay: 0n,
  move: MREMAP_MAYMOVE,
  fixed: MREMAP_MAYMOVE | MREMAP_FIXED,
  leave: MREMAP_MAYMOVE | MREMAP_DONTUNMAP,
  leaveFixed: MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP,
  leaveOnly: MREMAP_DONTUNMAP,
} as const;

/** Where a mapping is wanted, by weight. */
const MMAP_WEIGHTS = { anywhere: 28, fixed: 50, noReplace: 11, hint: 11 } as const;

/** The calling process, in place of a pidfd. */
const PIDFD_SELF = -10_000n;
/** How many ranges process_madvise gets at most. */
const MOST_RANGES = 3;
/** Version of the interface of userfaultfd. */
const UFFD_API_VERSION = 0xaan;

type Address = bigint | Reference;

const ODD_CALLS: readonly CallName[] = [
  ...(['mmap', 'mprotect', 'mremap', 'madvise', 'mlock2', 'msync', 'mlockall', 'munlockall'] as const),
];
const isOddCall = (name: CallName): name is OddCallName => ODD_CALLS.includes(name);

/** Makes one script, call by call. */
class Generator {
  readonly #random: Random;
  readonly #traits: ProfileTraits;
  /** Bytes. */
  readonly #page: bigint;
  /** Bytes. */
  readonly #taskSize: bigint;
  /** The calls whose results are good addresses, the newest last. */
  readonly #mappings: number[] = [];
  readonly #draws: Draws;
  readonly #shm: ShmCalls;
  readonly #files: FileCalls;
  readonly #copies: CopyCalls;
  #lastId = 0;
  #brkId = 0;

  constructor(random: Random, traits: ProfileTraits, page: bigint, taskSize: bigint) {
    this.#random = random;
    this.#traits = traits;
    this.#page = page;
    this.#taskSize = taskSize;
    this.#draws = {
      random,
      page,
      make: (name, ...args) => this.#make(name, ...args),
      address: () => this.#address(),
      length: () => this.#length(),
      remember: (id) => this.#remember(id),
    };
    this.#shm = new ShmCalls(this.#draws);
    this.#files = new FileCalls(this.#draws);
    this.#copies = new CopyCalls(this.#draws);
  }

  /** Descriptors 3, 4 and 5, the break, the limits, the arena. */
  setup(): ScriptCall[] {
    const size = FILE_PAGES * this.#page;
    const path = { text: 'file', isPath: true } as const;
    const { O_RDONLY, O_RDWR, O_CREAT } = OPEN.values;
    const calls = [
      this.#make('memfd_create', { text: 'alpha' }, 0n),
      this.#make('ftruncate', 3n, size),
      this.#make('openat', path, O_RDWR | O_CREAT, 0o600n),
      this.#make('ftruncate', 4n, size),
      this.#make('openat', path, O_RDONLY),
      this.#make('unlink', path),
      this.#make('brk', 0n),
    ];
    this.#brkId = this.#lastId;
    return [
      ...calls,
      ...this.#limits(),
      ...this.#arena(),
      ...this.#segments(),
      ...this.#otherFiles(),
      ...this.#procFiles(),
      ...this.#spacer(),
      ...this.#userfaultfds(),
    ];
  }

  /** The next random call. */
  call(): ScriptCall {
    const name = this.#random.weighted(this.#traits.weights);
    if (this.#traits.oddFlags && isOddCall(name) && this.#random.chance(0.7)) return oddCall(name, this.#draws);
    switch (name) {
      case 'mmap':
        return this.#mmap();
      case 'mremap':
        return this.#mremap();
      case 'mprotect':
        return this.#make(name, this.#address(), this.#length(), this.#protection());
      case 'madvise':
        return this.#make(name, this.#address(), this.#length(), this.#advice());
      case 'brk':
        return this.#make(name, { call: this.#brkId, offset: BRK_STEP * BigInt(this.#random.below(BRK_STEPS)) });
      case 'load':
      case 'store':
        return this.#make(name, this.#byte());
      case 'fetch':
        return this.#make(name, this.#instruction());
      case 'fork':
        return this.#make(name);
      case 'mlock2':
        return this.#make(
          name,
          this.#address(),
          this.#length(),
          this.#random.chance(0.8) ? MLOCK.values.MLOCK_ONFAULT : 0n,
        );
      case 'msync':
        return this.#make(
          name,
          this.#address(),
          this.#length(),
          this.#random.pick([MS.values.MS_SYNC, MS.values.MS_ASYNC]),
        );
      case 'mlockall':
        return this.#make(name, 1n);
      case 'munlockall':
        return this.#make(name);
      case 'mseal':
        return this.#make(name, this.#address(), this.#length(), this.#random.chance(0.03) ? 1n : 0n);
      case 'shmget':
      case 'shmat':
      case 'shmdt':
      case 'shmctl':
      case 'remap_file_pages':
        return this.#shm.call(name);
      case 'memfd_create':
      case 'memfd_secret':
      case 'ftruncate':
      case 'fallocate':
      case 'fcntl':
      case 'io_setup':
      case 'io_destroy':
        return this.#files.call(name);
      case 'read':
      case 'write':
      case 'pread64':
      case 'pwrite64':
      case 'lseek':
        return this.#copies.call(name);
      case 'prctl':
        return this.#prctl();
      case 'personality':
        return this.#make(name, this.#random.pick(PERSONALITIES));
      case 'process_madvise':
        return this.#processMadvise();
      case 'pkey_mprotect':
        return this.#make(name, this.#address(), this.#length(), this.#protection(), this.#key());
      case 'mbind':
        return this.#mbind();
      case 'set_mempolicy_home_node':
        return this.#make(name, this.#address(), this.#length(), this.#random.chance(0.1) ? 1n : 0n, 0n);
      case 'ioctl':
        return this.#ioctl();
      case 'close':
        return this.#make(name, FIRST_USERFAULTFD + 1n);
      default:
        return this.#make(name, this.#address(), this.#length());
    }
  }

  #make(name: CallName, ...args: Argument[]): ScriptCall {
    return { id: ++this.#lastId, name, args };
  }

  #limits(): ScriptCall[] {
    const { limits } = this.#traits;
    if (limits === null) return [];
    const { RLIMIT_AS, RLIMIT_DATA } = RLIMIT.values;
    return [
      this.#make('prlimit64', RLIMIT_AS, limits.as, limits.as),
      this.#make('prlimit64', RLIMIT_DATA, limits.data, limits.data),
    ];
  }

  #arena(): ScriptCall[] {
    const map = (size: bigint): ScriptCall => {
      const flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;
      return this.#make('mmap', ARENA_START, size, READ_WRITE, flags, NO_DESCRIPTOR, 0n);
    };
    const small = map(BigInt(ARENA_PAGES) * this.#page);
    if (!this.#traits.huge) return [small];
    return [small, map(HUGE_ARENA), this.#make('madvise', ARENA_START, HUGE_ARENA, MADV.values.MADV_HUGEPAGE)];
  }

  #segments(): ScriptCall[] {
    return (this.#traits.weights.shmget ?? 0) > 0 ? [this.#shm.get(), this.#shm.get()] : [];
  }

  /** Keeps rings away from the pages that the kernel maps at the top. */
  #spacer(): ScriptCall[] {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    const isNeeded = (this.#traits.weights.io_setup ?? 0) > 0;
    return isNeeded ? [this.#make('mmap', 0n, this.#pages(ARENA_PAGES), PROT_NONE, flags, NO_DESCRIPTOR, 0n)] : [];
  }

  #otherFiles(): ScriptCall[] {
    return this.#traits.otherFiles ? this.#files.setup() : [];
  }

  #procFiles(): ScriptCall[] {
    return (this.#traits.weights.pread64 ?? 0) > 0 ? this.#copies.setup() : [];
  }

  #userfaultfds(): ScriptCall[] {
    const { O_CLOEXEC, O_NONBLOCK } = OPEN.values;
    return Array.from({ length: this.#traits.userfaultfds }, (_, i) => [
      this.#make('userfaultfd', O_CLOEXEC | O_NONBLOCK),
      this.#make(
        'ioctl',
        FIRST_USERFAULTFD + BigInt(i),
        UFFD.values.UFFDIO_API,
        UFFD_API_VERSION,
        UFFD.values.UFFD_FEATURE_SIGBUS,
      ),
    ]).flat();
  }

  #prctl(): ScriptCall {
    const name = this.#random.weighted(PRCTL_WEIGHTS);
    const operation = PRCTL.values[name];
    switch (name) {
      case 'PR_SET_VMA':
        return this.#make('prctl', operation, 0n, this.#address(), this.#length(), this.#random.pick(NAMES));
      case 'PR_SET_MM':
        return this.#make('prctl', operation, 1n + BigInt(this.#random.below(12)), this.#address(), 0n, 0n);
      default: {
        const bits = BigInt(this.#random.below(4));
        const rest = this.#random.chance(0.1) ? 2n : 0n;
        return this.#make('prctl', operation, name.startsWith('PR_GET') ? 0n : bits, rest, 0n, 0n);
      }
    }
  }

  #processMadvise(): ScriptCall {
    const ranges = Array.from({ length: 1 + this.#random.below(MOST_RANGES) }, () => [this.#address(), this.#length()]);
    const flags = this.#random.chance(0.05) ? 1n : 0n;
    return this.#make('process_madvise', PIDFD_SELF, this.#advice(), flags, ...ranges.flat());
  }

  /** No key mostly: the machine may have none. */
  #key(): bigint {
    return this.#random.chance(0.8) ? NO_DESCRIPTOR : BigInt(this.#random.below(3));
  }

  #mbind(): ScriptCall {
    const bare = this.#random.chance(0.3);
    const mode = this.#random.pick(bare ? BARE_POLICIES : POLICIES);
    const [nodes, bits] = bare ? [0n, 0n] : [this.#random.pick(NODES), this.#random.pick([2n, 64n, 1024n, 1n])];
    const flags = this.#random.pick(MBIND_FLAGS);
    return this.#make('mbind', this.#address(), this.#length(), mode, nodes, bits, flags);
  }

  #ioctl(): ScriptCall {
    const fd = FIRST_USERFAULTFD + (this.#random.chance(0.25) ? 1n : 0n);
    const { UFFDIO_REGISTER, UFFDIO_UNREGISTER } = UFFD.values;
    if (this.#random.chance(0.3)) return this.#make('ioctl', fd, UFFDIO_UNREGISTER, this.#address(), this.#length());
    return this.#make('ioctl', fd, UFFDIO_REGISTER, this.#address(), this.#length(), this.#random.pick(UFFD_MODES));
  }

  #mmap(): ScriptCall {
    if (this.#traits.otherFiles && this.#random.chance(0.7)) return this.#files.call('mmap');
    const where = this.#random.weighted(MMAP_WEIGHTS);
    const anonymous = this.#random.chance(0.75);
    const type = this.#mapType();
    let flags = type | (anonymous ? MAP_ANONYMOUS : 0n) | this.#extraFlags(type, anonymous);
    if (where === 'fixed') flags |= MAP_FIXED;
    if (where === 'noReplace') flags |= MAP_FIXED_NOREPLACE;
    const address = where === 'anywhere' ? 0n : this.#address();
    const fd = anonymous ? NO_DESCRIPTOR : this.#random.pick(this.#traits.descriptors);
    const offset = anonymous ? 0n : BigInt(this.#random.below(OFFSET_PAGES)) * this.#page;
    const call = this.#make('mmap', address, this.#mapLength(), this.#protection(), flags, fd, offset);
    if (where === 'anywhere' || where === 'hint') this.#remember(call.id);
    return call;
  }

  #mapType(): bigint {
    if (this.#random.chance(0.005)) return this.#random.pick([0n, MAP_SHARED_VALIDATE]);
    return this.#random.chance(0.8) ? MAP_PRIVATE : MAP_SHARED;
  }

  #extraFlags(type: bigint, anonymous: boolean): bigint {
    let flags = 0n;
    for (const [flag, percent] of EXTRA_FLAGS) if (this.#random.chance(percent / 100)) flags |= flag;
    const grows = anonymous && type === MAP_PRIVATE && this.#random.chance(0.03);
    return grows ? flags | MAP.values.MAP_GROWSDOWN : flags;
  }

  #mremap(): ScriptCall {
    const how = this.#random.weighted(MREMAP_WEIGHTS);
    const from = this.#address();
    const oldLength = this.#length();
    const keeps = this.#random.chance(how.startsWith('leave') ? 0.6 : 0.15);
    const newLength = keeps ? oldLength : this.#length();
    const call = this.#make('mremap', from, oldLength, newLength, MREMAP_FLAGS[how], this.#address());
    if (how === 'move' || how === 'leave') this.#remember(call.id);
    return call;
  }

  #remember(id: number): void {
    this.#mappings.push(id);
    if (this.#mappings.length > REMEMBERED) this.#mappings.shift();
  }

  /** Mostly in the arena, sometimes in or after what was mapped before, rarely nowhere good. */
  #address(): Address {
    if (this.#random.chance(0.015)) return this.#badAddress();
    if (this.#mappings.length > 0 && this.#random.chance(0.18)) {
      return { call: this.#random.pick(this.#mappings), offset: this.#offsetIntoMapping() };
    }
    return ARENA_START + (this.#traits.huge ? this.#hugeOffset() : this.#pages(this.#random.below(ARENA_PAGES)));
  }

  #badAddress(): bigint {
    const unaligned = ARENA_START + this.#pages(this.#random.below(ARENA_PAGES)) + BigInt(1 + this.#random.below(255));
    return this.#random.pick([unaligned, unaligned, this.#taskSize, 123n]);
  }

  #offsetIntoMapping(): bigint {
    if (this.#random.chance(0.4)) return 0n;
    return this.#pages(this.#random.below(LENGTH_PAGES));
  }

  /** A place in the large arena: half of them where a huge page begins. */
  #hugeOffset(): bigint {
    if (this.#random.chance(0.55)) return HUGE * BigInt(this.#random.below(Number(HUGE_ARENA / HUGE)));
    return this.#pages(this.#random.below(Number(HUGE_ARENA / this.#page)));
  }

  /** An address within a page. */
  #byte(): Address {
    const address = this.#address();
    const within = BigInt(this.#random.below(Number(this.#page)));
    return typeof address === 'bigint' ? address + within : { ...address, offset: address.offset + within };
  }

  /** As a byte, where an instruction may begin on any machine. */
  #instruction(): Address {
    const address = this.#byte();
    if (typeof address === 'bigint') return address - (address % INSTRUCTION);
    return { ...address, offset: address.offset - (address.offset % INSTRUCTION) };
  }

  /** The length of a new mapping. */
  #mapLength(): bigint {
    if (this.#random.chance(0.008))
      return this.#random.pick([this.#taskSize, this.#taskSize + this.#page, 2n ** 64n - 101n]);
    if (!this.#random.chance(this.#traits.largePercent / 100)) return this.#length();
    const [least, most] = this.#traits.largeMiB;
    const length = MIB * BigInt(least + this.#random.below(most - least));
    return length + this.#random.pick([0n, 0n, 0n, this.#page, -this.#page, -1975n]);
  }

  #length(): bigint {
    if (this.#random.chance(0.02)) return 0n;
    if (this.#traits.huge && this.#random.chance(0.4)) return HUGE * BigInt(1 + this.#random.below(3));
    const length = this.#pages(1 + this.#random.below(LENGTH_PAGES));
    return this.#random.chance(0.03) ? length - BigInt(1 + this.#random.below(Number(this.#page) - 1)) : length;
  }

  #pages(count: number): bigint {
    return BigInt(count) * this.#page;
  }

  #protection(): bigint {
    const protection = this.#random.pick(PROTECTIONS);
    return this.#random.chance(0.01) ? protection | PROT_GROWSDOWN : protection;
  }

  #advice(): bigint {
    if (this.#traits.huge && this.#random.chance(0.25)) return MADV.values.MADV_COLLAPSE;
    if (this.#traits.allAdvice && this.#random.chance(0.35)) return this.#random.pick(MORE_ADVICE);
    if (this.#random.chance(0.05)) return NO_ADVICE;
    return this.#random.chance(0.1) ? this.#random.pick(RARE_ADVICE) : this.#random.pick(ADVICE);
  }
}
