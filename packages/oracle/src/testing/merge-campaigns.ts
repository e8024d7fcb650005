/**
 * `pnpm merge-campaigns FILE...`: the sums of campaigns that ran elsewhere (`mm oracle --record`), put beside those that are kept, and the
 * page of results made anew. For campaigns that are sharded over many machines.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecords, withRecord } from '../judge/results.ts';
import { campaigns, mmuComparisons, oracleResultsPage, PAGE } from './oracle-results-page.ts';

const KEPT = fileURLToPath(new URL('../../results.json', import.meta.url));

const found = process.argv.slice(2).flatMap((file) => readRecords(readFileSync(file, 'utf8')));
writeFileSync(KEPT, found.reduce(withRecord, readFileSync(KEPT, 'utf8')));
writeFileSync(PAGE, oracleResultsPage(campaigns(), mmuComparisons()));
process.stdout.write(`${found.length} campaigns\n`);
