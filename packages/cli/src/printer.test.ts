import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { Printer, type OutputForm } from './printer.ts';

async function printed(form: OutputForm): Promise<string> {
  const out = new PassThrough();
  const printer = new Printer(form, out);
  printer.part({ text: () => ['one', 'two'], events: () => [{ event: 'a', n: 1 }, { event: 'b' }] });
  printer.part({ text: () => [], events: () => [] });
  printer.end(() => ({ all: [1] }));
  out.end();
  return await text(out);
}

it('prints text line by line', async () => {
  expect(await printed('text')).toBe('one\ntwo\n');
});

it('prints one event a line', async () => {
  expect(await printed('lines')).toBe('{"event":"a","n":1}\n{"event":"b"}\n');
});

it('prints one document and no parts', async () => {
  expect(await printed('document')).toBe('{\n  "all": [\n    1\n  ]\n}\n');
});
