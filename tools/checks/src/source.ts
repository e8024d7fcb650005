/*
 * What a TypeScript file reaches outside itself: the modules that it imports, the globals that it uses. Parsed, not
 * searched: a word in a comment or a string is neither.
 */
import { parseSync } from 'oxc-parser';

/** One reach outside. */
export interface Reach {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

/** A file's reaches. */
export interface SourceFacts {
  /** Module specifiers: static and dynamic imports, re-exports, types included. */
  readonly imports: readonly Reach[];
  /**
   * Identifiers in expressions that the file declares nowhere, and `Math.random`. A name that is declared anywhere in
   * the file counts as declared everywhere in it.
   */
  readonly globals: readonly Reach[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** TypeScript's wrappers around an expression; every other `TS...` node is a type, and reaches nothing at run time. */
const EXPRESSION_WRAPPERS = new Set([
  'TSAsExpression',
  'TSExportAssignment',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** Parses `text` (of the file `name`) and lists its reaches. Throws `SyntaxError` on what does not parse. */
export function readSource(name: string, text: string): SourceFacts {
  const { program, errors } = parseSync(name, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${name}: ${error.message}`);

  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const imports: Reach[] = [];
  const declared = new Set<string>();
  const used: Reach[] = [];

  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value) || isType(value)) return;
    if (value.type.startsWith('Import') || value.type.startsWith('Export')) {
      const source = value['source'];
      if (isNode(source) && typeof source['value'] === 'string') {
        imports.push({ name: source['value'], line: lineOf(source.start) });
      }
    }
    for (const pattern of bindingsOf(value)) addNames(pattern, declared);
    if (value.type === 'Identifier') used.push({ name: String(value['name']), line: lineOf(value.start) });
    if (isMathRandom(value)) used.push({ name: 'Math.random', line: lineOf(value.start) });
    for (const [field, child] of Object.entries(value)) {
      if (!isName(value, field) && !isNameElsewhere(value, field)) visit(child);
    }
  };
  visit(program);
  findTypeImports(program, (source) => imports.push({ name: String(source['value']), line: lineOf(source.start) }));
  return { imports, globals: used.filter((reach) => !declared.has(reach.name)) };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isType(node: Node): boolean {
  return node.type.startsWith('TS') && !EXPRESSION_WRAPPERS.has(node.type);
}

/** `import('x')` in a type: the walk above leaves types out. */
function findTypeImports(value: unknown, found: (source: Node) => void): void {
  if (Array.isArray(value)) for (const child of value) findTypeImports(child, found);
  if (!isNode(value)) return;
  if (value.type === 'TSImportType' && isNode(value['source'])) found(value['source']);
  for (const child of Object.values(value)) findTypeImports(child, found);
}

/** Whether `field` of `node` is a mere name (`.name`, `{ name: ... }`, `label:`), not a use of a variable. */
function isName(node: Node, field: string): boolean {
  if (field === 'label') return true;
  if (field === 'meta' || (field === 'property' && node.type === 'MetaProperty')) return true;
  if (/^(Import|Export)\w*Specifier$/.test(node.type)) return field !== 'local' || node.type.startsWith('Import');
  if (field === 'exported') return true;
  if (field === 'property') return node['computed'] !== true;
  return field === 'key' && node['computed'] !== true && node['shorthand'] !== true;
}

/** Whether `field` of `node` lists names of another module (`export { a } from`) or of types (`export type { T }`). */
function isNameElsewhere(node: Node, field: string): boolean {
  if (node.type === 'ExportSpecifier') return node['exportKind'] === 'type';
  if (node.type !== 'ExportNamedDeclaration' || field !== 'specifiers') return false;
  return isNode(node['source']) || node['exportKind'] === 'type';
}

/** The patterns and identifiers that `node` declares. */
function bindingsOf(node: Node): unknown[] {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return [node['id']];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [node['id'], node['params']];
    case 'CatchClause':
      return [node['param']];
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node['local']];
    default:
      return [];
  }
}

/** Adds the names that a pattern binds; default values are visited elsewhere. */
function addNames(pattern: unknown, names: Set<string>): void {
  if (Array.isArray(pattern)) for (const element of pattern) addNames(element, names);
  if (!isNode(pattern)) return;
  if (pattern.type === 'Identifier') names.add(String(pattern['name']));
  for (const field of ['left', 'argument', 'elements', 'properties', 'parameter']) addNames(pattern[field], names);
  if (pattern.type === 'Property') addNames(pattern['value'], names);
}

/** `Math.random`, `Math['random']`, and a declaration that takes it (or all of Math) under another name. */
function isMathRandom(node: Node): boolean {
  const { type, object, property, init, id } = node;
  const isMath = (value: unknown): boolean => isNode(value) && value['name'] === 'Math';
  if (type === 'VariableDeclarator') return isMath(init) && isNode(id) && takesRandom(id);
  if (type !== 'MemberExpression' || !isMath(object) || !isNode(property)) return false;
  return property['name'] === 'random' || property['value'] === 'random';
}

function takesRandom({ properties }: Node): boolean {
  if (!Array.isArray(properties)) return true;
  return properties.some(
    (part) =>
      isNode(part) && (part.type === 'RestElement' || (isNode(part['key']) && part['key']['name'] === 'random')),
  );
}
