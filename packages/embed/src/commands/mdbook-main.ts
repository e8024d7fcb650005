#!/usr/bin/env node
/** The binary that mdBook starts: `supports RENDERER` asks, without arguments it works. */

import { readFileSync } from 'node:fs';
import { bookWithFigures, supportsRenderer } from '../fences/mdbook.ts';
import { FigureError } from '../figure/problems.ts';

const [question, renderer = ''] = process.argv.slice(2);

if (question === 'supports') process.exitCode = supportsRenderer(renderer) ? 0 : 1;
else
  try {
    process.stdout.write(bookWithFigures(readFileSync(0, 'utf8')));
  } catch (error) {
    if (!(error instanceof FigureError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
