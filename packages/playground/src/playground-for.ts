/**
 * The same plugins for a page that pays only for what it shows: the architecture that is asked for is fetched, and of the model what the
 * text needs.
 */

import { pluginFor } from '@mm-playground/core/lazy';
import { loadProgram } from '@mm-playground/script';
import { architecturesFor } from './architectures.ts';
import { Playground, type PlaygroundOptions } from './playground.ts';

/** What a page asks of a playground that is made for one text. */
export interface PlaygroundForOptions extends PlaygroundOptions {
  /** Whether somebody will look at memory (`physical`, `rmap`, `tlbs`, `cost`, `smaps()`, `pagemap()` of an `MmView`). True without it. */
  readonly memoryViews?: boolean;
}

const USUAL = 'x86-64';

/**
 * A playground for this text alone: with the architecture that the options or the text name, and a model that has the kernels, the system
 * calls and the views that they need. Asked for others, the model stops with `NotModelled` or a `RangeError`.
 *
 * @throws Error where the wanted kernel, architecture or index is not there, listing what there is.
 */
export async function playgroundFor(
  text: string,
  { memoryViews = true, ...options }: PlaygroundForOptions = {},
): Promise<Playground> {
  const { program } = loadProgram(text, { file: '' });
  const arch = architecturesFor(options.arch ?? program?.system.arch ?? USUAL);
  const model = pluginFor({ program, kernel: options.kernel, memoryViews });
  return new Playground([await model, ...(await arch)], options);
}
