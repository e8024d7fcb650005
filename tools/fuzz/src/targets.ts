/*
 * What is given to the fuzzer: everything that reads bytes of strangers. A target takes any bytes; what it throws is a defect. Each is
 * bundled into one file for Jazzer.js (`build.ts`), so this module is all that a fuzzing machine needs.
 */
import { formatDiagnostic, readElf } from '@mm-playground/api';
import { importText, IMPORTERS, loadProgram, parse, parseStrip, print, stripScript } from '@mm-playground/script';
import { createPlayground, unpackText } from 'mm-playground';

/** Takes any bytes. @throws whatever is a defect */
export type Target = (bytes: Uint8Array) => void | Promise<void>;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Calls that a fuzzed script may make: a defect shows in few, and longer ones cost the fuzzer its speed. */
const MOST_CALLS = 64;
/** Characters that a link may come to. */
const MOST_LINKED = 1_000_000;

/** A script is read, printed and read again to the same, and played to its end without a crash or a broken invariant. */
function script(bytes: Uint8Array): void {
  const source = text(bytes);
  const printed = print(parse(source).document);
  // Without its blanks a text may be none any more.
  const again = parse(printed);
  demand(again.isBinary || print(again.document) === printed, 'what is printed is not read as the same');
  const { program, diagnostics } = loadProgram(source, { file: 'fuzz.mm' });
  for (const diagnostic of diagnostics) demand(diagnostic.span.line >= 1, formatDiagnostic(diagnostic));
  if (program === undefined || program.items.length > MOST_CALLS) return;
  const { session } = createPlayground({ skipUnmodelled: true }).loadText(source);
  session?.run();
  const why = session?.stopped?.why;
  demand(why !== 'crash' && why !== 'kernel bug', session?.stopped?.message ?? '');
  demand(session?.validate().length === undefined || session.validate().length === 0, String(session?.validate()));
}

/** What is not UTF-8 is refused where files are read, before anybody looks at it. */
const isText = (source: string): boolean => !source.includes('\ufffd');

/** Whatever text becomes a script becomes one that can be read, but for calls that nobody has. */
function imports(bytes: Uint8Array): void {
  const source = text(bytes);
  if (!isText(source)) return;
  const imported = importText(source, { file: 'fuzz.txt', importers: IMPORTERS });
  if (imported.by === undefined || imported.text === undefined) return;
  const { diagnostics } = loadProgram(imported.text);
  const wrong = diagnostics.filter(
    ({ severity, message }) => severity === 'error' && !message.startsWith('no model reads'),
  );
  demand(wrong.length === 0, wrong.map(formatDiagnostic).join('; '));
}

/** A link is unpacked up to the limit, or refused as what it is. */
async function link(bytes: Uint8Array): Promise<void> {
  try {
    const unpacked = await unpackText(text(bytes), MOST_LINKED);
    demand(unpacked.length <= MOST_LINKED, `${unpacked.length} characters`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

/** A drawing is refused, or becomes a script that can be read. */
function strip(bytes: Uint8Array): void {
  const source = text(bytes);
  if (!isText(source)) return;
  const { strip: drawn } = parseStrip(source, { file: 'fuzz.strip' });
  const made = drawn === undefined ? undefined : stripScript(drawn).text;
  if (made === undefined) return;
  demand(loadProgram(made).program !== undefined, 'a strip became a script that cannot be read');
}

/** The headers of a program are read, or refused as what they are. */
function elf(bytes: Uint8Array): void {
  try {
    readElf(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

const WORD = 8;
const ARCHITECTURES = createPlayground().registry.architectures.map((plugin) => plugin.configure({}));

/** Any word is decoded at every level of every architecture, and a swap entry makes the word that it was read from. */
function entry(bytes: Uint8Array): void {
  if (bytes.length < WORD) return;
  const word = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  for (const arch of ARCHITECTURES)
    for (const level of arch.geometry.levels.keys()) {
      const { kind, pfn, swap } = arch.decode(level, word);
      demand(arch.fields(level, kind).length > 0, `${arch.spec} ${kind}`);
      demand(pfn === null || Number.isSafeInteger(pfn), `${arch.spec}: frame ${pfn}`);
      const again = swap === null ? null : arch.decode(level, arch.encodeSwap(swap)).swap;
      demand(JSON.stringify(again, plain) === JSON.stringify(swap, plain), `${arch.spec}: a swap entry became another`);
    }
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** The targets by name. */
export const TARGETS = { script, import: imports, link, strip, elf, entry } as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
