import { expect, test } from 'vitest';
import { parseReplies, ReplyReader } from './replies.ts';

test('results, signals, digests and bodies are read, and what is cut off is left out', () => {
  const output = Buffer.from('1 = 4096\n2 ! 11 1 0x20\n0 : 3\na\nb\n3 = -12\n0 # 0123456789abcdef\n0 : 9\ncut');
  expect(parseReplies(output)).toEqual([
    { kind: 'result', value: 4096n },
    { kind: 'signal', signal: 11, code: 1, address: 32n },
    { kind: 'body', text: 'a\nb' },
    { kind: 'result', value: -12n },
    { kind: 'digest', digest: '0123456789abcdef' },
  ]);
});

test('contents that were told by what changed are whole again, each slot by itself', () => {
  const output = Buffer.from('0 ~ 0 0 0 6\nabcdef\n0 ~ 1 0 0 2\nxy\n0 ~ 0 2 1 1\nZ\n0 ~ 0 4 0 0\n\n0 ~ 1 1 1 0\n\n');
  expect(parseReplies(output).map((reply) => 'text' in reply && reply.text)).toEqual([
    ...['abcdef', 'xy', 'abZf', 'abZf', 'xy'],
  ]);
});

test('replies come out the same however the bytes arrive', () => {
  const output = Buffer.from('7 = 1\n0 : 5\n1 = \n\n0 ~ 0 0 0 3\nabc\n0 ~ 0 1 1 2\n=\n\n8 = -1\n');
  const reader = new ReplyReader();
  for (const byte of output) reader.push(Buffer.from([byte]));
  expect(reader.replies).toEqual(parseReplies(output));
  expect(reader.replies).toHaveLength(5);
  expect(reader.rest).toHaveLength(0);
});

test('what is no reply stays', () => {
  const reader = new ReplyReader();
  reader.push(Buffer.from('1 = 0\nexit 0 0\n'));
  expect(reader.replies).toHaveLength(1);
  expect(reader.rest.toString()).toBe('exit 0 0\n');
});

test('what one runner told first, the next tells by what changed of it', () => {
  const first = new ReplyReader();
  first.push(Buffer.from('0 ~ 0 0 0 6\nabcdef\n0 ~ 0 2 2 1\nX\n'));
  const next = new ReplyReader(first.first);
  next.push(Buffer.from('0 ~ 0 2 2 2\nYZ\n'));
  expect(next.replies).toEqual([{ kind: 'body', text: 'abYZef' }]);
});
