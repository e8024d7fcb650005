/*
 * The one table of commands. A part of the app that has commands of its own keeps them in its own folder and is named here.
 */
import { compareCommands } from '../compare/compare.commands.ts';
import { exchangeCommands } from '../exchange/exchange.commands.ts';
import { layoutCommands } from '../layout/layout.commands.ts';
import { storyCommands } from '../story/story.commands.ts';
import { paneCommands } from '../views/views.commands.ts';
import type { Command } from './command.ts';
import { fileCommands } from './file.ts';
import { machineCommands } from './machine.ts';
import { raceCommands } from './race.ts';
import { selectionCommands } from './selection.ts';
import { undoCommands } from '../undo/undo.commands.ts';
import { branchCommands, graphCommands } from '../time/time.commands.ts';
import { timeCommands } from './time.ts';
import { helpCommands, viewCommands } from './view.ts';

/** Every command, in the order in which each section lists them. */
export const COMMANDS: readonly Command[] = [
  ...timeCommands,
  ...graphCommands,
  ...selectionCommands,
  ...fileCommands,
  ...undoCommands,
  ...branchCommands,
  ...machineCommands,
  ...viewCommands,
  ...paneCommands,
  ...layoutCommands,
  ...storyCommands,
  ...raceCommands,
  ...compareCommands,
  ...exchangeCommands,
  ...helpCommands,
];
