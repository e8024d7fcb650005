import { markdownItMm, mmElements } from '@mm-playground/embed/markdown-it';
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'A site of VitePress',
  markdown: { config: (md) => markdownItMm(md, { kernel: '6.18' }) },
  vue: { template: { compilerOptions: mmElements } },
});
