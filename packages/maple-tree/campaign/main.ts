/**
 * The long campaign: `node --conditions=@mm-playground/source campaign/main.ts [stores [first seed]]`, a million stores
 * where nothing is said, over every shape, with and without gaps and RCU. Exits with 1 at the first difference and prints
 * the shortest way there.
 */

import { MapleTree, validate } from '../src/index.ts';
import { runCampaign, SHAPES, shrink, type Campaign, type Store } from '../src/testing/campaign.ts';

const total = Number(process.argv[2] ?? 1_000_000);
const firstSeed = Number(process.argv[3] ?? 1);
const shapes = Object.keys(SHAPES) as Campaign['shape'][];
const modes = [false, true].flatMap((gaps) => [false, true].map((rcu) => ({ gaps, rcu })));
const stores = Math.ceil(total / (shapes.length * modes.length));

const isUnsound = ({ gaps, rcu }: Campaign, list: readonly Store[]): boolean => {
  const tree = new MapleTree({ gaps, rcu });
  for (const [index, last, erase] of list) tree.storeRange(index, last, erase ? null : { name: index });
  return validate(tree).length > 0;
};

let done = 0;
for (const shape of shapes)
  for (const mode of modes) {
    const campaign = { shape, ...mode, seed: firstSeed + done, stores, validateEvery: 64 };
    const difference = runCampaign(campaign);
    done++;
    if (difference !== null) {
      console.log(`${JSON.stringify(campaign)}: ${difference.what} after ${difference.stores.length} stores`);
      if (isUnsound(campaign, difference.stores))
        console.log(JSON.stringify(shrink(difference.stores, (list) => isUnsound(campaign, list))));
      process.exit(1);
    }
    console.log(`${shape}${mode.gaps ? ' gaps' : ''}${mode.rcu ? ' rcu' : ''}: ${stores} stores, no difference`);
  }
console.log(`${stores * done} stores from seed ${firstSeed} on, 0 differences`);
