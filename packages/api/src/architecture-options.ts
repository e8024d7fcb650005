/**
 * Options of an architecture: reads `levels=5` or `granule=16,va=47` against the rows that a plugin declares, so that every
 * plugin refuses a wrong one with the same words.
 */

import type { ArchitectureOption } from './architecture.ts';

/**
 * The value of every option, the default where none is given.
 *
 * @throws RangeError naming the option and its value, and what is allowed.
 */
export function resolveOptions(
  id: string,
  rows: readonly ArchitectureOption[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = rows.map((row) => row.name);
  for (const [name, value] of Object.entries(given))
    if (!names.includes(name)) throw new RangeError(`${id} has no option ${name}=${value}; it has ${names.join(', ')}`);
  return Object.fromEntries(rows.map((row) => [row.name, valueOf(id, row, given[row.name])]));
}

function valueOf(id: string, row: ArchitectureOption, value = row.default): string {
  if (!row.values.includes(value))
    throw new RangeError(`${id}:${row.name}=${value} is not possible; ${row.name} is one of ${row.values.join(', ')}`);
  return value;
}

/** `x86-64:levels=4`: an architecture's id with options, as `--arch` takes it. */
export const specOf = (id: string, options: Readonly<Record<string, string | number>>): string =>
  [
    id,
    Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  ]
    .filter((part) => part !== '')
    .join(':');
