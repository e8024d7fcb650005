import '@mm-playground/embed/auto';
import '@mm-playground/embed/cdn/mm-playground.css';
import theme from 'vitepress/theme';

export default theme;
