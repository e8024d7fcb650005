/** The front page of the project: what its commands are said to print is what they print. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mm } from './testing/binary.ts';

const README = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8');

/** The text of the fenced block that follows `marker`. */
function blockAfter(marker: string): string {
  const from = README.indexOf(marker);
  const block = /```\w*\n([\s\S]*?)```/.exec(README.slice(from));
  if (from < 0 || block?.[1] === undefined) throw new Error(`README has no block after ${marker}`);
  return block[1];
}

const STORY = join(mkdtempSync(join(tmpdir(), 'front-page-')), 'story.mm');
writeFileSync(STORY, blockAfter('As `story.mm`:'));

describe('the README', () => {
  it('shows the steps of a call as they are, but for lines that it leaves out', async () => {
    const [command = '', ...shown] = blockAfter('Look inside the call').trimEnd().split('\n');
    expect(command).toMatch(/ mm steps story\.mm --call 3$/);
    const { stdout } = await mm(['steps', STORY, '--call', '3']);
    const printed = stdout.split('\n').map((line) => line.trim());
    let at = 0;
    for (const line of shown.map((text) => text.trim()).filter((text) => text !== '...')) {
      const found = printed.indexOf(line, at);
      expect(found, `\`${line}\` is not printed after line ${at}`).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
  });

  it('shows commands that work', async () => {
    const commands = blockAfter('And the state after it').trimEnd().split('\n');
    for (const command of commands) {
      const words = command.slice(command.indexOf(' mm ') + 4).split(' ');
      const { exitCode, stdout } = await mm(words.map((word) => (word === 'story.mm' ? STORY : word)));
      expect([exitCode, stdout === '']).toEqual([0, false]);
    }
  });
});
