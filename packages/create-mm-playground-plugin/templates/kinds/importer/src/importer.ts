/**
 * Change this first: which texts are recognised, and what becomes of them. This reads a list of ranges (address, pages, protection) below
 * a first line that names it, and makes a mapping of each.
 *
 * A text that is recognised by mistake cannot be played any more: say yes only where it is sure. What is wrong is told with its line, all
 * of it, and then there is no script.
 */

import type { Diagnostic, ImportedScript, ImporterPlugin } from '@mm-playground/api';

const HEAD = '# __name__';
const ROW = /^(?<start>[0-9a-f]{1,16}) (?<pages>[1-9]\d{0,8}) (?<rights>[r-][w-][x-])$/;

/** __name__. */
export const importer: ImporterPlugin = {
  id: '__name__',
  title: 'a list of ranges',
  support: [
    { call: 'ranges', level: 'modelled' },
    { call: 'files', level: 'refused', note: 'a range does not say what is mapped' },
  ],
  recognises: ([first]) => first === HEAD,
  toScript,
};

function toScript(text: string, file: string): ImportedScript {
  const [, ...rows] = text.split(/\r?\n/);
  const calls: string[] = [];
  const diagnostics: Diagnostic[] = [];
  rows.forEach((row, at) => {
    if (row === '') return;
    const { start, pages, rights = '' } = ROW.exec(row)?.groups ?? {};
    if (start !== undefined) calls.push(mmapOf(start, `${pages}`, rights));
    // The first row stands in line 2.
    else diagnostics.push(problem(file, at + 2, row, 'expected an address, a number of pages and rwx: 10000000 4 rw-'));
  });
  return { text: diagnostics.length === 0 ? `${calls.join('\n')}\n` : undefined, diagnostics };
}

/** The call as strace prints it. */
function mmapOf(start: string, pages: string, rights: string): string {
  const names = { r: 'PROT_READ', w: 'PROT_WRITE', x: 'PROT_EXEC' };
  const given = Object.entries(names).flatMap(([letter, name]) => (rights.includes(letter) ? [name] : []));
  const prot = given.join('|') || 'PROT_NONE';
  return `mmap(0x${start}, ${pages}*PAGE, ${prot}, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)`;
}

const problem = (file: string, line: number, row: string, message: string): Diagnostic => ({
  file,
  span: { line, column: 1, length: row.length },
  severity: 'error',
  message,
});
