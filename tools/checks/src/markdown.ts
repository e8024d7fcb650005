/*
 * What the checks read of a Markdown file: its code blocks, its links and its headings.
 */

/** A fenced block. */
export interface CodeBlock {
  /** The first word after the fence: `ts`. */
  readonly language: string;
  readonly code: string;
  /** 1-based line of the opening fence. */
  readonly line: number;
}

/** A link or an image. */
export interface Link {
  readonly target: string;
  /** 1-based. */
  readonly line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)/;

/** The fenced blocks of `text`, in order. */
export function codeBlocks(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; language: string; line: number; code: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence, language = ''] = FENCE.exec(line) ?? [];
    if (open === undefined) {
      if (fence !== undefined) open = { fence, language, line: index + 1, code: [] };
    } else if (fence?.startsWith(open.fence) === true && language === '') {
      blocks.push({ language: open.language, code: open.code.join('\n'), line: open.line });
      open = undefined;
    } else {
      open.code.push(line);
    }
  }
  return blocks;
}

/** The links of `text` that stand outside code, inline and by reference. */
export function links(text: string): Link[] {
  return proseLines(text).flatMap((line, index) => {
    const inline = [...line.matchAll(/\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\s*\)/g)];
    const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?/.exec(line);
    const attributes = [...line.matchAll(/<(?:a|img|source)\b[^>]*?\s(?:href|src|srcset)="([^"]+)"/g)];
    return [...inline, ...(definition === null ? [] : [definition]), ...attributes].map(([, target = '']) => ({
      target,
      line: index + 1,
    }));
  });
}

/** The anchors that GitHub gives to the headings of `text`. */
export function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const line of proseLines(text, false)) {
    const [, heading] = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    for (const [, id = ''] of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) found.add(id);
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    found.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return found;
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The lines of `text` with fenced blocks blanked out, and inline code too unless `dropInlineCode` is false. */
function proseLines(text: string, dropInlineCode = true): string[] {
  let fence: string | undefined;
  return text.split('\n').map((line) => {
    const [, mark, language = ''] = FENCE.exec(line) ?? [];
    if (fence === undefined) {
      fence = mark;
      if (mark !== undefined) return '';
      return dropInlineCode ? line.replaceAll(/`[^`]*`/g, '') : line;
    }
    if (mark?.startsWith(fence) === true && language === '') fence = undefined;
    return '';
  });
}
