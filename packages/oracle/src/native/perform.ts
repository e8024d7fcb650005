/**
 * Performs a scenario on this machine's kernel and prints what the kernel did as a capture, with everything that /proc shows after
 * each call: `node --conditions=@mm-playground/source packages/oracle/src/native/perform.ts FILE.mm > FILE.strace`.
 */
import { readFileSync } from 'node:fs';
import { formatDiagnostic } from '@mm-playground/api';
import { loadProgram } from '@mm-playground/script';
import { runNative } from './run-native.ts';
import { scriptOf } from './script-of.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new RangeError('usage: perform.ts FILE.mm');
const { program, diagnostics } = loadProgram(readFileSync(file), { file });
for (const diagnostic of diagnostics) console.error(formatDiagnostic(diagnostic));
if (program === undefined) process.exitCode = 2;
else process.stdout.write(await runNative(scriptOf(program), { detailEvery: 1 }));
