/** `npm create mm-playground-plugin arch my-cpu`: words in, a folder out. What is missing is asked for where somebody can answer. */

import { cancel, isCancel, select, text } from '@clack/prompts';
import { Command, CommanderError } from 'commander';
import { KINDS, kindOf, NameError, nameProblem } from './kind.ts';
import { pluginFiles, type NewPlugin } from './plugin-files.ts';
import { writePlugin } from './write-plugin.ts';

/**
 * Runs one command line (without the interpreter and the script) and writes into `parent`.
 *
 * @returns the exit code: 0 done, 2 bad usage, and nothing was written
 */
export async function runCommandLine(args: readonly string[], parent: string): Promise<0 | 2> {
  const program = new Command('create-mm-playground-plugin')
    .description('Begins a plugin of mm-playground that runs, passes its kit, and is yours to change.')
    .argument('[kind]', KINDS.map((id) => `${id} (${kindOf(id).what})`).join('; '))
    .argument('[name]', 'what it is called: lower-case letters, digits, hyphens')
    .showHelpAfterError('(--help says what there is)')
    .exitOverride()
    .action(async (kind?: string, name?: string) => {
      const asked = await missing(kind, name);
      if (asked !== null) begin(pluginFiles(...asked), parent);
    });
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof NameError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
}

/** Kind and name, asked for where they are not said; null where the answer was to leave it. */
async function missing(kind?: string, name?: string): Promise<[kind: string, name: string] | null> {
  if (kind !== undefined && name !== undefined) return [kind, name];
  if (!process.stdin.isTTY) throw new NameError(`expected a kind (${KINDS.join(', ')}) and a name`);
  const options = KINDS.map((value) => ({ value, hint: kindOf(value).what }));
  const chosen = kind ?? (await select({ message: 'What will it be?', options }));
  if (isCancel(chosen)) return left();
  const of = kindOf(chosen);
  const called =
    name ?? (await text({ message: 'What is it called?', validate: (given) => nameProblem(of, given ?? '') }));
  return isCancel(called) ? left() : [chosen, called];
}

function left(): null {
  cancel('Nothing was written.');
  return null;
}

function begin(plugin: NewPlugin, parent: string): void {
  writePlugin(plugin, parent);
  const files = plugin.files.map(({ path }) => `  ${path}`);
  const shown = plugin.open === undefined ? [] : ['npm start'];
  const next = [`cd ${plugin.folder}`, 'npm install', 'npm test', 'npm run build', 'npm run play', ...shown];
  const [manifest] = plugin.files.filter(({ path }) => path === `${plugin.folder}/package.json`);
  if (manifest?.content.includes('"workspace:') === true)
    process.stderr.write(
      'warning: versions are those of a clone, which npm cannot install; pack the packages first: see README.md\n',
    );
  const lines = [...files, '', 'Next:', ...next.map((line) => `  ${line}`), '', `Then ${plugin.folder}/README.md.`];
  process.stdout.write(`${lines.join('\n')}\n`);
}
