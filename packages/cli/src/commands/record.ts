/**
 * `mm record`: a capture of a program on this machine. Without `-o` the capture is the standard output, so the program's
 * own goes to standard error. What the program does with its exit code is its business: a recording of a failing program
 * is a good recording.
 */

import { open, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { record as recordProgram, RecordError } from '@mm-playground/oracle';
import { UsageError, type ExitCode } from '../exit.ts';

const STDERR = 2;

/** Options of `mm record`. */
export interface RecordCommandOptions {
  readonly output?: string;
  /** Whether calls on files are recorded, too. */
  readonly descriptors: boolean;
}

/** Records a program, and writes the capture to a file (compressed where its name ends in `.gz`) or standard output. */
export async function record(
  command: readonly string[],
  { output, descriptors }: RecordCommandOptions,
): Promise<ExitCode> {
  if (output !== undefined) await checkWritable(output);
  try {
    const stdout = output === undefined ? STDERR : 'inherit';
    const { capture, warnings } = await recordProgram({
      command,
      descriptors,
      stdio: ['inherit', stdout, 'inherit'],
    });
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    if (output === undefined) process.stdout.write(capture);
    else await writeCapture(output, capture);
    return 0;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    if (error.code === 'command-not-found') throw new UsageError(error.message);
    process.stderr.write(`cannot record: ${error.message}\n`);
    return 1;
  }
}

/** Asked before the program runs: what it does may not be repeatable. */
async function checkWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

const writeCapture = async (file: string, capture: string): Promise<void> =>
  writeFile(file, file.endsWith('.gz') ? await promisify(gzip)(capture) : capture);
