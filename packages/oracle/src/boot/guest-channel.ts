/**
 * The conversation with a booted guest, over any pair of streams: scripts go there in pieces, replies come back, and at the
 * end how the runner ended. What is said is described at the top of native/init.c. One script at a time.
 */
import type { Readable, Writable } from 'node:stream';
import { ReplyReader } from '../native/replies.ts';
import { runnerDied } from '../native/runner-error.ts';
import type { Reply } from '../native/strace-text.ts';

/** As large as the pieces that the guest takes: PIECE of native/init.c. */
const PIECE = 1024;
const READY = 'ready\n';
const GO_ON = 0x2b;
const EXIT = /^exit (\d+) (\d+)\n/;

/** What the guest is waited for: told of the bytes that nobody took yet; returns how many it takes, and whether that was it. */
type Wanted = (bytes: Buffer) => { readonly taken: number; readonly done: boolean };

/** Waits for more. */
const MORE = { taken: 0, done: false } as const;

/** A guest at the other end of two streams. */
export class GuestChannel {
  readonly #to: Writable;
  #pending: Buffer = Buffer.alloc(0);
  #waiting: { readonly wanted: Wanted; readonly resolve: () => void; readonly reject: (error: Error) => void } | null =
    null;
  #broken: Error | null = null;
  /** What the guest's runners keep of each other: see native/runner.c. */
  #kept: ReadonlyMap<string, Buffer> = new Map();

  constructor(from: Readable, to: Writable) {
    this.#to = to;
    from.on('data', (bytes: Buffer) => {
      this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
      this.#look();
    });
    to.on('error', (error) => this.break(error));
  }

  /** Waits for the guest to listen. Bytes before its first word are of the firmware, and dropped. */
  async ready(): Promise<void> {
    await this.#wait((bytes) => {
      const at = bytes.indexOf(READY);
      return at < 0 ? MORE : { taken: at + READY.length, done: true };
    });
  }

  /** Whoever waits gets this error, now and later. */
  break(error: Error): void {
    this.#broken ??= error;
    this.#waiting?.reject(this.#broken);
    this.#waiting = null;
  }

  /**
   * Runs `commands`, one line each, in one process of the guest, and returns its replies in order.
   *
   * @throws RunnerError `runner-died` when there are fewer replies than commands; the guest takes the next script.
   */
  async perform(commands: readonly string[]): Promise<readonly Reply[]> {
    await this.#send(Buffer.from(commands.map((command) => `${command}\n`).join('')));
    const reader = new ReplyReader(this.#kept);
    let end: RegExpExecArray | null = null;
    await this.#wait((bytes) => {
      reader.push(bytes);
      const rest = reader.rest;
      end = EXIT.exec(rest.toString('latin1', 0, 64));
      return { taken: bytes.length, done: end !== null && rest.length >= end[0].length + Number(end[2]) };
    });
    this.#kept = new Map([...reader.first, ...this.#kept]);
    if (reader.replies.length === commands.length) return reader.replies;
    throw runnerDied(lastWords(reader.rest, end), commands, reader.replies.length);
  }

  async #send(bytes: Buffer): Promise<void> {
    this.#to.write(`run ${bytes.length}\n`);
    for (let at = 0; at < bytes.length; at += PIECE) {
      this.#to.write(bytes.subarray(at, at + PIECE));
      await this.#wait((answer) => (answer[0] === GO_ON ? { taken: 1, done: true } : MORE));
    }
  }

  #wait(wanted: Wanted): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) return reject(this.#broken);
      this.#waiting = { wanted, resolve, reject };
      this.#look();
    });
  }

  #look(): void {
    if (this.#waiting === null || this.#pending.length === 0) return;
    const { wanted, resolve } = this.#waiting;
    const { taken, done } = wanted(this.#pending);
    this.#pending = this.#pending.subarray(taken);
    if (!done) return;
    this.#waiting = null;
    resolve();
  }
}

/** Bits of a status of waitpid(2): the signal. */
const SIGNAL_BITS = 0x7f;

function lastWords(rest: Buffer, end: RegExpExecArray | null): string {
  const [line = '', status = '0'] = end ?? [];
  const words = rest.toString('utf8', line.length).trim();
  if (words !== '') return words;
  const signal = Number(status) & SIGNAL_BITS;
  return signal === 0 ? `exit code ${Number(status) >> 8}` : `signal ${signal}`;
}
