/** What every script pack must fulfil: its scripts can be read, say what they are about, and what they say of results is so. */

import { describeScriptPack } from '@mm-playground/api/testing';
import { createPlayground } from 'mm-playground';
import { pack } from './index.ts';

/** What the model finds wrong with a script. */
async function problems(text: string): Promise<string[]> {
  const { session, diagnostics } = await createPlayground().load(text);
  const wrong = diagnostics.map(({ message }) => message);
  if (session === undefined) return wrong;
  session.run();
  const { divergences, stopped } = session;
  const differing = divergences.map(({ what, recorded, model }) => `${what}: recorded ${recorded}, model ${model}`);
  return [...wrong, ...differing, ...(stopped === null ? [] : [stopped.message])];
}

describeScriptPack(pack, { problems });
