/** The published schemas, compiled: what is printed with `--json` is judged by what is shipped. */

import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** Commands whose output has a schema. */
export const SCHEMAS = [
  'run',
  'check',
  'tables',
  'steps',
  'pte',
  'plugins',
  'explore',
  'oracle',
  'oracle-files',
  'oracle-mmu',
  'diff',
  'fail',
  'report',
] as const;

export type SchemaName = (typeof SCHEMAS)[number];

const read = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')) as object;

const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false });
for (const name of ['common', ...SCHEMAS]) ajv.addSchema(read(name), `${name}.json`);

/** What is wrong with a document of `mm COMMAND --json`; empty when all is well. */
export const documentErrors = (command: SchemaName, json: string): string[] =>
  errorsOf(ajv.getSchema(`${command}.json`), JSON.parse(json));

/** What is wrong with the lines of `mm COMMAND --json=lines`. */
export function lineErrors(command: SchemaName, lines: string): string[] {
  const validate = ajv.getSchema(`${command}.json#/$defs/event`);
  return lines
    .trimEnd()
    .split('\n')
    .flatMap((line) => errorsOf(validate, JSON.parse(line)));
}

function errorsOf(validate: ValidateFunction | undefined, data: unknown): string[] {
  if (validate === undefined) throw new Error('there is no such schema');
  if (validate(data) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`);
}
