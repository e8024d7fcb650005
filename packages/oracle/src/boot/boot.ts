/**
 * A distribution kernel as a target: booted in QEMU with nothing but our own first program and the runner, and kept running
 * for as many scripts as one likes.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MachineSource, pageSizeOf } from '../machine.ts';
import { ensureProgram } from '../native/compile.ts';
import { type Target, taskSizeIn } from '../native/target.ts';
import { BootError } from './boot-error.ts';
import { GuestChannel } from './guest-channel.ts';
import { initramfs } from './initramfs.ts';
import type { KernelImage } from './kernel-cache.ts';
import { type Machine, machineFor, qemuArgs } from './qemu.ts';

/** How a kernel is booted. Nothing is needed. */
export interface BootOptions {
  /** Where our compiled programs are kept; `/var/tmp` if missing. */
  readonly directory?: string;
  /** After how many milliseconds without the guest's first word the boot has failed; 120000 if missing. */
  readonly bootTimeoutMs?: number;
  /** After how many milliseconds a script has failed, and the guest with it; 120000 if missing. */
  readonly timeoutMs?: number;
}

/** A booted kernel. */
export interface BootedKernel extends Target {
  /** The machine as the model's architectures are called: `arm64:granule=16,va=47`. A capture does not say all of it. */
  readonly archSpec: string;
  /** Ends the machine. */
  close(): Promise<void>;
}

const DEFAULTS = { directory: '/var/tmp', bootTimeoutMs: 120_000, timeoutMs: 120_000 } as const;

/** Where native/init.c puts the runner. */
const GUEST_DIRECTORY = '/var/tmp';

/** How much of the console an error shows. */
const CONSOLE_LINES = 8;

/**
 * Boots a kernel.
 *
 * @throws BootError `no-qemu` or `boot-failed`; RunnerError where our programs cannot be compiled for it.
 */
export async function bootKernel(image: KernelImage, options: BootOptions = {}): Promise<BootedKernel> {
  const { directory, bootTimeoutMs, timeoutMs } = { ...DEFAULTS, ...options };
  const machine = machineFor(image.arch);
  demandQemu(machine);
  const initrd = initramfs([
    { name: 'dev' },
    { name: 'init', content: readFileSync(ensureProgram('init', directory, image.arch)) },
    { name: 'runner', content: readFileSync(ensureProgram('runner', directory, image.arch)) },
  ]);
  const guest = new Guest(machine, image.path, initrd);
  try {
    await guest.within(bootTimeoutMs, guest.channel.ready());
    return await targetOf(guest, image, timeoutMs);
  } catch (error) {
    await guest.close();
    throw error;
  }
}

