/**
 * What the runner writes, read as it comes: replies in the order of the commands. Contents that were told by what changed are
 * put together again, so that whoever reads on never knows. What the lines look like is said at the top of native/runner.c.
 */
import type { Reply } from './strace-text.ts';

const NEWLINE = '\n';

/** Takes replies out of a stream of bytes. */
export class ReplyReader {
  /** The replies that are complete. */
  readonly replies: Reply[] = [];
  /** What was told last of each slot. */
  readonly #told: Map<string, Buffer>;
  readonly #first = new Map<string, Buffer>();
  #rest: Buffer = Buffer.alloc(0);

  /** @param told contents that the runner takes for told before, by slot. */
  constructor(told: ReadonlyMap<string, Buffer> = new Map()) {
    this.#told = new Map(told);
  }

  /** What was told first of each slot. */
  get first(): ReadonlyMap<string, Buffer> {
    return this.#first;
  }

  /** What follows the complete replies: one that is cut off, or something that is no reply. */
  get rest(): Buffer {
    return this.#rest;
  }

  /** Adds bytes, and takes what is complete now. */
  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    for (let size = this.#take(at); size > 0; size = this.#take(at)) at += size;
    this.#rest = this.#rest.subarray(at);
  }

  /** Takes the reply that begins here; returns its size, or 0 where it is none, or not complete. */
  #take(at: number): number {
    const end = this.#rest.indexOf(NEWLINE, at);
    if (end < 0) return 0;
    const [id = '', sign = '', ...words] = this.#rest.toString('latin1', at, end).split(' ');
    if (!/^\d+$/.test(id)) return 0;
    const line = end + 1 - at;
    if (sign !== ':' && sign !== '~') {
      this.replies.push(shortReply(sign, words));
      return line;
    }
    const size = Number(words.at(-1));
    if (end + 1 + size >= this.#rest.length) return 0;
    const bytes = this.#rest.subarray(end + 1, end + 1 + size);
    const body = sign === ':' ? bytes : this.#changed(words, bytes);
    this.replies.push({ kind: 'body', text: body.toString('utf8') });
    return line + size + NEWLINE.length;
  }

  #changed([slot = '', head = '0', tail = '0']: readonly string[], middle: Buffer): Buffer {
    const before = this.#told.get(slot) ?? Buffer.alloc(0);
    const end = before.subarray(before.length - Number(tail));
    const now = Buffer.concat([before.subarray(0, Number(head)), middle, end]);
    this.#told.set(slot, now);
    if (!this.#first.has(slot)) this.#first.set(slot, now);
    return now;
  }
}

function shortReply(sign: string, words: readonly string[]): Reply {
  const [first = '0', second = '0', third = '0'] = words;
  if (sign === '#') return { kind: 'digest', digest: first };
  if (sign === '!') return { kind: 'signal', signal: Number(first), code: Number(second), address: BigInt(third) };
  return { kind: 'result', value: BigInt(first) };
}

/** The replies in what the runner wrote; a last one that is cut off does not count. */
export function parseReplies(output: Buffer): readonly Reply[] {
  const reader = new ReplyReader();
  reader.push(output);
  return reader.replies;
}
