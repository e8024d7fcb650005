/*
 * The scenarios that come with the app, read from where the model's tests have them: identifier, title and question are the files'
 * own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Sample } from '../src/samples.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'packages', 'core', 'scenarios', 'mmap-region');

/** What a reader of the review thread would ask first; the others follow by name. */
const FIRST = ['gap', 'gap-and-locks', 'once-and-only-once', 'validate-mm'];

/** A scenario as it is shown, with its text. */
export interface Scenario extends Sample {
  readonly text: string;
}

/** All of them, in the order of the dialog. */
export function readScenarios(): Scenario[] {
  const place = ({ id }: Scenario): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.mm'));
  return files.map(readScenario).toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

function readScenario(name: string): Scenario {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const said = (directive: string): string | undefined => new RegExp(`^#@ ${directive} (.*)$`, 'm').exec(text)?.[1];
  const id = basename(name, '.mm');
  return { id, title: said('title') ?? id, what: said('question') ?? '', text };
}
