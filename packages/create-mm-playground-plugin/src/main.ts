#!/usr/bin/env node
/** The binary: writes into the folder that it is called in. */

import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), process.cwd());
