/**
 * What all conformance kits share. A kit is a list of properties as data: who wants to know which of them a plugin breaks reads
 * the list, and {@link describeProperties} declares a vitest case for each.
 *
 * Marks say honestly what does not hold *yet*. A marked property that fails is skipped and told as "not yet"; a mark behind which
 * everything holds fails the kit, so that none outlives its reason.
 */

import { describe, it } from 'vitest';

/** A property of a plugin: a sentence, and what throws where it does not hold. */
export interface KitProperty {
  /** Whose it is: `x86-64:levels=4`, `sorted-array`, `6.18`. */
  readonly of: string;
  /** What it is about: `leaves`, `store()`. */
  readonly group: string;
  readonly title: string;
  readonly check: () => void | Promise<void>;
}

/** What every kit may be told. */
export interface MarkedOptions {
  /** Titles of properties, or names of groups, that do not hold yet. */
  readonly notYet?: readonly string[];
}

/** A case of a kit: it throws where the kit fails, and gives why where it is to be skipped. */
export interface KitCase {
  readonly of: string;
  readonly title: string;
  readonly run: () => Promise<string | null>;
}

/** Collects properties of one group. */
export type Declare = (title: string, check: KitProperty['check']) => void;

/** What puts properties of a group into a list. */
export const declareInto =
  (properties: KitProperty[], of: string, group: string): Declare =>
  (title, check) =>
    void properties.push({ of, group, title, check });

/** Declares a vitest case for each property, and one for each mark. */
export function describeProperties(properties: readonly KitProperty[], { notYet = [] }: MarkedOptions = {}): void {
  const groups = Map.groupBy(casesOf(properties, notYet), ({ of }) => of);
  describe.each([...groups])('%s', (_, cases) => {
    // oxlint-disable-next-line vitest/expect-expect -- a property asserts by itself
    it.for(cases)('$title', async ({ run }, { skip }) => {
      const why = await run();
      if (why !== null) skip(why);
    });
  });
}

/** The cases of a kit: the properties in their order, then the marks. */
export function casesOf(properties: readonly KitProperty[], notYet: readonly string[] = []): KitCase[] {
  const judged = properties.map((property) => ({ property, failure: once(() => failureOf(property)) }));
  const ofProperties = judged.map(({ property, failure }) => ({
    of: `${property.of} ${property.group}`,
    title: property.title,
    run: async () => {
      const error = await failure();
      if (error === null) return null;
      if (notYet.some((mark) => names(mark, property))) return `not yet: ${firstLine(error)}`;
      throw error;
    },
  }));
  const ofMarks = notYet.map((mark) => ({
    of: 'not yet',
    title: mark,
    run: async () => {
      const marked = judged.filter(({ property }) => names(mark, property));
      if (marked.length === 0) throw new Error(`no property and no group of the kit is called "${mark}"`);
      for (const { failure } of marked) if ((await failure()) !== null) return null;
      throw new Error(`"${mark}" holds now: take the mark away`);
    },
  }));
  return [...ofProperties, ...ofMarks];
}

const names = (mark: string, { group, title }: KitProperty): boolean => mark === group || mark === title;

/** What a property throws, with its name, or null where it holds. */
async function failureOf({ of, group, title, check }: KitProperty): Promise<Error | null> {
  try {
    await check();
    return null;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // The error stays the one that was thrown: it carries what was expected, for who prints the difference.
    error.message = `${error.message}\n\nbroken: ${of} ${group}: ${title}`;
    return error;
  }
}

const firstLine = ({ message }: Error): string => message.split('\n', 1).join();

/** A property may be asked by its own case and by those of its marks. */
function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => (done ??= { value: work() }).value;
}
