/**
 * A guest: a processor that QEMU emulates, with flat memory from physical 0 and nothing else (`-M none`), whose memory is a sparse
 * file that both sides map. It runs records, one access each, and leaves a result for each; see the modules of the architectures
 * for what it runs.
 *
 * Protocol. The host writes records, their number, and then a sequence number into the box; the guest performs them and copies the
 * sequence number to where the host waits for it. A guest is idle while the host writes, so that nothing is read half-written.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MmuError } from './mmu-error.ts';
import { wordBytes, type Patch } from './machine-code.ts';

/** Physical memory that belongs to the guest's own code and records; nothing else may be there. */
export const HARNESS = { start: 0xff80_0000n, end: 0x1_0000_0000n } as const;
/** Offsets in it: the box with sequence number, number that is done, and count, and the lists. */
const RECORDS = 0x10_0000;
const RESULTS = 0x40_0000;
const BOX_WORDS = { done: 4, count: 8 } as const;
/** Bytes of a record and of a result. */
export const RECORD_BYTES = 128;
const RESULT_BYTES = 64;
/** How many records fit into one job. */
export const MAX_RECORDS = (RESULTS - RECORDS) / RECORD_BYTES;

/** log2 of the bytes of memory: sparse, and as large as QEMU starts quickly with. */
export const MEMORY_BITS = 40;
const MIB = 2 ** 20;
const POLL_MS = 1;
/** A job takes a fraction of a second; a machine where everything is tested at once may need much longer. */
const PATIENCE_MS = 120_000;

/** The emulator of an architecture and what is started in it. */
export interface GuestKind {
  readonly program: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  readonly args: readonly string[];
  /** What lies in memory before the processor starts. */
  readonly patches: readonly Patch[];
  /** Offset of the box in the harness. */
  readonly box: number;
}

/** The version of an emulator, `7.2.22`. @throws MmuError where there is none, saying how to get it */
export function emulatorVersion({ program, debianPackage }: Pick<GuestKind, 'program' | 'debianPackage'>): string {
  const { error, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (error !== undefined)
    throw new MmuError(
      'no-qemu',
      `${program} is needed to walk page tables (Debian: apt-get install ${debianPackage}): ${error.message}`,
    );
  return /version (\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? 'unknown';
}

/** A running guest. */
export class Guest {
  readonly #qemu: ChildProcess;
  readonly #folder: string;
  readonly #memory: number;
  readonly #box: number;
  readonly #ended: Promise<void>;
  #sequence = 0;
  #words = '';
  #gone = false;
  /** Leaves nothing behind, whatever ends this process. */
  readonly #kill = (): void => {
    this.#qemu.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  };

  /** Starts a guest. @throws MmuError where there is no QEMU */
  constructor(kind: GuestKind) {
    emulatorVersion(kind);
    this.#box = Number(HARNESS.start) + kind.box;
    this.#folder = mkdtempSync(join(memoryFolder(), 'mm-mmu-'));
    const path = join(this.#folder, 'memory');
    this.#memory = openSync(path, 'w+');
    ftruncateSync(this.#memory, 2 ** MEMORY_BITS);
    this.write(kind.patches);
    this.#qemu = spawn(kind.program, [...qemuArgs(path), ...kind.args], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#qemu.stderr?.on('data', (bytes: Buffer) => (this.#words += bytes.toString()));
    this.#ended = new Promise((resolve) =>
      this.#qemu.on('close', () => {
        this.#gone = true;
        resolve();
      }),
    );
    process.once('exit', this.#kill);
  }

  write(patches: readonly Patch[]): void {
    for (const { pa, bytes } of patches) writeSync(this.#memory, bytes, 0, bytes.length, Number(pa));
  }

  read(pa: bigint, length: number): DataView<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    readSync(this.#memory, bytes, 0, length, Number(pa));
    return new DataView(bytes.buffer);
  }

  /** Words of memory. */
  readWords(pa: bigint, count: number): BigUint64Array {
    return new BigUint64Array(this.read(pa, count * 8).buffer);
  }

  /**
   * Lets the guest perform these records.
   *
   * @returns the words of each result
   * @throws MmuError where the guest went away or does not answer
   */
  async perform(records: readonly (readonly bigint[])[]): Promise<bigint[][]> {
    if (records.length === 0) return [];
    if (records.length > MAX_RECORDS) throw new RangeError(`${records.length} records are more than ${MAX_RECORDS}`);
    const bytes = new Uint8Array(records.length * RECORD_BYTES);
    records.forEach((record, at) => bytes.set(wordBytes(record), at * RECORD_BYTES));
    this.write([{ pa: HARNESS.start + BigInt(RECORDS), bytes }]);
    this.#writeNumber(BOX_WORDS.count, records.length);
    this.#writeNumber(0, ++this.#sequence);
    // It waits in a loop: it runs only while there is something to do.
    this.#qemu.kill('SIGCONT');
    await this.#isDone();
    this.#qemu.kill('SIGSTOP');
    const results = this.read(HARNESS.start + BigInt(RESULTS), records.length * RESULT_BYTES);
    return records.map((_, at) =>
      Array.from({ length: RESULT_BYTES / 8 }, (_none, i) => results.getBigUint64(at * RESULT_BYTES + i * 8, true)),
    );
  }

  async #isDone(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (this.read(BigInt(this.#box + BOX_WORDS.done), 4).getUint32(0, true) !== this.#sequence) {
      if (this.#gone) throw new MmuError('guest-failed', `the guest went away: ${this.#words.trim()}`);
      if (performance.now() > end) throw new MmuError('guest-failed', 'the guest does not answer');
      await pause(POLL_MS);
    }
  }

  #writeNumber(offset: number, value: number): void {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value, true);
    this.write([{ pa: BigInt(this.#box + offset), bytes: new Uint8Array(view.buffer) }]);
  }

  /** Ends the guest and takes its memory away. */
  async close(): Promise<void> {
    process.off('exit', this.#kill);
    this.#kill();
    await this.#ended;
    closeSync(this.#memory);
  }
}

/** Where files are memory already, if there is such a place. */
function memoryFolder(): string {
  const shared = '/dev/shm';
  try {
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return tmpdir();
  }
}

function qemuArgs(path: string): string[] {
  const size = 2 ** MEMORY_BITS;
  return [
    ...['-accel', 'tcg', '-M', 'none,memory-backend=m', '-m', `${size / MIB}M`],
    ...['-object', `memory-backend-file,id=m,size=${size},mem-path=${path},share=on`],
    ...['-nodefaults', '-nographic', '-display', 'none', '-serial', 'none', '-no-reboot'],
  ];
}
