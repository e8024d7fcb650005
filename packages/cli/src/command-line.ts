/**
 * The command line: which commands and options there are, and how an error ends. The commands themselves are imported when
 * they are called for, so that `mm check` does not wait for a web server. A command that does not exist yet is not
 * registered: asking for it is a usage error, as for any other unknown word.
 */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { InputError, UsageError, type ExitCode } from './exit.ts';
import { SHOWABLE, type CommonOptions, type ReplayOptions, type Showable, type TaskOptions } from './options.ts';
import type { ExportOptions } from './commands/export.ts';
import type { ExploreOptions } from './commands/explore.ts';
import type { FailOptions } from './commands/fail.ts';
import type { OpenOptions } from './commands/open.ts';
import type { OracleOptions } from './commands/oracle.ts';
import type { RecordCommandOptions } from './commands/record.ts';
import type { ReportOptions } from './commands/report.ts';
import type { SidesOptions } from './sides.ts';
import { VERSION } from './version.ts';

/** Options that follow `--json=`; commander cannot tell `--json=lines` from `--json FILE`, so they get names of their own. */
const JSON_FORMS: Readonly<Record<string, string>> = { '--json=lines': '--json-lines', '--json=document': '--json' };

/**
 * Runs one command line (without the interpreter and the script).
 *
 * @returns the exit code: 0 done and nothing diverged, 1 divergences or failures found, 2 bad usage or bad input.
 */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = commandTree(async (command) => {
    exitCode = await command();
  });
  try {
    await program.parseAsync(withOwnForms(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/**
 * `--json=lines` as an option of its own, up to the `--` behind which everything belongs to somebody else; and what that is
 * to `open`: commander does not say whether there was a `--`.
 */
function withOwnForms(args: readonly string[]): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const own = args.slice(0, end).map((arg) => JSON_FORMS[arg] ?? arg);
  const isProgram = own[0] === 'open' && end < args.length;
  return [...own, ...(isProgram ? ['--command'] : []), ...args.slice(end)];
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) return complain(`error: ${error.message}`, 2);
  if (error instanceof InputError) return complain(error.message, 2);
  return complain(error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
}

function complain(message: string, exitCode: ExitCode): ExitCode {
  process.stderr.write(`${message}\n`);
  return exitCode;
}

type Run = (command: () => Promise<ExitCode>) => Promise<void>;

function commandTree(run: Run): Command {
  const program = new Command('mm-playground')
    .description("Replays memory calls on an executable model of Linux's address-space core.")
    .version(VERSION)
    .helpCommand(false)
    .enablePositionalOptions()
    .showHelpAfterError('(--help lists commands and options)')
    .exitOverride();
  addReplayCommands(program, run);
  addExploreCommand(program, run);
  addSidesCommands(program, run);
  addExportCommand(program, run);
  addOtherCommands(program, run);
  program.commands.forEach(refuseRepeats);
  return program;
}

/** Options with one value may be given once: commander would take the last without a word. */
function refuseRepeats(command: Command): void {
  for (const option of command.options.filter(takesOneValue)) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' is given twice`);
      isGiven = true;
    });
  }
}

const takesOneValue = ({ required, defaultValue }: Option): boolean => required && !Array.isArray(defaultValue);

function addReplayCommands(program: Command, run: Run): void {
  replayCommand(program, 'run <file>', 'print each call with the result that the model gives')
    .addOption(showOption())
    .addOption(taskOption())
    .action((file: string, options: TaskOptions & { show: readonly Showable[] }) =>
      run(async () => (await import('./commands/run.ts')).run(file, options)),
    );
  replayCommand(program, 'check <file...>', 'print every recorded fact that the model predicts otherwise')
    .option('--task <name>', 'the task whose divergences count (default: all)')
    .action((files: readonly string[], options: TaskOptions) =>
      run(async () => (await import('./commands/check.ts')).check(files, options)),
    );
  replayCommand(program, 'tables <file>', 'print the page tables')
    .addOption(taskOption())
    .action((file: string, options: TaskOptions) =>
      run(async () => (await import('./commands/tables.ts')).tables(file, options)),
    );
  replayCommand(program, 'steps <file>', 'print the steps of one call and what each changed')
    .requiredOption('--call <line>', 'the line of the call', lineNumber)
    .action((file: string, options: ReplayOptions & { call: number }) =>
      run(async () => (await import('./commands/steps.ts')).steps(file, options)),
    );
}

