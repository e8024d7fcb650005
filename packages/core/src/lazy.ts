/** The same plugin for a page that pays only for what it shows: the rest of the model is not fetched. */

import { playModeOf, type Plugin, type Program } from '@mm-playground/api';
import type { KernelGeneration } from './kernels/generation.ts';
import { v6_18 } from './kernels/v6-18.ts';
import { v7_2 } from './kernels/v7-2.ts';
import { linuxModelOf, pluginWith } from './model.ts';
import type { Recording } from './recording/recording.ts';
import { familiesFor } from './syscalls/catalogue.ts';
import type { MemoryViews } from './views/memory-views.ts';

/** What is asked of the model. */
export interface PluginNeeds {
  /** Undefined where it has errors, and is not played. */
  readonly program: Program | undefined;
  /** A kernel's id or release, instead of the program's. */
  readonly kernel?: string | undefined;
  /** Whether somebody looks at memory: frames, what maps them, TLBs, costs, smaps and pagemap. */
  readonly memoryViews: boolean;
}

/** The kernels that are always there: the newest, and the one that it builds on. */
const NEWEST: readonly KernelGeneration[] = [v6_18, v7_2];

/**
 * The plugin with what this program needs. Who asks its model for more is told so by a `RangeError`; a call that the program does not
 * make is not modelled.
 */
export async function pluginFor({ program, kernel, memoryViews }: PluginNeeds): Promise<Plugin> {
  const items = program?.items ?? [];
  const isRecorded = program !== undefined && isRecording(program);
  const [kernels, families, recording, views] = await Promise.all([
    kernelsFor(kernel ?? program?.system.kernel),
    familiesFor(items.flatMap((item) => (item.kind === 'call' ? [item.name] : []))),
    isRecorded ? fetchRecording() : null,
    // A recorded snapshot may be of what they show.
    isRecorded || memoryViews ? fetchMemoryViews() : null,
  ]);
  return pluginWith(linuxModelOf({ kernels, families, recording, memoryViews: views }));
}

/** Whether it has results or snapshots of a kernel. */
const isRecording = (program: Program): boolean =>
  program.initial !== undefined ||
  playModeOf(program) !== 'scenario' ||
  program.items.some(({ kind }) => kind === 'checkpoint');

const isNewest = (wanted: string): boolean =>
  NEWEST.some(({ id }) => wanted === id || wanted.startsWith(`${id}.`) || wanted.startsWith(`${id}-`));

async function kernelsFor(wanted: string | undefined): Promise<readonly KernelGeneration[]> {
  if (wanted === undefined || isNewest(wanted)) return NEWEST;
  return (await import('./kernels/all-kernels.ts')).ALL_KERNELS;
}

const fetchRecording = async (): Promise<Recording> => (await import('./recording/recording.ts')).recording;
const fetchMemoryViews = async (): Promise<MemoryViews> => (await import('./views/memory-views.ts')).memoryViews;
