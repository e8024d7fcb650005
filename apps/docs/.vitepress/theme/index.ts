import '@mm-playground/embed/auto';
import '@mm-playground/embed/cdn/mm-playground.css';
import theme from 'vitepress/theme-without-fonts';
import './site.css';

export default theme;
