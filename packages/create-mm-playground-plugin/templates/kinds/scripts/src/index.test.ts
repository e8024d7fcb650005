/** What every script pack must fulfil: its scripts can be read, say what they are about, and what they say of results is so. */

import { describeScriptPack } from '@mm-playground/api/testing';
import { createPlayground } from 'mm-playground';
import { pack } from './index.ts';

/** What the model finds wrong with a script. */
async function problems(text: string): Promise<string[]> {
  const { session, diagnostics } = await createPlayground().load(text);
  session?.run();
  return [
    ...diagnostics.map(({ message }) => message),
    ...(session?.divergences ?? []).map(({ what, recorded, model }) => `${what}: recorded ${recorded}, model ${model}`),
    ...(session?.stopped == null ? [] : [session.stopped.message]),
  ];
}

describeScriptPack(pack, { problems });
