/* The page as it is: with what comes along. */
import { start } from './start.ts';

void start();