/** Why kernels of this architecture cannot be booted here, or null. */
export function qemuObstacle(arch: KernelImage['arch']): string | null {
  try {
    demandQemu(machineFor(arch));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function demandQemu({ program, debianPackage }: Machine): void {
  const { error } = spawnSync(program, ['--version']);
  if (error === undefined) return;
  const hint = `(Debian: apt-get install ${debianPackage})`;
  throw new BootError('no-qemu', `${program} is needed to boot this kernel ${hint}: ${error.message}`);
}

async function targetOf(guest: Guest, image: KernelImage, timeoutMs: number): Promise<BootedKernel> {
  const perform = oneAtATime((commands) => guest.within(timeoutMs, guest.channel.perform(commands)));
  const files = await readFiles(perform);
  const machine = machineSource(files, image.config);
  const pageSize = pageSizeOf(machine);
  const taskSize = taskSizeIn(files.get('/proc/self/maps') ?? '');
  let runs = 0;
  return {
    archSpec: archSpecOf(image.arch, pageSize, taskSize),
    runner: `${GUEST_DIRECTORY}/runner`,
    machine,
    pageSize,
    taskSize,
    newPath: () => `${GUEST_DIRECTORY}/file.${++runs}`,
    perform,
    close: () => guest.close(),
  };
}

/** Our machines have no larger addresses than a program gets without asking: see qemu.ts. */
function archSpecOf(arch: KernelImage['arch'], pageSize: number, taskSize: bigint): string {
  if (arch === 'x64') return 'x86-64:levels=4';
  if (arch === 'riscv64') return `riscv64:mode=sv${Math.log2(Number(taskSize)) + 1}`;
  return `arm64:granule=${pageSize / 1024},va=${Math.log2(Number(taskSize))}`;
}

/** The guest runs one script at a time: who comes meanwhile waits. */
function oneAtATime(perform: Target['perform']): Target['perform'] {
  let turn: Promise<unknown> = Promise.resolve();
  return (commands) => {
    const mine = turn.then(() => perform(commands));
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** What of the machine a capture tells, besides what each runner is asked for. */
const MACHINE_FILES = [
  '/proc/sys/kernel/osrelease',
  '/proc/sys/kernel/version',
  '/proc/sys/kernel/arch',
  '/proc/sys/kernel/cap_last_cap',
  '/proc/sys/vm/overcommit_memory',
  '/proc/sys/vm/max_map_count',
  '/proc/sys/vm/mmap_min_addr',
  '/proc/meminfo',
  '/proc/cpuinfo',
  '/proc/self/maps',
  '/proc/self/smaps',
  '/sys/kernel/mm/transparent_hugepage/enabled',
  '/sys/kernel/mm/transparent_hugepage/shmem_enabled',
] as const;

async function readFiles(perform: Target['perform']): Promise<ReadonlyMap<string, string>> {
  const replies = await perform(MACHINE_FILES.map((path) => `0 file ${path}`));
  return new Map(
    MACHINE_FILES.flatMap((path, at) => {
      const reply = replies[at];
      return reply?.kind === 'body' && reply.text !== '' ? [[path, reply.text] as const] : [];
    }),
  );
}

/** The guest has no file with its configuration; the one that lies beside the image is its. */
function machineSource(files: ReadonlyMap<string, string>, config: string | null): MachineSource {
  return {
    read: (path) => (path.startsWith('/boot/config-') ? config : (files.get(path) ?? null)),
    realPath: (path) => path,
  };
}

/** QEMU with its console's file. */
class Guest {
  readonly channel: GuestChannel;
  readonly #qemu: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  /** Leaves nothing behind, whatever ends this process. */
  readonly #kill = (): void => {
    this.#qemu.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  };

  constructor(machine: Machine, kernel: string, initrd: Buffer) {
    this.#folder = mkdtempSync(join(tmpdir(), 'mm-guest-'));
    const files = { kernel, initrd: join(this.#folder, 'initrd'), console: join(this.#folder, 'console') };
    writeFileSync(files.initrd, initrd);
    const qemu = spawn(machine.program, qemuArgs(machine, files), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#qemu = qemu;
    this.channel = new GuestChannel(qemu.stdout, qemu.stdin);
    let words = '';
    qemu.stderr.on('data', (bytes: Buffer) => (words += bytes.toString()));
    this.#ended = new Promise((resolve) => {
      qemu.on('close', () => {
        this.channel.break(
          new BootError('boot-failed', `the guest went away: ${words}${this.#console(files.console)}`),
        );
        resolve();
      });
    });
    process.once('exit', this.#kill);
  }

  /** The result, or an error and the end of the guest where it takes longer. */
  async within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const late = setTimeout(() => {
      this.channel.break(
        new BootError(
          'boot-failed',
          `the guest did not answer for ${milliseconds / 1000} s: ${this.#console(join(this.#folder, 'console'))}`,
        ),
      );
      this.#kill();
    }, milliseconds);
    try {
      return await work;
    } finally {
      clearTimeout(late);
    }
  }

  async close(): Promise<void> {
    process.off('exit', this.#kill);
    this.#kill();
    await this.#ended;
  }

  /** The last lines of the console. */
  #console(path: string): string {
    if (!existsSync(path)) return '';
    return readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(-CONSOLE_LINES).join('\n');
  }
}
