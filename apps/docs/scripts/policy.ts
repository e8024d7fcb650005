/**
 * The Content-Security-Policy of a page, as strict as VitePress allows: it writes two scripts into each page, which are named by their
 * hashes; the colours of code are `style` attributes; Vue makes HTML of what search found, by a policy of its own.
 */

import { createHash } from 'node:crypto';

const SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs;

/** The page, with its policy in its head. */
export const withPolicy = (html: string): string =>
  html.replace('<head>', `<head><meta http-equiv="Content-Security-Policy" content="${policyOf(html)}">`);

function policyOf(html: string): string {
  const hashes = [...html.matchAll(SCRIPT)].map(([, script = '']) => ` 'sha256-${digest(script)}'`);
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html vue',
  ].join('; ');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
