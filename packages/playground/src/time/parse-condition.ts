/**
 * Reads a condition:
 *
 * ```
 * condition = all { "or" all }          all = clause { "and" clause }
 * clause    = "call" NAME | "line" NUMBER | "step" NAME
 *           | "split" | "merge" | "fault" | "signal" | "divergence" | "errno" [ ERRNO ]
 *           | COUNTER ( COMPARISON NUMBER | "changes" )
 *           | INVARIANT ( "holds" | "broken" | "knowingly" "broken" )
 *           | "address" NUMBER ( "changes" | "is" ( "mapped" | "unmapped" | "present" | "absent" ) )
 * COUNTER   = "vma" "count" | "map_count" | "total_vm" | ...
 * ```
 *
 * Numbers are decimal or `0x`, with `_` anywhere between digits. A NAME that is no plain word stands in quotes:
 * `step "vm_ops->open"`. The first mistake is reported, with its column.
 */

import { findErrno, INVARIANTS, type Counters, type ErrnoName, type InvariantName } from '@mm-playground/api';
import type { AddressFact, Clause, Comparison, Condition, ConditionError, Countable } from './condition.ts';

/** Reads a text. Never throws: what cannot be read is an error with its column. */
export function parseCondition(text: string): { readonly condition: Condition } | { readonly error: ConditionError } {
  try {
    return { condition: { text: text.trim(), alternatives: new Parser(text).condition() } };
  } catch (error) {
    if (error instanceof Mistake) return { error: { column: error.column, message: error.message } };
    throw error;
  }
}

class Mistake extends Error {
  readonly column: number;

  constructor(column: number, message: string) {
    super(message);
    this.column = column;
  }
}

const COUNTERS: Readonly<Record<keyof Counters, true>> = {
  map_count: true,
  total_vm: true,
  data_vm: true,
  exec_vm: true,
  stack_vm: true,
  locked_vm: true,
  hiwater_vm: true,
  anon_rss: true,
  file_rss: true,
  shmem_rss: true,
  page_tables: true,
  committed: true,
};

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '=': '=',
  '==': '=',
  '!=': '!=',
};

const FACTS: Readonly<Record<string, AddressFact>> = {
  mapped: 'mapped',
  unmapped: 'unmapped',
  present: 'present',
  absent: 'absent',
};

const STARTS = [
  'call, line, step, split, merge, fault, errno, signal, divergence, address',
  `a counter (vma count, ${Object.keys(COUNTERS).join(', ')})`,
  `or an invariant (${INVARIANTS.join(', ')})`,
].join(', ');

/** A name in quotes, a comparison, a word or a number; what is none of these is a token of one character. */
const TOKEN = /\s*("[^"]*"|[<>!=]=?|[\w:.-]+|\S)/y;

interface Token {
  readonly text: string;
  readonly column: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, word = ''] = match;
    tokens.push({ text: word, column: pattern.lastIndex - word.length + 1 });
  }
  return tokens;
}

