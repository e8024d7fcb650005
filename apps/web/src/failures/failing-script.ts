/*
 * A script in which a step fails: the text up to a call, with `#@ fail` before it. What was recorded of the call is left out, because
 * it was recorded when nothing failed.
 */
import type { CallRow } from '@mm-playground/viewers';

/** A failing copy of a text; `failed` names visits of steps, as `vm_area_alloc#2`. */
export function failingScript(text: string, { line, text: call }: CallRow, failed: readonly string[]): string {
  const lines = text.split(/\r?\n/);
  const source = lines[line - 1] ?? '';
  const end = source.indexOf(call) + call.length;
  const alone = source.includes(call) ? source.slice(0, end) : source;
  const directives = failed.map((point) => `#@ fail ${point.replace('#', ' ')}`);
  return [...lines.slice(0, line - 1), ...directives, alone, ''].join('\n');
}

/** `gap.mm` is `gap-failing.mm`. */
export const failingName = (file: string): string => file.replace(/(?:-failing)?(\.\w+)?$/, '-failing$1');
