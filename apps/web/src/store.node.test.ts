import { expect, it } from 'vitest';
import { Store } from './store.ts';

it('tells every listener every state once, in order, also when listeners act', () => {
  const store = new Store();
  const heard: string[] = [];
  store.subscribe((now, before) => {
    heard.push(`a ${before.theme}>${now.theme}`);
    if (now.theme === 'light') store.dispatch({ type: 'theme', theme: 'dark' });
  });
  const stop = store.subscribe((now, before) => heard.push(`b ${before.theme}>${now.theme}`));
  store.dispatch({ type: 'theme', theme: 'light' });
  expect(heard).toEqual(['a auto>light', 'b auto>light', 'a light>dark', 'b light>dark']);
  stop();
  store.dispatch({ type: 'theme', theme: 'auto' });
  expect(heard.at(-1)).toBe('a dark>auto');
});

it('tells nobody where nothing changed', () => {
  const store = new Store();
  let count = 0;
  store.subscribe(() => count++);
  store.dispatch({ type: 'seek', position: store.state.position });
  expect(count).toBe(0);
});