const isCounter = (word: string): word is keyof Counters => Object.hasOwn(COUNTERS, word);
const isInvariant = (word: string): word is InvariantName => (INVARIANTS as readonly string[]).includes(word);
const isErrno = (word: string): word is ErrnoName => findErrno(word) !== undefined;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
    this.#end = text.trimEnd().length + 1;
  }

  condition(): Clause[][] {
    const alternatives = [this.#all()];
    while (this.#take('or')) alternatives.push(this.#all());
    const left = this.#tokens[this.#at];
    if (left !== undefined)
      throw new Mistake(left.column, `\`${left.text}\` is too much: expected \`and\`, \`or\` or the end`);
    return alternatives;
  }

  #all(): Clause[] {
    const clauses = [this.#clause()];
    while (this.#take('and')) clauses.push(this.#clause());
    return clauses;
  }

  #clause(): Clause {
    const { text, column } = this.#next(STARTS);
    switch (text) {
      case 'call':
        return { kind: 'call', name: this.#name('the name of a call') };
      case 'step':
        return { kind: 'step', name: this.#name('the name of a function or step') };
      case 'line':
        return { kind: 'line', line: Number(this.#number('the number of a line')) };
      case 'split':
      case 'merge':
      case 'fault':
        return { kind: 'happens', what: text };
      case 'signal':
      case 'divergence':
        return { kind: text };
      case 'errno':
        return { kind: 'errno', errno: this.#errno() };
      case 'address':
        return this.#address();
      case 'vma':
        this.#word('count', 'vma');
        return this.#counter('vma count');
      default:
        return this.#named(text, column);
    }
  }

  /** A counter or an invariant; some are both, and what follows tells. */
  #named(name: string, column: number): Clause {
    const isState = ['holds', 'broken', 'knowingly'].includes(this.#tokens[this.#at]?.text ?? '');
    if (isInvariant(name) && (isState || !isCounter(name))) return this.#invariant(name);
    if (isCounter(name)) return this.#counter(name);
    const hint = /^[a-z_]\w*$/i.test(name) ? `; for a call or a step write \`call ${name}\` or \`step ${name}\`` : '';
    throw new Mistake(column, `\`${name}\` is none of: ${STARTS}${hint}`);
  }

  #invariant(invariant: InvariantName): Clause {
    const { text, column } = this.#next('`holds`, `broken` or `knowingly broken`');
    if (text === 'holds' || text === 'broken') return { kind: 'invariant', invariant, state: text };
    if (text !== 'knowingly')
      throw new Mistake(column, `expected \`holds\`, \`broken\` or \`knowingly broken\`, not \`${text}\``);
    this.#word('broken', 'knowingly');
    return { kind: 'invariant', invariant, state: 'knowingly broken' };
  }

  #counter(counter: Countable): Clause {
    const wanted = 'a comparison (> >= < <= = !=) or `changes`';
    const { text, column } = this.#next(wanted);
    if (text === 'changes') return { kind: 'counter changes', counter };
    const is = COMPARISONS[text];
    if (is === undefined) throw new Mistake(column, `expected ${wanted}, not \`${text}\``);
    return { kind: 'counter', counter, is, value: Number(this.#number('a number to compare with')) };
  }

  #address(): Clause {
    const address = this.#number('an address');
    const wanted = '`changes`, or `is` and `mapped`, `unmapped`, `present` or `absent`';
    const { text, column } = this.#next(wanted);
    if (text === 'changes') return { kind: 'address', address, fact: 'changes' };
    if (text !== 'is') throw new Mistake(column, `expected ${wanted}, not \`${text}\``);
    const fact = this.#next(Object.keys(FACTS).join(', '));
    const known = FACTS[fact.text];
    if (known === undefined)
      throw new Mistake(fact.column, `an address is ${Object.keys(FACTS).join(', ')}, not \`${fact.text}\``);
    return { kind: 'address', address, fact: known };
  }

  #errno(): ErrnoName | null {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.text === 'and' || token.text === 'or') return null;
    if (!isErrno(token.text)) throw new Mistake(token.column, `there is no errno \`${token.text}\``);
    this.#at++;
    return token.text;
  }

  #name(wanted: string): string {
    const { text, column } = this.#next(wanted);
    if (!/^"?[a-z_]/i.test(text)) throw new Mistake(column, `expected ${wanted}, not \`${text}\``);
    return text.replaceAll('"', '');
  }

  #number(wanted: string): bigint {
    const { text, column } = this.#next(wanted);
    const digits = text.replaceAll('_', '');
    if (!/^(\d+|0x[\da-f]+)$/i.test(digits)) throw new Mistake(column, `expected ${wanted}, not \`${text}\``);
    return BigInt(digits);
  }

  #word(word: string, after: string): void {
    const { text, column } = this.#next(`\`${word}\` after \`${after}\``);
    if (text !== word) throw new Mistake(column, `expected \`${word}\` after \`${after}\`, not \`${text}\``);
  }

  #take(word: string): boolean {
    const isThere = this.#tokens[this.#at]?.text === word;
    if (isThere) this.#at++;
    return isThere;
  }

  #next(wanted: string): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Mistake(this.#end, `expected ${wanted}`);
    this.#at++;
    return token;
  }
}