function addExportCommand(program: Command, run: Run): void {
  const command = program
    .command('export <file>')
    .description(
      'print a script in another form: a link, a report, a trace for Perfetto, a C program that checks itself, strips, a picture, Markdown, a capture; --to script makes one of a strip, of maps or smaps',
    )
    .addOption(new Option('--to <form>', FORMS_HELP).makeOptionMandatory())
    .option('--kernel <id>', KERNEL_HELP)
    .option('--arch <id>', ARCH_HELP)
    .option('--index <id>', INDEX_HELP)
    .option(
      '--call <line>',
      'the call that is reported, or of which each step is drawn (default: each call)',
      lineNumber,
    )
    .option('--page <address>', 'where the page stands that --to link leads to (default: the part behind it only)')
    .addOption(pluginOption());
  playCommand(command).action((file: string, options: ExportOptions) =>
    run(async () => (await import('./commands/export.ts')).exportFile(file, options)),
  );
}

function addExploreCommand(program: Command, run: Run): void {
  commonCommand(program, 'explore <file>', 'explore the interleavings of a race')
    .option('--kernel <id>', 'explore on this kernel alone (default: on those of the `#@ expect` lines)')
    .option('--arch <id>', ARCH_HELP)
    .option('--index <id>', INDEX_HELP)
    .addOption(assumeOption())
    .option('--bound <n>', 'interrupt tasks that could go on at most so often', wholeNumber)
    .option('--no-reduction', 'leave nothing out, and conclude nothing: every step of every interleaving is made')
    .option('--workers <n>', 'how many threads work (default: as many as there are cores)', positiveNumber)
    .option('--resume <state>', 'keep what was found in this file, and go on from there')
    .action((file: string, options: ExploreOptions) =>
      run(async () => (await import('./commands/explore.ts')).explore(file, options)),
    );
}

/** Commands that can play a file on several machines. */
function addSidesCommands(program: Command, run: Run): void {
  sidesCommand(
    program,
    'diff <file>',
    'print where two kernels, architectures or indexes differ, and what each costs',
  ).action((file: string, options: SidesOptions) =>
    run(async () => (await import('./commands/diff.ts')).diff(file, options)),
  );
  sidesCommand(program, 'report <file>', 'print one call as plain text for a mail, on one machine or on two')
    .requiredOption('--call <line>', 'the line of the call', lineNumber)
    .option('--tracepoints', 'tell tracepoints among the steps')
    .action((file: string, options: ReportOptions) =>
      run(async () => (await import('./commands/report.ts')).report(file, options)),
    );
  sidesCommand(program, 'fail <file>', 'fail every step that can fail, in turn, and print what is left behind')
    .option('--call <line>', 'the line of the one call to sweep (default: all)', lineNumber)
    .option('--pairs', 'fail two steps of a call, too')
    .action((file: string, options: FailOptions) =>
      run(async () => (await import('./commands/fail.ts')).fail(file, options)),
    );
}

function addOtherCommands(program: Command, run: Run): void {
  commonCommand(program, 'pte <word>', 'print the fields of a page-table entry')
    .option('--arch <id>', 'the architecture, with options: x86-64:levels=5', 'x86-64')
    .option('--level <n>', 'the level of the table, 0 is the root (default: the last)', wholeNumber)
    .action((word: string, options: CommonOptions & { arch: string; level?: number }) =>
      run(async () => (await import('./commands/pte.ts')).pte(word, options)),
    );
  commonCommand(program, 'plugins', 'list kernels, architectures, indexes and viewers').action(
    (options: CommonOptions) => run(async () => (await import('./commands/plugins.ts')).plugins(options)),
  );
  commonCommand(
    program,
    'oracle [file...]',
    'compare the model with a real kernel on random scripts, or a kernel with what files expect',
  )
    .option('--mmu', "compare page tables with QEMU's MMU: random ones, or those that files leave behind")
    .option('--count <n>', 'how many random calls; with --mmu, probes of each configuration', positiveNumber, 10_000)
    .option('--seed <n>', 'of the first script or set of tables; the next have the next seeds', wholeNumber, 1)
    .addOption(repeated('--profile <name>', 'what the scripts are about; may be repeated', 'all in turn'))
    .option(
      '--boot <vmlinuz>',
      'boot this image in QEMU, or a kernel that was fetched: 6.12 (default: the running one)',
    )
    .option('--kernel <id>', 'the kernel of the model, whatever the real one is')
    .option('--arch <id>', ARCH_HELP)
    .option('--index <id>', INDEX_HELP)
    .option('-o, --output <folder>', 'write captures of what differs there, too')
    .option('--record <file>', 'keep the sums of random calls or tables in this JSON file, beside those of other runs')
    .action((files: readonly string[], options: OracleOptions) => run(() => runOracle(files, options)));
  program
    .command('record <command...>')
    .description('record a program on this machine: mm-playground record -o ls.strace -- ls -l')
    .passThroughOptions()
    .option('-o, --output <file>', 'write the capture here and not to standard output')
    .option('--no-descriptors', 'leave out where files are opened, closed and resized')
    .action((command: readonly string[], options: RecordCommandOptions) =>
      run(async () => (await import('./commands/record.ts')).record(command, options)),
    );
  program
    .command('open [words...]')
    .usage('[options] FILE | --pid PID | -- COMMAND...')
    .description('show a file in the browser, or follow a process or a program there')
    .option('--pid <pid>', 'follow this process', positiveNumber)
    .addOption(new Option('--command').hideHelp())
    .option('--no-browser', 'print the address only')
    .option('--kernel <id>', KERNEL_HELP)
    .option('--arch <id>', ARCH_HELP)
    .option('--index <id>', INDEX_HELP)
    .addOption(pluginOption())
    .action((words: readonly string[], options: OpenOptions) =>
      run(async () => (await import('./commands/open.ts')).open(words, options)),
    );
}

