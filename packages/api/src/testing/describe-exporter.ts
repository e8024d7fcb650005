/**
 * The conformance kit of exporters. What was played is the reader's: a session of the playground is a `PlayedRun`.
 *
 * ```ts
 * import { describeExporter } from '@mm-playground/api/testing';
 * describeExporter(myForm, { play: () => ({ run: session, text }) });
 * ```
 */

import { expect } from 'vitest';
import type { ExporterPlugin, PlayedRun } from '../exporter.ts';
import { declareInto, describeProperties, type KitProperty, type MarkedOptions } from './kit-property.ts';
import { matrixProperties } from './kit-support.ts';

/** A program that was played, and its script. */
export interface Played {
  readonly run: PlayedRun;
  readonly text: string;
}

/** How to run the kit. */
export interface ExporterKitOptions extends MarkedOptions {
  /** Plays a program that has such a form; each time anew, as `records` of the exporter says. */
  readonly play: () => Played | Promise<Played>;
  /** What is wrong with a file of this form, a line each: what its own reader says. */
  readonly problems?: (file: string) => readonly string[] | Promise<readonly string[]>;
}

/** The properties of an exporter. */
export function exporterProperties(exporter: ExporterPlugin, options: ExporterKitOptions): KitProperty[] {
  const properties: KitProperty[] = [];
  const { play, problems } = options;
  const it = declareInto(properties, exporter.id, 'as a plugin');
  const exported = async (): Promise<string[]> => {
    const { run, text } = await play();
    return [...exporter.export(run, text)];
  };
  it('has an id, a title, a few words, and an ending', () => {
    expect(exporter.id).toMatch(/^[a-z0-9-]+$/);
    expect([exporter.title, exporter.what].every((text) => text.trim() !== '')).toBe(true);
    expect(exporter.ending).toMatch(/^\.\w+/);
    expect(['steps', 'marks']).toContain(exporter.records);
  });
  matrixProperties(it, () => exporter.support);

  const file = declareInto(properties, exporter.id, 'file');
  file('has lines, none of which has an end of its own', async () => {
    const lines = await exported();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  });
  file('is the same each time', async () => {
    expect(await exported()).toEqual(await exported());
  });
  file('is the same wherever the run stood before', async () => {
    const { run, text } = await play();
    run.seek({ call: -1 });
    const lines = [...exporter.export(run, text)];
    run.seek({ call: run.calls.length - 1 });
    expect([...exporter.export(run, text)]).toEqual(lines);
  });
  if (problems !== undefined)
    file('is read by who reads such files', async () => {
      expect(await problems((await exported()).join('\n'))).toEqual([]);
    });
  return properties;
}

/** Declares a vitest case for each of {@link exporterProperties}. */
export function describeExporter(exporter: ExporterPlugin, options: ExporterKitOptions): void {
  describeProperties(exporterProperties(exporter, options), options);
}
