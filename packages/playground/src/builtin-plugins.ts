/**
 * The plugins that come along: the model of Linux, the architectures, and what texts are read and written. They are plugins like any other; this is the one
 * list of what is loaded without being asked for. Their order is the order in which they are listed.
 */

import { plugin as arm64 } from '@mm-playground/arch-arm64';
import { plugin as riscv64 } from '@mm-playground/arch-riscv64';
import { plugin as x8664 } from '@mm-playground/arch-x86-64';
import { plugin as core } from '@mm-playground/core';
import { plugin as script } from '@mm-playground/script';
import type { Plugin } from '@mm-playground/api';
import { plugin as exporters } from './exporters.ts';
import { Playground, type PlaygroundOptions } from './playground.ts';

/** The plugins that come along. */
export const BUILTIN_PLUGINS: readonly Plugin[] = [core, x8664, arm64, riscv64, script, exporters];

/**
 * A playground with our own plugins and the given ones.
 *
 * @throws Error where the wanted kernel, architecture or index is not there, listing what there is.
 */
export const createPlayground = (options: PlaygroundOptions = {}): Playground =>
  new Playground(BUILTIN_PLUGINS, options);
