/**
 * Recording while somebody watches: a program that is started, or a process that is there already, followed by strace, and
 * what a capture of it would say handed out as soon as it is final. A text that is handed out ends with a whole line, and holds
 * snapshots whole.
 *
 * What is there already is stopped for a moment between two of its calls, and what it looks like then is where the text begins.
 */
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StdioOptions } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { localMachine, machineDirectives } from '../machine.ts';
import {
  directive,
  layoutDirective,
  limitsDirective,
  readProc,
  readSnapshot,
  snapshotDirectives,
} from '../proc-snapshot.ts';
import { neverStarted } from './record.ts';
import { RecordError } from './record-error.ts';
import { threadsOf } from './snapshot-store.ts';
import { CaptureStream } from './strace-log.ts';
import { checkTraceable, findCommand, probeTracing, StraceProcess } from './strace-process.ts';
import { describeCommand, Watcher } from './watcher.ts';

/** What to follow. */
export interface LiveOptions {
  /** A program to start, with its arguments, or the process that is to be followed. */
  readonly what: { readonly command: readonly string[]; readonly stdio?: StdioOptions } | { readonly pid: number };
  /** Hears the text, a piece at a time. */
  readonly onText: (text: string) => void;
}

/** How it ended, in words for people: `it exited with 0`. */
export interface LiveEnd {
  readonly how: string;
  /** What is missing in the text, in sentences. */
  readonly warnings: readonly string[];
}

/** Something that is followed. */
export interface Live {
  /** Its process. */
  readonly pid: number | null;
  /** Settles when nothing more comes. */
  readonly ended: Promise<LiveEnd>;
  /** Ends it: a process that was there already goes on without us, a program that we started is ended. */
  stop(): Promise<void>;
}

/** For how long each held call is delayed: somebody waits, and a program may start many others. */
const HOLD_MS = 60;
/** How often the log is looked at, in milliseconds. */
const POLL_MS = 5;
/** How long a program that is asked to end has time for it. */
const GRACE_MS = 2000;
/** How often a process that is in a call is looked at again before it counts as always being in one. */
const REST_TRIES = 100;

/**
 * Follows a program or a process. Address randomisation is off for a program that is started, where the machine allows it.
 *
 * @throws RecordError where it cannot be followed: no strace, no permission, no such process or program.
 */
export async function follow({ what, onText }: LiveOptions): Promise<Live> {
  const directory = mkdtempSync(join(tmpdir(), 'mm-live-'));
  const cleared = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const log = join(directory, 'log');
    const live = 'pid' in what ? await attached(what.pid, log, onText) : await started(what, log, onText);
    void live.ended.finally(cleared);
    return live;
  } catch (error) {
    cleared();
    throw error;
  }
}

async function started(
  { command, stdio = 'inherit' }: { readonly command: readonly string[]; readonly stdio?: StdioOptions },
  log: string,
  onText: LiveOptions['onText'],
): Promise<Live> {
  const [program = ''] = command;
  const { fixedAddresses } = probeTracing();
  const file = findCommand(program);
  const strace = await StraceProcess.start({ command, log, stdio, fixedAddresses, descriptors: true, holdMs: HOLD_MS });
  const describe = (pid: number): string => describeCommand(pid, file, command);
  const following = new Following({ strace, log, describe, onText });
  const end = async (): Promise<void> => {
    const { follower } = following.watcher;
    signalIfAny(follower.firstTask, 'SIGINT');
    await Promise.race([strace.exit(), sleep(GRACE_MS)]);
    if (!strace.exited) strace.kill(follower.livingTasks());
  };
  return { pid: null, ended: following.run(), stop: end };
}

