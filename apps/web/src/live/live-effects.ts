/*
 * Listens to a server of this origin that tells what a program does (`mm open --pid`, `mm open -- COMMAND`), and plays it as it
 * comes: a piece at a time, each once. Where another machine is chosen, everything is played again, on that one.
 */
import type { Engine, LiveRun } from '../engine.ts';
import type { Store } from '../store.ts';

/** So much text is played between two pictures where more is waiting: some thousand calls. */
const PIECE = 256 * 1024;

/** A line that the server sends. */
type Message =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ended'; readonly how: string; readonly warnings: readonly string[] };

/** How long to wait between two pictures; a busy program says something all the time. */
const PAUSE_MS = 150;

/** Follows what an address tells, for as long as the state says so. Resolves when nothing more comes. */
export async function followAddress(store: Store, engine: Engine, url: URL, file: string): Promise<void> {
  store.dispatch({ type: 'live-opened', file });
  const leaving = new AbortController();
  const answer = await fetch(url, { credentials: 'same-origin', signal: leaving.signal });
  if (!answer.ok || answer.body === null)
    throw new Error(`${file}: the server answered ${answer.status} ${answer.statusText}`);
  const follower = new Follower(store, engine, file);
  const stop = store.subscribe(({ live, choice, skipUnmodelled }, before) => {
    if (live === null) leaving.abort();
    else if (choice !== before.choice || skipUnmodelled !== before.skipUnmodelled) follower.startOver();
    else if (live.paused !== before.live?.paused) follower.wake();
  });
  try {
    for await (const message of messages(answer.body)) follower.hear(message);
    follower.hear({ kind: 'ended', how: 'the server is gone', warnings: [] });
    await follower.finished;
  } catch (error) {
    // Somebody opened another file, or began to write: nobody follows any more.
    if (!leaving.signal.aborted) follower.hear({ kind: 'ended', how: String(error), warnings: [] });
  } finally {
    stop();
  }
}

/** The messages of a stream, a line each. */
async function* messages(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Message, void, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let turn = await reader.read(); !turn.done; turn = await reader.read()) {
    const lines = (rest + turn.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Message;
  }
}

/** Plays what was heard. */
class Follower {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #file: string;
  readonly #finished = Promise.withResolvers<void>();
  /** Everything that was heard, and what of it was not given to the run yet. */
  #heard: string[] = [];
  #given = 0;
  #text = '';
  #end: string | null = null;
  #run: LiveRun | null = null;
  #isBusy = false;

  constructor(store: Store, engine: Engine, file: string) {
    this.#store = store;
    this.#engine = engine;
    this.#file = file;
  }

  /** Settles when everything was played. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  hear(message: Message): void {
    if (message.kind === 'text') this.#heard.push(message.text);
    else this.#end ??= [message.how, ...message.warnings].join('; ');
    this.wake();
  }

  /** Another machine: everything again. */
  startOver(): void {
    this.#run = null;
    this.#given = 0;
    this.#text = '';
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    try {
      while (this.#hasWork()) {
        await this.#play();
        await new Promise((resume) => setTimeout(resume, PAUSE_MS));
      }
    } catch (error) {
      this.#store.dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#isBusy = false;
    }
  }

  #hasWork(): boolean {
    const { live } = this.#store.state;
    if (live === null || live.paused) return false;
    return this.#given < this.#heard.length || (this.#end !== null && live.ended === null) || this.#run === null;
  }

  #nextPiece(): string {
    let piece = '';
    while (piece.length < PIECE && this.#given < this.#heard.length) piece += this.#heard[this.#given++] ?? '';
    return piece;
  }

  async #play(): Promise<void> {
    const { choice, skipUnmodelled } = this.#store.state;
    const run = (this.#run ??= this.#engine.follow({ file: this.#file, choice, skipUnmodelled }));
    const piece = this.#nextPiece();
    const isEnd = this.#end !== null && this.#given === this.#heard.length;
    const isOutdated = (): boolean => run !== this.#run || this.#store.state.live === null;
    const answer = await run.append(piece, isOutdated);
    const last = isEnd && answer !== null ? await run.finish(isOutdated) : answer;
    if (last === null || isOutdated()) return;
    this.#text += piece;
    this.#store.dispatch({ type: 'live-grew', text: this.#text, ...last });
    if (isEnd && this.#end !== null) this.#store.dispatch({ type: 'live-ended', how: this.#end });
    if (isEnd) this.#finished.resolve();
  }
}
