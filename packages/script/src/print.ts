/**
 * The formatter: a document in its canonical layout. What it changes: runs of blanks become one (also before `=`), lines
 * lose blanks at both ends (bodies of directives keep theirs: they are the kernel's), line ends become LF, the last line
 * gets one, a byte-order mark goes, and `#@name` and `#|text` get their blank. Everything else stays as it was written,
 * unreadable lines included; parsing the result gives the same tree again.
 */

import { printExpr, printList } from './print-expression.ts';
import type { CallEnd, CallLine, DirectiveLine, Document, Line, Prefix, ResultNode, ResumedLine } from './syntax.ts';

/** The text of a document. */
export const print = (document: Pick<Document, 'lines'>): string =>
  document.lines.map((line) => `${printLine(line)}\n`).join('');

/** One line, or a directive with its body, without the newline at the end. */
function printLine(line: Line): string {
  switch (line.kind) {
    case 'call':
      return printCall(line);
    case 'resumed':
      return printResumed(line);
    case 'note':
      return printPrefix(line.prefix) + line.text.text;
    case 'directive':
      return printDirective(line);
    case 'comment':
    case 'bad':
      return line.text;
    case 'blank':
      return '';
  }
}

function printCall({ prefix, binds, name, args, trailingComma, end, interruption, result }: CallLine): string {
  const left = binds === undefined ? '' : `${binds.text} = `;
  const inner = printList(args, ', ') + (trailingComma ? ',' : '');
  return `${printPrefix(prefix)}${left}${name.text}(${inner}${END[end]}${interruption?.text ?? ''}${printResult(result)}`;
}

function printResumed({ prefix, name, lead, args, trailingComma, end, result }: ResumedLine): string {
  const inner = printList(args, ', ') + (trailingComma ? ',' : '');
  const joint = lead === '' ? '' : lead === ',' ? (args.length === 0 ? ',' : ', ') : ' => ';
  const begin = name.text === '' ? '' : `<... ${name.text} resumed>`;
  return `${printPrefix(prefix)}${begin}${joint}${inner}${END[end]}${printResult(result)}`.trim();
}

const END: Readonly<Record<CallEnd, string>> = {
  closed: ')',
  unfinished: ' <unfinished ...>',
  abandoned: ' <unfinished ...>)',
  detached: ' <detached ...>',
  interrupted: '',
};

function printPrefix({ task, stamps }: Prefix): string {
  let text = '';
  if (task !== undefined)
    text = task.style === 'number' ? task.text : `[${task.style === 'pid' ? 'pid ' : ''}${task.text}]`;
  for (const stamp of stamps) text += (stamp.text.startsWith('<') || text === '' ? '' : ' ') + stamp.text;
  return text === '' ? '' : `${text} `;
}

function printResult(result: ResultNode | undefined): string {
  if (result === undefined) return '';
  const { value, path, deleted, errno, signal, notes } = result;
  const decorated = path === undefined ? value.text : `${value.text}<${path.text}>${deleted ? '(deleted)' : ''}`;
  const words = [decorated];
  if (errno !== undefined) words.push(errno.text);
  if (signal !== undefined) words.push(signal.name.text, printExpr(signal.info));
  return ` = ${[...words, ...notes.map(({ text }) => text)].join(' ')}`;
}

function printDirective({ name, rest, body }: DirectiveLine): string {
  const head = rest.text === '' ? `#@ ${name.text}` : `#@ ${name.text} ${rest.text}`;
  return [head, ...body.map(({ text }) => (text === '' ? '#|' : `#| ${text}`))].join('\n');
}
