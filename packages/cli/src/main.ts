#!/usr/bin/env node
/**
 * The binary. Everything else is imported after the compile cache is on, so that a second start does not compile again;
 * a reader that goes away (`mm run FILE | head`) ends the program quietly.
 */

import { enableCompileCache } from 'node:module';

enableCompileCache();

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
