/**
 * A script as a C program that makes the same calls and checks the same results, on any Linux: it prints each line whose
 * expectation does not hold, and exits 1 where there is one. What a script expects is what its results say; what it shows of
 * `query()` is looked up in /proc/self/maps, which every kernel has.
 */

import {
  callKind,
  type CallItem,
  type CheckpointItem,
  type Diagnostic,
  type Program,
  type Span,
} from '@mm-playground/api';
import { expressionOf, integer, literal, namesIn, variable } from './expression.ts';
import { preludeOf, type Part } from './prelude.ts';

/** The program, or why there is none. */
export interface CProgram {
  /** Undefined where there are diagnostics. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a C program of a script. What it cannot express (a recorded start, a race, several tasks) is a diagnostic. */
export function toC(program: Program): CProgram {
  const writer = new Writer(program);
  const text = writer.write();
  const { diagnostics } = writer;
  return diagnostics.length > 0 ? { text: undefined, diagnostics } : { text, diagnostics };
}

/** Numbers of calls that a system's headers may be too old for. These are the same on every architecture. */
const NEW_CALLS: Readonly<Record<string, number>> = {
  clone3: 435,
  close_range: 436,
  openat2: 437,
  process_madvise: 440,
  memfd_secret: 447,
  process_mrelease: 448,
  set_mempolicy_home_node: 450,
  map_shadow_stack: 453,
  mseal: 462,
};

const LIMITS: Readonly<Record<string, string>> = {
  as: 'RLIMIT_AS',
  data: 'RLIMIT_DATA',
  stack: 'RLIMIT_STACK',
  memlock: 'RLIMIT_MEMLOCK',
};

const MAX_ARGS = 6;

class Writer {
  readonly diagnostics: Diagnostic[] = [];
  readonly #program: Program;
  readonly #parts = new Set<Part>();
  readonly #newCalls = new Set<string>();
  readonly #files = new Set<string>();
  readonly #spoken: ReadonlySet<string>;
  #needsLimits = false;

  constructor(program: Program) {
    this.#program = program;
    const calls = program.items.filter((item) => item.kind === 'call');
    this.#spoken = new Set(calls.flatMap(({ args }) => args.flatMap(namesIn)));
  }

  write(): string {
    const { initial, items } = this.#program;
    if (initial !== undefined) this.#refuse(initial.span, 'a recorded start cannot be made by a program');
    const lines = items.flatMap((item) => {
      if (item.kind === 'call') return this.#call(item);
      if (item.kind === 'checkpoint') return this.#checkpoint(item);
      if (item.kind === 'race') this.#refuse(item.span, 'a race has many orders: a program has one');
      return [];
    });
    const before = this.#before();
    const after = this.#files.size === 0 ? [] : [`leave_directory((const char *[]){ ${this.#fileList()}, NULL });`];
    return this.#assemble([...before, ...lines, ...after]);
  }

  /** What the machine of the script has: limits, capabilities, a place for its files. */
  #before(): string[] {
    const { limits, system } = this.#program;
    const lines: string[] = [];
    if (this.#files.size > 0) {
      this.#parts.add('directory');
      lines.push('enter_directory();');
    }
    for (const [name, value] of Object.entries(limits) as [string, bigint][]) {
      this.#needsLimits = true;
      const word = integer(value);
      lines.push(`setrlimit(${LIMITS[name]}, &(struct rlimit){ ${word}, ${word} });`);
    }
    if (system.caps !== undefined) {
      this.#parts.add('capabilities');
      lines.push(`keep_capabilities(${integer(system.caps)});`);
    }
    return lines;
  }

  #fileList(): string {
    return [...this.#files].map(literal).join(', ');
  }

  #call(item: CallItem): string[] {
    const { name, args, span, task } = item;
    if (task !== this.#program.initialTask) this.#refuse(span, `a program is one task, not ${task} besides`);
    if (callKind(name) === undefined) return [`// not made, for it touches no memory: ${oneLine(item.text)}`];
    const words = args.map(expressionOf);
    if (words.includes(undefined)) {
      this.#refuse(span, `an argument of ${name} has no C expression`);
      return [];
    }
    const place = `${span.line}, ${literal(oneLine(item.text))}`;
    switch (name) {
      case 'load':
      case 'store':
      case 'fetch':
        return this.#access(item, `${name}(${words[0]});`, place);
      case 'query':
        return this.#query(item, `${words[0]}`, place);
      case 'walk':
      case 'maps':
      case 'gup':
        this.#refuse(span, `${name}() reads as only the kernel does`);
        return [];
      case 'fork':
        return this.#fork(item, place);
      default:
        if (callKind(name) === 'process' && name !== 'getpid')
          this.#refuse(span, `${name}() makes or ends the program itself`);
        return this.#made(item, this.#systemCall(item, words as string[]), place);
    }
  }

