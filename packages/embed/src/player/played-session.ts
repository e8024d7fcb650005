/** A session that was played, or that goes on: what was told of it stays, and only what is new is looked at. */

import type { Session } from 'mm-playground';
import { Looks } from './looks.ts';
import type { Assumed, Finding, Played, Unmodelled } from './played.ts';
import { Rows } from './rows.ts';

/** Makes {@link Played} of a session, which belongs to it from here on. */
export class PlayedSession {
  readonly #session: Session;
  readonly #archName: string;
  readonly #rows: Rows;
  readonly #looks: Looks;
  #divergences: readonly Finding[] = [];
  #inferences: readonly Assumed[] = [];

  /** @param archName what the architecture is called */
  constructor(session: Session, archName: string) {
    this.#session = session;
    this.#archName = archName;
    this.#rows = new Rows(session);
    this.#looks = new Looks(session, () => this.#rows.rows);
  }

  /** What was played by now, of `text`. */
  now(text: string): Played {
    const session = this.#session;
    const looks = this.#looks;
    const isWhole = this.#rows.grow();
    looks.forgetEnd();
    this.#find(isWhole);
    const calls = this.#rows.rows;
    const { kernel, arch, index } = session.options;
    return {
      text,
      calls,
      counted: session.mode === 'scenario' ? calls.length : session.compared.calls,
      checkpoints: session.compared.checkpoints,
      divergences: this.#divergences,
      inferences: this.#inferences,
      skipped: session.skipped.map(({ item, message }) => unmodelled(session, item, message)),
      stopped: stoppedOf(session),
      machine: { kernel: kernel.id, arch: this.#archName, index: index.title },
      pageShift: arch.geometry.pageShift,
      session,
      view: (position) => looks.view(position),
      stepsOf: (call) => session.calls[call]?.steps ?? [],
      changesAt: (position) => looks.changes(position),
      changesOver: (call, first, last) => session.changesOver(call, first, last),
      countersUntil: (call) => looks.counters(call),
      momentsUntil: (call) => looks.moments(call),
    };
  }

  #find(anew: boolean): void {
    const session = this.#session;
    const [divergences, inferences] = anew ? [[], []] : [this.#divergences, this.#inferences];
    this.#divergences = divergences.concat(
      session.divergences
        .slice(divergences.length)
        .map(({ line, what, recorded, model }) =>
          finding(session, line, `${what}: recorded ${recorded}, model ${model}`),
        ),
    );
    this.#inferences = inferences.concat(
      session.inferences
        .slice(inferences.length)
        .map(({ line, kind, what }) => ({ ...finding(session, line, `${kind}: ${what}`), kind })),
    );
  }
}

/** A race is no trouble: it is explored. */
function stoppedOf(session: Session): Unmodelled | null {
  const { stopped } = session;
  return stopped === null || stopped.why === 'race' ? null : unmodelled(session, stopped.item, stopped.message);
}

const finding = (session: Session, line: number, text: string): Finding => ({
  line,
  call: session.callAt(line) ?? -1,
  text,
});

const unmodelled = (
  session: Session,
  item: { readonly span: { readonly line: number }; readonly text?: string },
  message: string,
): Unmodelled => ({ ...finding(session, item.span.line, message), source: item.text ?? '' });
