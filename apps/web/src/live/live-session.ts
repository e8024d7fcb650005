/*
 * A log that is played while it is written: what is whole of its text is read once and played once, and what was shown of it
 * stays. The session's file of this folder; nothing else here knows the playground.
 */
import type { Diagnostic, Program } from '@mm-playground/api';
import { GrowingLog, type Growth } from '@mm-playground/script';
import type { Session } from 'mm-playground';
import type { LiveRun, PlayAnswer } from '../engine.ts';
import { PlayedSession } from '../played-session.ts';

/** What a live session needs of whoever plays. */
export interface LiveSessionOptions {
  readonly file: string;
  readonly open: (program: Program) => Session;
  readonly archName: (session: Session) => string;
  /** Plays what was not played yet; says whether it got there. */
  readonly run: (session: Session, outdated: () => boolean) => Promise<boolean>;
}

/** Plays a growing log. */
export class LiveSession implements LiveRun {
  readonly #options: LiveSessionOptions;
  readonly #log: GrowingLog;
  #text = '';
  #playing: { readonly session: Session; readonly played: PlayedSession } | null = null;
  #diagnostics: readonly Diagnostic[] = [];

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#log = new GrowingLog({ file: options.file });
  }

  append(text: string, outdated: () => boolean): Promise<PlayAnswer | null> {
    this.#text += text;
    return this.#take(this.#log.append(text), outdated);
  }

  finish(outdated: () => boolean): Promise<PlayAnswer | null> {
    return this.#take(this.#log.finish(), outdated);
  }

  async #take(growth: Growth | undefined, outdated: () => boolean): Promise<PlayAnswer | null> {
    if (growth !== undefined) {
      this.#diagnostics = this.#diagnostics.concat(growth.diagnostics);
      if (growth.program !== undefined) this.#extend(growth.program);
    }
    const playing = this.#playing;
    if (playing !== null && !(await this.#options.run(playing.session, outdated))) return null;
    return { diagnostics: this.#diagnostics, played: playing?.played.now(this.#text) ?? null };
  }

  #extend(program: Program): void {
    if (this.#playing !== null) {
      this.#playing.session.extend(program.items);
      return;
    }
    const session = this.#options.open(program);
    this.#playing = { session, played: new PlayedSession(session, this.#options.archName(session)) };
  }
}