  /** `fork() = 0` of a script: the child goes on. With another result the parent does, of which a script says nothing. */
  #fork(item: CallItem, place: string): string[] {
    const { result, span } = item;
    if (result?.kind === 'value' && result.value !== 0n) this.#refuse(span, 'the child of this fork is another task');
    this.#parts.add('fork');
    return this.#made(item, 'fork_and_follow()', place);
  }

  #systemCall({ name, args, span }: CallItem, words: readonly string[]): string {
    if (words.length > MAX_ARGS) this.#refuse(span, `${name} has ${words.length} arguments`);
    if (name in NEW_CALLS) this.#newCalls.add(name);
    if (name === 'openat' && args[1]?.kind === 'string' && !args[1].value.startsWith('/'))
      this.#files.add(args[1].value);
    this.#parts.add('call');
    const padded = [...words, ...Array<string>(MAX_ARGS).fill('0')].slice(0, MAX_ARGS);
    return `call(SYS_${name}, ${padded.join(', ')})`;
  }

  /** A call with its expectation, and the variable that keeps its result. */
  #made({ binds, result }: CallItem, made: string, place: string): string[] {
    const expected =
      result?.kind === 'value' ? integer(result.value) : result?.kind === 'errno' ? `-${result.name}` : undefined;
    if (expected !== undefined) this.#parts.add('result');
    if (binds === undefined) return [expected === undefined ? `${made};` : `expect(${place}, ${made}, ${expected});`];
    const name = variable(binds);
    return [
      `long ${name} = ${made};`,
      ...(expected === undefined ? [] : [`expect(${place}, ${name}, ${expected});`]),
      ...(this.#spoken.has(binds) ? [] : [`(void)${name};`]),
    ];
  }

  #access({ name, result }: CallItem, made: string, place: string): string[] {
    this.#parts.add(name as 'load' | 'store' | 'fetch');
    if (result?.kind === 'signal' || result?.kind === 'value') this.#parts.add('outcome');
    if (result?.kind === 'signal')
      return [made, `expect_access(${place}, ${result.signal}, ${result.code}, ${integer(result.addr)});`];
    return result?.kind === 'value' ? [made, `expect_access(${place}, 0, 0, 0);`] : [made];
  }

  #query({ result }: CallItem, address: string, place: string): string[] {
    if (result === undefined) return [];
    this.#parts.add('mapping');
    const expected = result.kind === 'value' ? literal(result.mapping ?? '') : 'NULL';
    return [`expect_mapping(${place}, ${address}, ${expected});`];
  }

  #checkpoint({ what, span }: CheckpointItem): string[] {
    if (what.kind !== 'pagemap') {
      this.#refuse(span, `${what.kind} of a whole process are not those of another`);
      return [];
    }
    this.#parts.add('pages');
    return [`expect_pages(${span.line}, ${integer(what.start)}, ${literal(what.pages)});`];
  }

  #assemble(body: readonly string[]): string {
    const { file, story, system } = this.#program;
    const { headers, functions } = preludeOf(this.#parts);
    const limits = this.#needsLimits ? ['sys/resource.h'] : [];
    return [
      ...(story.title === undefined ? [] : [`// ${oneLine(story.title)}`]),
      `// Made from ${oneLine(file)}${system.kernel === undefined ? '' : `, whose results are those of Linux ${system.kernel}`}.`,
      '#define _GNU_SOURCE',
      ...[...headers, ...limits].toSorted().map((header) => `#include <${header}>`),
      '',
      ...[...this.#newCalls].map((name) => `#ifndef SYS_${name}\n#define SYS_${name} ${NEW_CALLS[name]}\n#endif`),
      `#define SCRIPT ${literal(file)}`,
      `#define PAGE ${system.pageSize ?? 4096}L`,
      '',
      functions,
      'int main(int argc, char **argv)\n{',
      '\t(void)argc;\n\tstand_still(argv);',
      ...body.map((line) => `\t${line}`),
      '\treturn finish();\n}\n',
    ].join('\n');
  }

  #refuse(span: Span, message: string): void {
    this.diagnostics.push({ file: this.#program.file, span, severity: 'error', message });
  }
}

/** Text that cannot leave its line or end a comment: a backslash at the end would join the next line to it. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ').replace(/\\$/, '\\ ');
