/*
 * What the words of one line are, for colours only.
 */

export type LineTokenKind =
  'call' | 'constant' | 'number' | 'string' | 'path' | 'errno' | 'directive' | 'comment' | 'body' | 'punctuation';

export interface LineToken {
  readonly from: number;
  readonly to: number;
  readonly kind: LineTokenKind;
}

const WORDS =
  /(?<string>"(?:[^"\\]|\\.)*"?)|(?<path>(?<=\w)<[^>]*>)|(?<errno>\bE[A-Z0-9]{2,}\b)|(?<call>\b[a-z_]\w*(?=\())|(?<constant>\b[A-Z][A-Z0-9_]+\b)|(?<number>\b(?:0x[\da-f]+|\d+)\b)/giu;

export function tokensOfLine(text: string): LineToken[] {
  if (text.startsWith('#@')) return [{ from: 0, to: /^#@ ?\S*/.exec(text)?.[0].length ?? 0, kind: 'directive' }];
  if (text.startsWith('#|')) return [{ from: 0, to: text.length, kind: 'body' }];
  if (text.startsWith('#')) return [{ from: 0, to: text.length, kind: 'comment' }];
  const out: LineToken[] = [];
  for (const m of text.matchAll(new RegExp(WORDS.source, 'gu'))) {
    const kind = Object.entries(m.groups ?? {}).find(([, v]) => v !== undefined)?.[0] as LineTokenKind;
    out.push({ from: m.index, to: m.index + m[0].length, kind });
  }
  return out;
}