function signalIfAny(pid: number | null, signal: NodeJS.Signals): void {
  try {
    if (pid !== null) process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

async function attached(pid: number, log: string, onText: LiveOptions['onText']): Promise<Live> {
  checkTraceable(pid);
  const strace = await StraceProcess.attach(pid, { log, descriptors: true });
  const following = new Following({ strace, log, describe: describeProcess, onText });
  await following.beginWith(pid);
  return { pid, ended: following.run(), stop: () => following.detach() };
}

/** The directives about the machine and a process that was there already, and about what it looks like. */
function describeProcess(pid: number): string {
  const command = readProc(pid, 'cmdline').replaceAll('\0', ' ').trim();
  const threads = threadsOf(pid).filter((thread) => thread !== pid);
  return (
    machineDirectives(localMachine(pid), readlinkSync(`/proc/${pid}/exe`)) +
    limitsDirective(readProc(pid, 'limits')) +
    directive(`command ${command.replaceAll(/\s/g, ' ')}`) +
    (threads.length === 0 ? '' : directive(`threads ${threads.join(' ')}`)) +
    (layoutDirective(readProc(pid, 'stat')) ?? '') +
    snapshotDirectives(readSnapshot(pid), pid)
  );
}

interface FollowingOptions {
  readonly strace: StraceProcess;
  readonly log: string;
  readonly describe: (pid: number) => string;
  readonly onText: (text: string) => void;
}

/** One strace whose log goes out while it is written. */
class Following {
  readonly watcher: Watcher;
  readonly #strace: StraceProcess;
  readonly #onText: (text: string) => void;
  readonly #stream = new CaptureStream();
  /** What was read of the log and has not gone out, and where it begins. */
  #rest: Buffer = Buffer.alloc(0);
  #offset = 0;
  #begun = false;
  #isDetached = false;

  constructor({ strace, log, describe, onText }: FollowingOptions) {
    this.#strace = strace;
    this.#onText = onText;
    const onLog = (piece: Buffer): void => void (this.#rest = Buffer.concat([this.#rest, piece]));
    this.watcher = new Watcher({ strace, log, children: true, describe, onLog });
  }

  /** Begins with what a process looks like between two of its calls; what came before is forgotten. */
  async beginWith(pid: number): Promise<void> {
    const { watcher } = this;
    const isIdle = (): boolean => watcher.follower.isIdle(pid);
    const take = (quiet: boolean): void => {
      this.#onText(watcher.head(pid));
      this.#begun = true;
      this.#drop(watcher.follower.wholeLines);
      if (!quiet) watcher.warnings.push(`process ${pid}: a thread was in a call when the process was looked at`);
    };
    for (let tries = 0; tries < REST_TRIES && !this.#strace.exited; tries++) {
      if (await watcher.atRest(pid, isIdle, take)) return;
      await sleep(1);
    }
    await this.detach();
    throw new RecordError('strace-failed', `process ${pid} could not be looked at between two of its calls`);
  }

  /** Follows to the end. */
  async run(): Promise<LiveEnd> {
    const { watcher } = this;
    try {
      while (!this.#strace.exited) {
        const wasHeld = await watcher.look();
        this.#send(watcher.follower.settled);
        if (!wasHeld) await sleep(POLL_MS);
      }
      watcher.read();
      this.#send(watcher.follower.wholeLines);
    } finally {
      watcher.close();
    }
    return { how: await this.#how(), warnings: watcher.warnings };
  }

  /** Hands out the log up to an offset, and the snapshots that stand before it. */
  #send(until: number): void {
    const piece = this.#rest.subarray(0, until - this.#offset);
    if (piece.length === 0) return;
    const insertions = this.watcher.snapshots
      .insertions()
      .filter(({ offset }) => offset >= this.#offset && offset < until)
      .map((insertion) => ({ ...insertion, offset: insertion.offset - this.#offset }));
    const text = this.#stream.next(piece, insertions);
    const { firstTask } = this.watcher.follower;
    const head = this.#begun ? '' : this.watcher.head(firstTask ?? process.pid);
    this.#begun = true;
    this.#drop(until);
    if (head + text !== '') this.#onText(head + text);
  }

  #drop(until: number): void {
    this.#rest = this.#rest.subarray(until - this.#offset);
    this.#offset = until;
  }

  /** Lets go of the process. */
  async detach(): Promise<void> {
    this.#isDetached = true;
    await this.#strace.detach();
  }

  async #how(): Promise<string> {
    const { code, signal } = await this.#strace.exit();
    if (!this.#begun) throw neverStarted('');
    if (this.#isDetached) return 'it goes on, and nobody follows it any more';
    return signal === null ? `it exited with ${code}` : `it was ended by ${signal}`;
  }
}
