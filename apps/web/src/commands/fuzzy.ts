/*
 * Finding by a few letters. Words that stand in a text as they were typed come first, beginnings of words before middles; then
 * letters in order with something between them (`ncl` for `next call`), where the first begins a word. Pure, and cheap enough to
 * ask for a hundred thousand texts at every key.
 */

/** How well a text fits, and where. */
export interface Match {
  /** The greater, the better. */
  readonly score: number;
  /** The places of the letters that were typed, ascending. */
  readonly at: readonly number[];
}

const BEGINS = 8;
const BEGINS_WORD = 6;
const INSIDE = 2;
const SCATTERED = -20;

const NO_WISH: Match = { score: 0, at: [] };

/** How a text fits what was typed; null where it does not. Capitals do not count. */
export function matchOf(typed: string, text: string): Match | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return NO_WISH;
  const where = text.toLowerCase();
  return wordsIn(words, where) ?? lettersIn(words.join(''), where);
}

function wordsIn(words: readonly string[], text: string): Match | null {
  const at = new Set<number>();
  let score = 0;
  for (const word of words) {
    const found = bestPlace(word, text);
    if (found < 0) return null;
    score += found === 0 ? BEGINS : beginsWord(text, found) ? BEGINS_WORD : INSIDE;
    for (let place = found; place < found + word.length; place++) at.add(place);
  }
  // Of two texts that fit alike the shorter one says more of what was typed.
  return { score: score - text.length / 100, at: [...at].toSorted((a, b) => a - b) };
}

/** Where a word begins one of the text's words, else where it stands at all. */
function bestPlace(word: string, text: string): number {
  const first = text.indexOf(word);
  for (let found = first; found >= 0; found = text.indexOf(word, found + 1)) if (beginsWord(text, found)) return found;
  return first;
}

function lettersIn(letters: string, text: string): Match | null {
  const at: number[] = [];
  let score = SCATTERED;
  for (const letter of letters) {
    const last = at.at(-1) ?? -1;
    let found = text.indexOf(letter, last + 1);
    while (at.length === 0 && found >= 0 && !beginsWord(text, found)) found = text.indexOf(letter, found + 1);
    if (found < 0) return null;
    score += at.length > 0 && found === last + 1 ? 1 : beginsWord(text, found) ? 2 : -1;
    at.push(found);
  }
  return { score: score - text.length / 100, at };
}

const beginsWord = (text: string, at: number): boolean => at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1));