/** The three judges: an MMU, a kernel of what files expect, a kernel of what the model says. */
async function runOracle(files: readonly string[], options: OracleOptions): Promise<ExitCode> {
  if (options.mmu === true) return (await import('./commands/oracle-mmu.ts')).oracleMmu(files, options);
  if (files.length > 0) return (await import('./commands/prove.ts')).proveFiles(files, options);
  return (await import('./commands/oracle.ts')).oracle(options);
}

const KERNEL_HELP = 'the kernel, whatever the file says: 6.18';
const ARCH_HELP = 'the architecture, whatever the file says: arm64:granule=16';
const FORMS_HELP = 'link, report, c, strips, script, perfetto, svg, markdown, capture, or an exporter of a plugin';
const INDEX_HELP = 'the index under the VMAs';

const commonCommand = (program: Command, usage: string, description: string): Command =>
  program
    .command(usage)
    .description(description)
    .option('--json', 'print one JSON document (--json=lines: one event a line)')
    .addOption(new Option('--json-lines').hideHelp())
    .addOption(pluginOption());

const pluginOption = (): Option => repeated('--plugin <file>', 'load a plugin; may be repeated', 'only our own');

const replayCommand = (program: Command, usage: string, description: string): Command =>
  playCommand(
    commonCommand(program, usage, description)
      .option('--kernel <id>', KERNEL_HELP)
      .option('--arch <id>', ARCH_HELP)
      .option('--index <id>', INDEX_HELP),
  );

const sidesCommand = (program: Command, usage: string, description: string): Command =>
  playCommand(
    commonCommand(program, usage, description)
      .addOption(repeated('--kernel <id>', `${KERNEL_HELP}; may be repeated`))
      .addOption(repeated('--arch <id>', `${ARCH_HELP}; may be repeated`))
      .addOption(repeated('--index <id>', `${INDEX_HELP}; may be repeated`)),
  );

const repeated = (flags: string, description: string, none = 'what the file says'): Option =>
  new Option(flags, description).argParser(collect).default([], none);

const playCommand = (command: Command): Command =>
  command
    .option('--until <line>', 'stop after this line', lineNumber)
    .addOption(assumeOption())
    .option('--skip-unmodelled', 'list calls that are not modelled instead of stopping');

const assumeOption = (): Option =>
  new Option('--assume <what>', 'private writable memory of which accesses are unknown')
    .choices(['written', 'untouched'])
    .default('written');

const taskOption = (): Option => new Option('--task <name>', 'the task to look at (default: that of the last call)');

const showOption = (): Option =>
  new Option('--show <what>', `what to print at the end, may be repeated (choices: ${SHOWABLE.join(', ')})`)
    .argParser((value: string, previous: readonly Showable[]) => [...previous, showable(value)])
    .default([], 'nothing');

function showable(value: string): Showable {
  const known = SHOWABLE.find((name) => name === value);
  if (known === undefined) throw new InvalidArgumentError(`Allowed choices are ${SHOWABLE.join(', ')}.`);
  return known;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
  return Number(text);
}

function lineNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Lines count from 1.');
  return Number(text);
}
