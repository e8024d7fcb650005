#!/usr/bin/env node
/** The binary of {@link figureCommand}. */

import { readFileSync } from 'node:fs';
import { figureCommand } from './figure-command.ts';

const { code, output, problems } = figureCommand(process.argv.slice(2), () => readFileSync(0, 'utf8'));
process.stdout.write(output);
process.stderr.write(problems);
process.exitCode = code;
