/**
 * What an interrupted exploration leaves behind: a JSON file with everything that was observed, kernel by kernel. It fits
 * one file and one set of options only, and says which.
 */

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { SavedExploration } from 'mm-playground';
import { UsageError } from '../exit.ts';

/** The content of a state file. */
interface Kept {
  readonly what: 'mm-playground exploration';
  /** Of the file that is explored. */
  readonly sha256: string;
  readonly kernels: Readonly<Record<string, SavedExploration>>;
}

/** Explorations by kernel, and the file that keeps them. */
export class KeptExplorations {
  readonly #path: string;
  readonly #sha256: string;
  readonly #kernels: Record<string, SavedExploration>;

  private constructor(path: string, sha256: string, kernels: Readonly<Record<string, SavedExploration>>) {
    this.#path = path;
    this.#sha256 = sha256;
    this.#kernels = { ...kernels };
  }

  /** Reads a state file, where there is one. @throws UsageError where it is of something else */
  static async open(path: string, source: Uint8Array): Promise<KeptExplorations> {
    const sha256 = createHash('sha256').update(source).digest('hex');
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new UsageError(`${path} cannot be read: ${error.message}`);
    });
    if (text === undefined) return new KeptExplorations(path, sha256, {});
    const kept = parse(text);
    if (kept === undefined) throw new UsageError(`${path} is no state of an exploration`);
    if (kept.sha256 !== sha256) throw new UsageError(`${path} is the state of an exploration of another file`);
    return new KeptExplorations(path, sha256, kept.kernels);
  }

  of(kernel: string): SavedExploration | undefined {
    return this.#kernels[kernel];
  }

  /** Writes it down. */
  async keep(kernel: string, saved: SavedExploration): Promise<void> {
    this.#kernels[kernel] = saved;
    const kept: Kept = { what: 'mm-playground exploration', sha256: this.#sha256, kernels: this.#kernels };
    await writeFile(this.#path, JSON.stringify(kept));
  }
}

function parse(text: string): Kept | undefined {
  try {
    const kept = JSON.parse(text) as Partial<Kept> | null;
    return kept?.what === 'mm-playground exploration' ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}
