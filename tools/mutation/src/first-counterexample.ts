/* Properties in a mutant's run: nobody reads the smallest counterexample, and a result that is not the same twice is none. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true, seed: 1 });
