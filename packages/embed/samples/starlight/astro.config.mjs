import starlight from '@astrojs/starlight';
import { remarkMm } from '@mm-playground/embed/remark';
import { defineConfig } from 'astro/config';

export default defineConfig({
  integrations: [
    starlight({
      title: 'A site of Starlight',
      // No search: there is one page.
      pagefind: false,
      customCss: ['@mm-playground/embed/cdn/mm-playground.css'],
      components: { Head: './src/head.astro' },
    }),
  ],
  markdown: { remarkPlugins: [[remarkMm, { kernel: '6.18' }]] },
});
