/** The command line as a function, for who wants to run it without a process of its own. */
export { runCommandLine } from './command-line.ts';
export type { ExitCode } from './exit.ts';
