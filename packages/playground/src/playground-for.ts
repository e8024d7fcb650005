/**
 * The same plugins for a page that pays only for what it shows: the architecture that is asked for is fetched, the others are not.
 */

import { plugin as core } from '@mm-playground/core';
import { loadProgram } from '@mm-playground/script';
import { architecturesFor } from './architectures.ts';
import { Playground, type PlaygroundOptions } from './playground.ts';

const USUAL = 'x86-64';

/**
 * A playground for this text alone: with the model, and the architecture that the options or the text name.
 *
 * @throws Error where the wanted kernel, architecture or index is not there, listing what there is.
 */
export async function playgroundFor(text: string, options: PlaygroundOptions = {}): Promise<Playground> {
  const arch = options.arch ?? loadProgram(text, { file: '' }).program?.system.arch ?? USUAL;
  return new Playground([core, ...(await architecturesFor(arch))], options);
}
