/* JSON that was kept by an older version of the page, or written by anybody: what it holds is looked at piece by piece. */

/** The value of a text; null where it is none. */
export function parsed(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Whether a value has properties that can be looked at. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
