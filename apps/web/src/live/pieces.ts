/* A long text in pieces that can be read one after the other: each ends before a call, so that what was shown after a call stays with it. */

/** The pieces of a text, of about so many lines each. */
export function* piecesOf(text: string, lines: number): Generator<string, void, void> {
  let from = 0;
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (++count < lines || text.charAt(at + 1) === '#' || at + 1 >= text.length) continue;
    yield text.slice(from, at + 1);
    from = at + 1;
    count = 0;
  }
  if (from < text.length) yield text.slice(from);
}

/** Whether a text says what a kernel answered, as far as its first calls tell; before them may stand the maps of a large program. */
export function isRecorded(text: string): boolean {
  const first = text.search(/^[^#\n]/m);
  return first >= 0 && /^[^#\n].*\) += \S/m.test(text.slice(first, first + PROBE));
}

const PROBE = 1024 * 1024;
