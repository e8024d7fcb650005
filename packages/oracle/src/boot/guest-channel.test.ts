import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { GuestChannel } from './guest-channel.ts';

/** A guest that is played by hand: what it was sent so far, and its answers. */
function guest(): { channel: GuestChannel; sent: () => string; say: (text: string) => void } {
  const [from, to] = [new PassThrough(), new PassThrough()];
  let sent = '';
  to.on('data', (bytes: Buffer) => (sent += bytes.toString()));
  return { channel: new GuestChannel(from, to), sent: () => sent, say: (text) => void from.write(text) };
}

/** Lets everything that is under way arrive. */
const arrived = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await new Promise(setImmediate);
};

test('what the firmware says before the first word is dropped', async () => {
  const { channel, say } = guest();
  say('BIOS 1.0\r\nrea');
  say('dy\n');
  await expect(channel.ready()).resolves.toBeUndefined();
});

test('a script goes in pieces, each after the guest took the one before', async () => {
  const { channel, sent, say } = guest();
  const commands = ['1 munmap 0 0', `2 mmap ${'9'.repeat(1500)}`];
  const size = commands.join('\n').length + 1;
  const replies = channel.perform(commands);
  await arrived();
  expect(sent()).toHaveLength(`run ${size}\n`.length + 1024);
  say('+');
  await arrived();
  expect(sent()).toBe(`run ${size}\n${commands.join('\n')}\n`);
  say('+1 = -22\n2 = 40');
  say('96\nexit 0 0\n');
  await expect(replies).resolves.toEqual([
    { kind: 'result', value: -22n },
    { kind: 'result', value: 4096n },
  ]);
});

test('a script that ends the runner is told with its last words, and the next one runs', async () => {
  const { channel, say } = guest();
  const first = channel.perform(['1 munmap 0 4096', '2 brk 0']);
  say('+1 = 0\nexit 512 17\nrunner: bad lineX');
  await expect(first).rejects.toThrow('the runner died (runner: bad lineX) in: 2 brk 0');
  const second = channel.perform(['1 brk 0']);
  say('+exit 139 0\n');
  await expect(second).rejects.toThrow('the runner died (signal 11) in: 1 brk 0');
  const third = channel.perform(['1 brk 0']);
  say('+1 = 7\nexit 0 0\n');
  await expect(third).resolves.toEqual([{ kind: 'result', value: 7n }]);
});

test('whoever waits when the guest goes away is told why, and so is who comes later', async () => {
  const { channel } = guest();
  const waiting = channel.ready();
  channel.break(new Error('Kernel panic'));
  channel.break(new Error('too late'));
  await expect(waiting).rejects.toThrow('Kernel panic');
  await expect(channel.perform(['1 brk 0'])).rejects.toThrow('Kernel panic');
});
